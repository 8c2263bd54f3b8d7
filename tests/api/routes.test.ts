import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { abilities, abilitiesOfRole, abilityNames } from "@portico/contract/abilities.ts";
import { roles } from "@portico/contract/roles.ts";
import { apiRoutes } from "@portico/contract/api.ts";
import type { Route } from "@portico/contract/routes.ts";
import { describe, expect, test } from "vitest";
import { checkout } from "../support/boot.ts";
import { api } from "../support/api.ts";
import { arrivedGuest } from "../support/factories.ts";
import { signIn } from "../support/sign-in.ts";

const routes = Object.entries<Route>(apiRoutes).map(([key, route]) => {
  const [method = "", template = ""] = key.split(" ");
  return { key, method, route, path: template.replaceAll(/\{\w+\}/g, "some-id") };
});
const named = routes.map(({ key }) => [key] as const);
const find = (key: string) => routes.find((each) => each.key === key)!;
const json = { "content-type": "application/json" };

describe("the table", () => {
  test.each(named)("%s says who may call it", (key) => {
    expect(["public", "self", ...abilityNames]).toContain(find(key).route.access);
  });

  test("every ability is used by a route, or asked for by a service where the object decides", () => {
    const used = new Set<string>(routes.map(({ route }) => route.access));
    const features = join(checkout, "appservice/src/features");
    const sources = globSync("**/*.ts", { cwd: features }).map((file) => readFileSync(join(features, file), "utf8"));
    const asked = (name: string) => sources.some((source) => source.includes(`"${name}"`));
    expect(abilityNames.filter((name) => !used.has(name) && !asked(name))).toEqual([]);
  });

  test("every ability is held by somebody", () => {
    expect(abilityNames.filter((name) => abilities[name].roles.every((role) => !roles.includes(role)))).toEqual([]);
  });
});

describe("every route that is not public", () => {
  const closed = routes.filter(({ route }) => route.access !== "public");

  test.each(closed.map(({ key }) => [key] as const))("refuses nobody before it reads anything: %s", async (key) => {
    const { method, path } = find(key);
    const answer = await api("nobody").raw(method, path, { headers: json, ...(method !== "GET" && { body: "{" }) });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: "SESSION_MISSING" });
  });

  test("refuses whoever does not hold its ability", async () => {
    const { user: guest } = await arrivedGuest(await signIn("department_head"));
    const people = { staff: await signIn("staff"), auditor: await signIn("auditor"), customer: guest } as const;
    for (const [role, user] of Object.entries(people)) {
      const held: readonly string[] = abilitiesOfRole(role as keyof typeof people);
      for (const { method, path, route, key } of closed) {
        if (route.access === "self" || held.includes(route.access)) continue;
        const answer = await api(user).raw(method, path);
        expect(answer.status, `${key} as ${role}`).toBe(403);
        expect(await answer.json()).toMatchObject({ code: "ABILITY_MISSING", fields: { ability: route.access } });
      }
    }
  });
});

describe("whatever is not a good request", () => {
  test("an unknown address is named so", async () => {
    for (const path of ["/api", "/api/nothing", "/api/guests/x/y/z", "/", "/api/%zz"]) {
      const answer = await api("nobody").raw("GET", path);
      expect(answer.status, path).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "ROUTE_UNKNOWN" });
    }
  });

  test("another method is told which ones there are", async () => {
    const answer = await api("nobody").raw("PATCH", "/api/guests");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, POST");
    expect(await answer.json()).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  });

  test.each([
    ["no JSON", "{", json, 400, "BODY_NOT_JSON"],
    ["a bare word", '"token"', json, 400, "BODY_NOT_JSON"],
    ["half a body", '{"token":"', json, 400, "BODY_NOT_JSON"],
    ["a form", "token=x", { "content-type": "application/x-www-form-urlencoded" }, 415, "CONTENT_TYPE_UNSUPPORTED"],
    ["plain text", "{}", { "content-type": "text/plain" }, 415, "CONTENT_TYPE_UNSUPPORTED"],
    [
      "an unknown charset",
      "{}",
      { "content-type": "application/json; charset=nonsense" },
      415,
      "CONTENT_TYPE_UNSUPPORTED",
    ],
    ["an unknown encoding", "{}", { ...json, "content-encoding": "nonsense" }, 415, "CONTENT_TYPE_UNSUPPORTED"],
    ["nothing", "", json, 400, "REQUEST_INVALID"],
    ["a list", "[]", json, 400, "REQUEST_INVALID"],
    ["another prototype", '{"__proto__":{"token":"x"}}', json, 400, "REQUEST_INVALID"],
    ["too much", JSON.stringify({ token: "x".repeat(200_000) }), json, 413, "BODY_TOO_LARGE"],
  ])("%s is refused in JSON", async (_, body, headers, status, code) => {
    const answer = await api("nobody").raw("POST", "/api/links/preview", { body, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const error = (await answer.json()) as { code: string; requestId: string };
    expect(error.code).toBe(code);
    expect(error.requestId).toBe(answer.headers.get("x-request-id"));
  });

  test("a flood from one address is slowed down, and only that one", async () => {
    const from = (address: string) =>
      api("nobody").raw("POST", "/api/links/preview", {
        body: JSON.stringify({ token: "flood" }),
        headers: { ...json, "x-forwarded-for": address },
      });
    let refused: Response | undefined;
    for (let sent = 0; sent < 300 && refused === undefined; sent += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => from("203.0.113.7")));
      refused = answers.find((answer) => answer.status === 429);
    }
    expect(refused, "nothing was refused").toBeDefined();
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused?.json()).toMatchObject({
      code: "RATE_LIMITED",
      fields: { seconds: expect.any(Number) as number },
    });
    expect((await from("203.0.113.8")).status).toBe(404);
  });
});
