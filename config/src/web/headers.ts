import type { WebSettings } from "./settings.ts";

/**
 * Headers of every page and asset. The content policy names what the client
 * uses: its own scripts (and WebAssembly of the Matrix library), pictures and
 * sound that it decrypted into blobs, LiveKit's signalling.
 */
export function securityHeaders({ publicUrl, livekitUrl }: WebSettings): Readonly<Record<string, string>> {
  const livekit = new URL(livekitUrl);
  const signalling = `${livekit.protocol}//${livekit.host} ${livekit.protocol.replace("ws", "http")}//${livekit.host}`;
  const policy = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": `'self' ${signalling}`,
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
  };
  return {
    "content-security-policy": Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy":
      "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
    ...(publicUrl.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
