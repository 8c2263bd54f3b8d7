import type { IncomingMessage, ServerResponse } from "node:http";
import { BlockList, isIP } from "node:net";
import { createProxyMiddleware, type RequestHandler } from "http-proxy-middleware";

/** One program behind the web address. */
export interface Upstream {
  readonly url: string;
  /** JSON body for the client when the program does not answer. */
  readonly down: () => Readonly<Record<string, unknown>>;
  readonly behindProxy: boolean;
  readonly websocket?: boolean;
  /** Headers that take the place of the program's own. */
  readonly confine?: (
    contentType: string | undefined,
    disposition: string | undefined,
  ) => Readonly<Record<string, string>>;
}

/** Forwards requests unchanged but for the addresses that say who asks; answers 502 when nobody is there. */
export function proxyTo({ url, down, behindProxy, websocket = false, confine }: Upstream): RequestHandler {
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
      proxyRes: (incoming) => {
        const { headers } = incoming;
        Object.assign(headers, confine?.(headers["content-type"], headers["content-disposition"]));
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
 * believed; a proxy of ours in front, on this machine or a private network,
 * appends the address that it saw.
 */
export function askerOf(request: IncomingMessage, behindProxy: boolean): string {
  const noted = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  const { remoteAddress = "" } = request.socket;
  return behindProxy && noted && isNear(remoteAddress) ? noted : remoteAddress;
}

/** Loopback, and the private networks of RFC 1918 and RFC 4193. */
const near = new BlockList();
near.addSubnet("127.0.0.0", 8);
near.addSubnet("10.0.0.0", 8);
near.addSubnet("172.16.0.0", 12);
near.addSubnet("192.168.0.0", 16);
near.addAddress("::1", "ipv6");
near.addSubnet("fc00::", 7, "ipv6");

const isNear = (address: string): boolean => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(plain) !== 0 && near.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
};

function answerDown(response: ServerResponse, body: Readonly<Record<string, unknown>>): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "content-type": "application/json", "cache-control": "no-store", "retry-after": "2" });
  response.end(JSON.stringify(body));
}
