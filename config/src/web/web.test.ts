import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeMatrixPath } from "./addresses.ts";
import { compressFolder } from "./compress.ts";
import { askerOf } from "./proxy.ts";
import { createWebServer } from "./server.ts";
import type { WebSettings } from "./settings.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const servers: Server[] = [];
let web = "";
let halfDown = "";

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An upstream that tells what reached it. */
const mirror = (name: string) =>
  createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://mirror");
    if (pathname.includes("/media/download/")) {
      response.setHeader("content-disposition", "inline; filename=a");
      return void response.setHeader("content-type", decodeURIComponent(pathname.split("/").at(-1) ?? "")).end("x");
    }
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name, url: request.url, from: request.headers["x-forwarded-for"] }));
  });

beforeAll(async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Portico</title>");
  writeFileSync(join(folder, "assets", "main-abc.js"), "export {};\n".repeat(400));
  await compressFolder(folder);
  const settings: WebSettings = {
    listen: { host: "127.0.0.1", port: 1 },
    publicUrl: "http://portico.example",
    folder,
    serverName: "portico.localhost",
    homeserverUrl: await listen(mirror("homeserver")),
    appserviceUrl: await listen(mirror("appservice")),
    livekitUrl: "ws://127.0.0.1:7880",
    maxUploadBytes: 1024 ** 2,
    behindProxy: false,
  };
  web = await listen(createWebServer(settings));
  const nobody = { homeserverUrl: "http://127.0.0.1:9", appserviceUrl: "http://127.0.0.1:9" };
  halfDown = await listen(createWebServer({ ...settings, ...nobody }));
});

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** Sends the path as it is written; fetch would tidy it first. */
function rawGet(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string; headers: IncomingMessage["headers"] }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(web);
    httpRequest({ hostname, port, path, headers }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    })
      .on("error", reject)
      .end();
  });
}

