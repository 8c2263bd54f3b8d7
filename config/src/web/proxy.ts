import type { IncomingMessage, ServerResponse } from "node:http";
import { createProxyMiddleware, type RequestHandler } from "http-proxy-middleware";

/** One program behind the web address. */
export interface Upstream {
  readonly url: string;
  /** JSON body for the client when the program does not answer. */
  readonly down: () => Readonly<Record<string, unknown>>;
  readonly behindProxy: boolean;
  readonly websocket?: boolean;
}

/** Forwards requests unchanged but for the addresses that say who asks; answers 502 when nobody is there. */
export function proxyTo({ url, down, behindProxy, websocket = false }: Upstream): RequestHandler {
  return createProxyMiddleware({
    target: url,
    ws: websocket,
    // Long polls and uploads take as long as they take.
    proxyTimeout: 0,
    timeout: 0,
    on: {
      proxyReq: (outgoing, request) => {
        outgoing.setHeader("x-forwarded-for", askerOf(request, behindProxy));
        outgoing.setHeader("x-forwarded-host", request.headers.host ?? "");
      },
      error: (_error, _request, response) => {
        if (!("writeHead" in response)) return response.destroy();
        answerDown(response, down());
        return undefined;
      },
    },
  });
}

/**
 * Whom the homeserver counts and limits. What the asker writes himself is not
 * believed; a proxy of ours in front appends the address that it saw.
 */
export function askerOf(request: IncomingMessage, behindProxy: boolean): string {
  const noted = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  return (behindProxy && noted ? noted : request.socket.remoteAddress) ?? "";
}

function answerDown(response: ServerResponse, body: Readonly<Record<string, unknown>>): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "content-type": "application/json", "cache-control": "no-store", "retry-after": "2" });
  response.end(JSON.stringify(body));
}
