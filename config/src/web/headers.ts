import type { WebSettings } from "./settings.ts";

/**
 * Headers of every page and asset. The content policy names what the client
 * uses: its own scripts (and WebAssembly of the Matrix library), pictures and
 * sound that it decrypted into blobs, LiveKit's signalling. Scripts and workers
 * come from the folder of the build only: below `/_matrix` the same origin
 * serves what people upload. `host` is the one that the page was asked at.
 */
export function securityHeaders(
  { publicUrl, livekitUrl }: WebSettings,
  host: string,
): Readonly<Record<string, string>> {
  const livekit = new URL(livekitUrl);
  const signalling = `${livekit.protocol}//${livekit.host} ${livekit.protocol.replace("ws", "http")}//${livekit.host}`;
  const policy = {
    "default-src": "'none'",
    "script-src": `${host}/assets/ 'wasm-unsafe-eval'`,
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": `'self' ${signalling}`,
    "worker-src": `${host}/assets/`,
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-src": "'none'",
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

/**
 * The host for the content policy. A browser at another name than the public
 * one, as on a local network, is served as well; what is no host name is not
 * repeated.
 */
export function pageHost({ publicUrl, behindProxy }: WebSettings, asked: string | undefined): string {
  const own = new URL(publicUrl).host;
  if (behindProxy || asked === undefined) return own;
  return /^[a-z0-9.-]+(?::\d{1,5})?$/i.test(asked) ? asked : own;
}

/**
 * Types that are shown where they are asked for; every other file is a
 * download. What a browser could run as a document is not among them.
 */
const INLINE =
  /^(?:image\/(?:apng|avif|bmp|gif|jpeg|png|webp)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain|application\/json)$/;

/**
 * Headers that make an answer of the homeserver harmless as a document of our
 * origin: never sniffed, never with scripts, and a file a download unless its
 * type is safe. `disposition` is the homeserver's, whose file name stays.
 */
export function confineAnswer(
  contentType: string | undefined,
  disposition: string | undefined,
): Readonly<Record<string, string>> {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "application/octet-stream";
  return {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    ...(INLINE.test(type) ? {} : { "content-disposition": asAttachment(disposition) }),
  };
}

const asAttachment = (disposition: string | undefined): string =>
  disposition === undefined ? "attachment" : disposition.replace(/^\s*[\w-]*/, "attachment");
