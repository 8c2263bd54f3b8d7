import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "./api-error.ts";
import { api, onSessionOver } from "./client.ts";

const answer = (status: number, body: unknown): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status });
const refusal = (code: string, status: number): Response =>
  answer(status, { code, message: code, fields: {}, requestId: "r1" });

const asked = (...answers: Response[]) => {
  const fetched = vi.fn<typeof fetch>();
  for (const each of answers) fetched.mockResolvedValueOnce(each);
  vi.stubGlobal("fetch", fetched);
  return fetched;
};

afterEach(() => {
  vi.unstubAllGlobals();
  onSessionOver(null);
});

test("fills path parameters and leaves out what is undefined", async () => {
  const fetched = asked(answer(200, { person: {}, manager: null, reports: [] }));
  await api.call("GET /api/directory/people/{personId}", { params: { personId: "a/b" } });
  expect(fetched.mock.calls[0]?.[0]).toBe("/api/directory/people/a%2Fb");
});

test("an error answer becomes its code", async () => {
  asked(refusal("LAST_ADMIN", 409));
  const call = api.call("GET /api/roles", {});
  await expect(call).rejects.toMatchObject({ name: "ApiError", code: "LAST_ADMIN", status: 409, requestId: "r1" });
});

test("no answer is UNREACHABLE, an answer of something else UNREADABLE", async () => {
  vi.stubGlobal("fetch", vi.fn<typeof fetch>().mockRejectedValue(new TypeError("failed")));
  await expect(api.call("GET /api/roles", {})).rejects.toMatchObject({ code: "UNREACHABLE" });
  vi.stubGlobal("fetch", vi.fn<typeof fetch>().mockResolvedValue(new Response("<html>", { status: 502 })));
  await expect(api.call("GET /api/roles", {})).rejects.toMatchObject({ code: "UNREADABLE", status: 502 });
});

test("a session that is over is renewed once, then the call is repeated", async () => {
  const fetched = asked(refusal("SESSION_INVALID", 401), answer(200, { items: [] }));
  const renew = vi.fn<() => Promise<boolean>>().mockResolvedValue(true);
  onSessionOver(renew);
  await expect(api.call("GET /api/customers", {})).resolves.toEqual({ items: [] });
  expect([fetched.mock.calls.length, renew.mock.calls.length]).toEqual([2, 1]);
});

test("a session that cannot be renewed stays an error", async () => {
  asked(refusal("SESSION_INVALID", 401));
  onSessionOver(async () => false);
  await expect(api.call("GET /api/customers", {})).rejects.toBeInstanceOf(ApiError);
});