describe("what reaches the homeserver", () => {
  it("is not larger than it takes; what is gets a named error after it was sent", async () => {
    const send = (bytes: number) =>
      fetch(`${web}/_matrix/media/v3/upload`, {
        method: "POST",
        headers: { authorization: "Bearer any" },
        body: new Uint8Array(bytes),
      });
    expect((await send(1024 ** 2)).status).toBe(200);
    const refused = await send(20 * 1024 ** 2);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ errcode: "M_TOO_LARGE" });
  });

  it.each([
    ["/_matrix/client/v3/sync?since=1", "forward"],
    ["/_matrix/client/v3/rooms/!a%2Fb:x/messages", "forward"],
    ["/_matrix/media/v3/upload", "forward"],
    ["/_matrix/client/v3/directory/room/%23a:x", "members-only"],
    ["/_matrix/client/r0/%64irectory/room/%23a:x", "members-only"],
    ["/_matrix/federation/v1/openid/userinfo", "refuse"],
    ["/_matrix/%66ederation/v1/version", "refuse"],
    ["/_matrix/key/v2/server", "refuse"],
    ["/_matrix/app/v1/transactions/1", "refuse"],
    ["/_matrix/client/../federation/v1/version", "refuse"],
    ["/_matrix/client/%2e%2e/federation/v1/version", "refuse"],
    ["/_matrix/client/%zz", "refuse"],
    ["/_synapse/admin/v1/server_version", "refuse"],
  ])("%s: %s", (path, verdict) => {
    expect(judgeMatrixPath(path)).toBe(verdict);
  });

  it("is forwarded unchanged, with the asker's own address", async () => {
    const { body } = await rawGet("/_matrix/client/v3/rooms/!a%2Fb:x/messages?dir=b", {
      "x-forwarded-for": "10.0.0.1",
    });
    expect(JSON.parse(body)).toEqual({
      name: "homeserver",
      url: "/_matrix/client/v3/rooms/!a%2Fb:x/messages?dir=b",
      from: "127.0.0.1",
    });
  });

  it.each([
    "/_synapse/admin/v1/server_version",
    "/_matrix/federation/v1/version",
    "/_matrix/app/v1/ping",
    "/_portico/policy/snapshot",
  ])("is not %s", async (path) => {
    const { status, body } = await rawGet(path, { authorization: "Bearer any" });
    expect([status, JSON.parse(body)]).toEqual([
      404,
      { errcode: "M_UNRECOGNIZED", error: "There is nothing at this address." },
    ]);
  });

  it("is no token in the address", async () => {
    const path = "/_matrix/client/v1/media/download/s/m?access_token=t";
    for (const each of [path, path.replace("access_token", "%61ccess_token")]) {
      expect(await rawGet(each, { authorization: "Bearer t" })).toMatchObject({ status: 401 });
    }
  });

  it.each([
    ["text/javascript", "attachment; filename=a"],
    ["image/svg+xml", "attachment; filename=a"],
    ["text/html; charset=utf-8", "attachment; filename=a"],
    ["application/xml", "attachment; filename=a"],
    ["image/png", "inline; filename=a"],
  ])("comes back as %s, sandboxed: %s", async (type, disposition) => {
    const { headers } = await rawGet(`/_matrix/client/v1/media/download/s/${encodeURIComponent(type)}`);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      "content-disposition": disposition,
    });
  });

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${web}${path}`, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  const signedIn = { authorization: "Bearer t" };
  const deep = "[".repeat(100) + "]".repeat(100);
  it.each([
    ["40 MB by nobody", "/_matrix/client/v3/login", "x".repeat(40_000_000), {}, 413],
    ["a filter of 200,000 rooms", "/_matrix/client/v3/user/@a:x/filter", "x".repeat(5_000_000), signedIn, 413],
    ["nested JSON", "/_matrix/client/v3/createRoom", deep, signedIn, 400],
    ["many members", "/api/guests", `[${"1,".repeat(100_000)}1]`, signedIn, 400],
    ["a compressed body", "/api/session", "{}", { "content-encoding": "gzip" }, 415],
    ["2 MB to our API", "/api/guests", "x".repeat(2_000_000), signedIn, 413],
    ["an import", "/api/imports", "x".repeat(2_000_000), signedIn, 200],
    ["what clients send", "/_matrix/client/v3/login", JSON.stringify({ a: [{ b: 1 }] }), {}, 200],
  ])("is %s: %s", async (_, path, body, headers, status) => {
    expect((await post(path, body, headers as Record<string, string>)).status).toBe(status);
  });

  it("is a room address only with a token", async () => {
    expect((await rawGet("/_matrix/client/v3/directory/room/%23a:x")).status).toBe(401);
    expect((await rawGet("/_matrix/client/v3/directory/room/%23a:x", { authorization: "Bearer t" })).status).toBe(200);
  });
});

it("forwards the API, and nothing that only looks like it", async () => {
  expect(JSON.parse((await rawGet("/api/session")).body)).toMatchObject({ name: "appservice", url: "/api/session" });
  expect((await rawGet("/apian")).status).toBe(404);
});

it("says in JSON that an engine is down", async () => {
  const matrix = await fetch(`${halfDown}/_matrix/client/versions`);
  expect([matrix.status, await matrix.json()]).toEqual([
    502,
    { errcode: "M_UNKNOWN", error: "The homeserver does not answer; it may be starting." },
  ]);
  const api = await fetch(`${halfDown}/api/session`);
  expect([api.status, await api.json()]).toEqual([502, expect.objectContaining({ code: "NOT_READY" })]);
});

it("tells Matrix clients where the homeserver is", async () => {
  const answer = await fetch(`${web}/.well-known/matrix/client`);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(await answer.json()).toEqual({
    "m.homeserver": { base_url: "http://portico.example" },
    "org.matrix.msc4143.rtc_foci": [{ type: "livekit", livekit_service_url: "http://portico.example/api/rtc" }],
  });
});

describe("the client", () => {
  it("is served with a strict content policy", async () => {
    const { headers, body } = await rawGet("/", { accept: "text/html" });
    expect(body).toContain("<title>Portico</title>");
    expect(headers["content-security-policy"]).toContain(
      `default-src 'none'; script-src ${new URL(web).host}/assets/ 'wasm-unsafe-eval'; style-src 'self';`,
    );
    expect(headers["content-security-policy"]).toContain(
      "connect-src 'self' ws://127.0.0.1:7880 http://127.0.0.1:7880;",
    );
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
  });

  it("comes compressed, and its named files are kept for ever", async () => {
    const { headers } = await rawGet("/assets/main-abc.js", { "accept-encoding": "br, gzip" });
    expect(headers).toMatchObject({ "content-encoding": "br", "cache-control": "public, max-age=31536000, immutable" });
    expect(Number(headers["content-length"])).toBeLessThan(200);
  });

  it("answers every page address, and nothing else that does not exist", async () => {
    expect((await rawGet("/rooms/!a:x", { accept: "text/html,*/*" })).body).toContain("<title>Portico</title>");
    for (const address of ["/dm/@li.na:portico.example", "/dm/%40li%3Aportico.example", "/people/v1.2"])
      expect((await rawGet(address, { accept: "text/html" })).body).toContain("<title>Portico</title>");
    expect((await rawGet("/assets/gone.js", { accept: "*/*" })).status).toBe(404);
    expect((await rawGet("/picture.png", { accept: "text/html" })).status).toBe(404);
    expect((await rawGet("/rooms", { accept: "application/json" })).status).toBe(404);
  });
});

it("believes the last address that a proxy in front noted, and no other", () => {
  const request = {
    headers: { "x-forwarded-for": "1.1.1.1, 2.2.2.2" },
    socket: { remoteAddress: "127.0.0.1" },
  } as unknown as IncomingMessage;
  expect(askerOf(request, true)).toBe("2.2.2.2");
  expect(askerOf(request, false)).toBe("127.0.0.1");
  const far = { headers: request.headers, socket: { remoteAddress: "203.0.113.9" } } as unknown as IncomingMessage;
  expect(askerOf(far, true)).toBe("203.0.113.9");
});
