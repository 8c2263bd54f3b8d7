import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import express, { type Express, type Request, type Response } from "express";
import sirv from "sirv";
import { judgeMatrixPath } from "./addresses.ts";
import { limitBodies } from "./body-limits.ts";
import { confineAnswer, pageHost, securityHeaders } from "./headers.ts";
import { proxyTo } from "./proxy.ts";
import type { WebSettings } from "./settings.ts";

/**
 * The one address of an installation: the built web client, and behind it the
 * client API of the homeserver and the API of the application service.
 */
export function createWebServer(settings: WebSettings): Server {
  const app = express().disable("x-powered-by").disable("etag");
  const { behindProxy } = settings;
  const homeserver = proxyTo({
    url: settings.homeserverUrl,
    behindProxy,
    confine: confineAnswer,
    down: () => ({ errcode: "M_UNKNOWN", error: "The homeserver does not answer; it may be starting." }),
  });
  const appservice = proxyTo({
    url: settings.appserviceUrl,
    behindProxy,
    websocket: true,
    down: () => ({
      code: "NOT_READY",
      message: "The application service does not answer; it may be starting.",
      fields: {},
      requestId: randomUUID(),
    }),
  });

  const limitMatrix = limitBodies(settings.maxUploadBytes, (response, { status, errcode, text }) =>
    refuse(response, status, errcode, text),
  );
  const limitApi = limitBodies(settings.maxUploadBytes, (response, { status, code, text, fields }) => {
    response.status(status).json({ code, message: text, fields, requestId: randomUUID() });
  });

  app.get("/health", (_request, response) => void response.type("text").send("ok"));
  addDiscovery(app, settings);
  app.use((request, response, next) => {
    if (!/^\/(?:_matrix|_synapse|_portico)(?:\/|$)/.test(request.path)) return next();
    const verdict = judgeMatrixPath(request.originalUrl);
    if (verdict === "refuse") return refuse(response, 404, "M_UNRECOGNIZED", "There is nothing at this address.");
    if (verdict === "members-only" && request.method === "GET" && !hasToken(request))
      return refuse(response, 401, "M_MISSING_TOKEN", "Sign in to look up room addresses.");
    if (verdict === "token-in-query")
      return refuse(response, 401, "M_MISSING_TOKEN", "Access tokens are taken from the Authorization header only.");
    return void limitMatrix(request, response, (error?: unknown) =>
      error === undefined ? void homeserver(request, response, next) : next(error),
    );
  });
  app.use((request, response, next) =>
    request.path.startsWith("/api/")
      ? void limitApi(request, response, (error?: unknown) =>
          error === undefined ? void appservice(request, response, next) : next(error),
        )
      : next(),
  );
  addClient(app, settings);

  const server = createServer(app);
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.startsWith("/api/") && "setNoDelay" in socket) appservice.upgrade(request, socket as never, head);
    else socket.destroy();
  });
  // A sync waits for up to 30 s; the default of 5 s between requests would cut kept connections of proxies in front.
  server.keepAliveTimeout = 65_000;
  // Of the request, not of the answer: a large file over a slow line, but nobody who sends a byte a minute.
  server.requestTimeout = 15 * 60_000;
  return server;
}

/** How Matrix clients find the homeserver (client-server API, "Well-known URI"). */
function addDiscovery(app: Express, { publicUrl }: WebSettings): void {
  app.get("/.well-known/matrix/client", (_request, response) => {
    response.set("access-control-allow-origin", "*").set("cache-control", "public, max-age=3600");
    response.json({
      "m.homeserver": { base_url: publicUrl },
      // Clients of before 2026 look for meetings here; others ask the homeserver.
      "org.matrix.msc4143.rtc_foci": [{ type: "livekit", livekit_service_url: `${publicUrl}/api/rtc` }],
    });
  });
}

/** Files of the client; a page address that is no file is the client's own business. */
function addClient(app: Express, settings: WebSettings): void {
  app.use((request, response, next) => {
    const headers = securityHeaders(settings, pageHost(settings, request.headers.host));
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    next();
  });
  app.use(
    sirv(settings.folder, {
      brotli: true,
      gzip: true,
      etag: true,
      setHeaders: (response, path) =>
        // Vite names what it puts into assets/ by content.
        response.setHeader(
          "cache-control",
          path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        ),
    }),
  );
  const page = readFileSync(join(settings.folder, "index.html"));
  app.use((request, response) => {
    const navigation =
      (request.method === "GET" || request.method === "HEAD") && request.accepts(["json", "html"]) === "html";
    // Files lie at the top and in assets/; what is below any other address may hold dots, like user ids.
    if (navigation && !/^\/(?:assets\/.*|[^/]*\.[a-z0-9]+)$/i.test(request.path))
      response.type("html").set("cache-control", "no-cache").send(page);
    else response.status(404).type("text").send("There is nothing at this address.");
  });
}

const hasToken = (request: Request) => request.headers.authorization !== undefined;

function refuse(response: Response, status: number, errcode: string, error: string): void {
  response.status(status).set("access-control-allow-origin", "*").json({ errcode, error });
}
