import { randomBytes, randomUUID } from "node:crypto";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, uniqueName } from "../support/factories.ts";
import { runTimer } from "../support/jobs.ts";
import { signIn, type User } from "../support/sign-in.ts";

let admin: User;
let head: User;
let sales: User;
let staff: User;
let ownerId: string;
const topicId = `topic-${randomBytes(4).toString("hex")}`;

const personOf = async ({ userId }: User): Promise<string> => {
  const [row] = await query<{ id: string }>("SELECT id FROM person WHERE user_id = $1", [userId]);
  return row?.id ?? "";
};

beforeAll(async () => {
  [admin, head, sales, staff] = await Promise.all([
    signIn("admin"),
    signIn("department_head"),
    signIn("sales"),
    signIn("staff"),
  ]);
  ownerId = await personOf(head);
  await api(admin).call("PUT /api/suggestions/topics/{topicId}", {
    params: { topicId },
    body: { name: { en: "Test topic", zh: "测试主题" }, ownerId, dueDays: 10 },
  });
});

const draft = () => ({
  topicId,
  title: uniqueName("Better light"),
  text: "The hall is dark at night.",
  shareAnswer: true,
});
const submit = async (as: User, more: { shareAnswer?: boolean; requestId?: string } = {}) =>
  (await api(as).call("POST /api/suggestions", { body: { ...draft(), requestId: randomUUID(), ...more } })).suggestion;
const get = (as: User, suggestionId: string) =>
  api(as).call("GET /api/suggestions/{suggestionId}", { params: { suggestionId } });
const decide = (as: User, { id, version }: { id: string; version: number }) =>
  api(as).call("POST /api/suggestions/{suggestionId}/decision", {
    params: { suggestionId: id },
    body: { outcome: "accepted", answer: "New lamps in May.", expectedVersion: version },
  });

describe("a suggestion under one's name", () => {
  test("has a number and an owner at once, and is for author, owner and administrators only", async () => {
    const suggestion = await submit(sales);
    expect(suggestion).toMatchObject({
      state: "received",
      anonymous: false,
      owner: { personId: ownerId },
      published: false,
    });
    expect(suggestion.number).toBeGreaterThan(0);
    expect((await get(head, suggestion.id)).suggestion.abilities).toContain("suggestion.handle");
    expect((await get(admin, suggestion.id)).suggestion.id).toBe(suggestion.id);
    const refused = { status: 404, code: "NOT_FOUND" };
    await expect(get(staff, suggestion.id)).rejects.toMatchObject(refused);
    await expect(get(staff, randomUUID())).rejects.toMatchObject(refused);
    const { items } = await api(staff).call("GET /api/suggestions", { query: { limit: 500 } });
    expect(items.map(({ id }) => id)).not.toContain(suggestion.id);
  });

  test("sent twice is there once", async () => {
    const body = { ...draft(), requestId: randomUUID() };
    const [first, second] = await Promise.all([1, 2].map(() => api(sales).call("POST /api/suggestions", { body })));
    expect(second?.suggestion.id).toBe(first?.suggestion.id);
    const rows = await query("SELECT id FROM suggestion WHERE title = $1", [body.title]);
    expect(rows).toHaveLength(1);
  });

  test("is decided once, by the owner, and then everybody sees it and votes", async () => {
    const suggestion = await submit(sales);
    await expect(decide(sales, suggestion)).rejects.toMatchObject({ status: 403 });
    const both = await Promise.allSettled([decide(head, suggestion), decide(head, suggestion)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { suggestion: seen } = await get(staff, suggestion.id);
    expect(seen).toMatchObject({ published: true, answer: "New lamps in May.", outcome: "accepted" });
    const params = { suggestionId: suggestion.id };
    for (const _ of [1, 2]) await api(staff).call("PUT /api/suggestions/{suggestionId}/vote", { params });
    expect((await get(staff, suggestion.id)).suggestion).toMatchObject({ votes: 1, voted: true });
    await expect(api(sales).call("PUT /api/suggestions/{suggestionId}/vote", { params })).rejects.toMatchObject({
      status: 403,
    });
    await api(staff).call("DELETE /api/suggestions/{suggestionId}/vote", { params });
    expect((await get(staff, suggestion.id)).suggestion).toMatchObject({ votes: 0, voted: false });
  });

  test("stays closed where the author does not share the answer", async () => {
    const suggestion = await submit(sales, { shareAnswer: false });
    await decide(head, suggestion);
    await expect(get(staff, suggestion.id)).rejects.toMatchObject({ status: 404 });
    expect((await get(sales, suggestion.id)).suggestion.answer).toBe("New lamps in May.");
  });

  test("is asked about by its owner and answered by its author, until it is decided", async () => {
    const suggestion = await submit(sales);
    const params = { suggestionId: suggestion.id };
    const say = (as: User, text: string) =>
      api(as).call("POST /api/suggestions/{suggestionId}/messages", { params, body: { text } });
    await say(head, "Which hall?");
    const { messages } = await say(sales, "Hall 2.");
    expect(messages.map(({ from, text }) => [from, text])).toEqual([
      ["owner", "Which hall?"],
      ["author", "Hall 2."],
    ]);
    await expect(say(staff, "Me too")).rejects.toMatchObject({ status: 404 });
    await decide(head, suggestion);
    await expect(say(sales, "And hall 3")).rejects.toMatchObject({ status: 409, code: "SUGGESTION_CLOSED" });
  });

  test("goes up one level when nobody decides in time", async () => {
    const suggestion = await submit(sales);
    const [row] = await query<{ manager_id: string }>("SELECT manager_id FROM person WHERE id = $1", [ownerId]);
    await query("UPDATE suggestion SET due_at = now() - interval '1 minute' WHERE id = $1", [suggestion.id]);
    expect((await get(head, suggestion.id)).suggestion.overdue).toBe(true);
    await runTimer("escalate-suggestions");
    const { suggestion: now } = await get(admin, suggestion.id);
    expect(now).toMatchObject({ escalations: 1, overdue: false, owner: { personId: row?.manager_id } });
    await expect(get(head, suggestion.id)).rejects.toMatchObject({ status: 404 });
  });

  test("waits in its owner's inbox until it is decided", async () => {
    const suggestion = await submit(sales);
    const waits = async () =>
      (await api(head).call("GET /api/inbox")).items.some(
        ({ kind, id }) => kind === "suggestion" && id === suggestion.id,
      );
    expect(await waits()).toBe(true);
    await decide(head, suggestion);
    expect(await waits()).toBe(false);
  });
});

describe("an anonymous suggestion", () => {
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

  /** Draws one pass as the browser does. */
  async function drawPass(as: User): Promise<{ pass: string; signature: string }> {
    const { n, e } = await api("nobody").call("GET /api/suggestions/anonymous/key");
    const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
    const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, algorithm, true, ["verify"]);
    const message = suite.prepare(new Uint8Array(randomBytes(32)));
    const { blindedMsg, inv } = await suite.blind(key, message);
    const { signatures } = await api(as).call("POST /api/suggestions/anonymous/passes", {
      body: { blinded: [text(blindedMsg)] },
    });
    const blindSignature = new Uint8Array(Buffer.from(signatures[0] ?? "", "base64url"));
    return { pass: text(message), signature: text(await suite.finalize(key, message, blindSignature, inv)) };
  }
  const send = (pass: { pass: string; signature: string }, secret = text(randomBytes(32))) =>
    api("nobody").call("POST /api/suggestions/anonymous", { body: { ...draft(), ...pass, secret } });

  beforeAll(async () => {
    await query("DELETE FROM suggestion_passes_drawn");
  });

  test("is asked back and answered, and nothing in the database leads to its author", async () => {
    const secret = text(randomBytes(32));
    const { suggestion } = await send(await drawPass(sales), secret);
    expect(suggestion).toMatchObject({ anonymous: true, author: null, state: "received" });
    await api(head).call("POST /api/suggestions/{suggestionId}/messages", {
      params: { suggestionId: suggestion.id },
      body: { text: "Since when?" },
    });
    const asked = await api("nobody").call("POST /api/suggestions/anonymous/read", { body: { secret } });
    expect(asked.messages).toMatchObject([{ from: "owner", text: "Since when?" }]);
    await api("nobody").call("POST /api/suggestions/anonymous/messages", { body: { secret, text: "Since May." } });
    expect((await get(head, suggestion.id)).messages.at(-1)).toMatchObject({ from: "author", name: null });

    const author = await personOf(sales);
    const tables = await query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    for (const { name } of tables) {
      const rows = await query<{ row: string }>(
        `SELECT row_to_json(kept)::text AS row FROM "${name}" AS kept WHERE row_to_json(kept)::text LIKE $1`,
        [`%${suggestion.id}%`],
      );
      for (const { row } of rows) {
        expect(row, name).not.toContain(author);
        expect(row, name).not.toContain(sales.userId);
        expect(row, name).not.toContain(secret);
      }
    }
    const [kept] = await query<{ at: Date }>("SELECT received_at AS at FROM suggestion WHERE id = $1", [suggestion.id]);
    expect(kept?.at.toISOString()).toMatch(/T00:00:00\.000Z$/);
  });

  test("needs a pass of ours that was not used before", async () => {
    const pass = await drawPass(staff);
    await send(pass);
    const refused = { status: 403, code: "SUGGESTION_PASS_INVALID" };
    await expect(send(pass)).rejects.toMatchObject(refused);
    await expect(send({ ...pass, pass: text(randomBytes(64)) })).rejects.toMatchObject(refused);
    await expect(send({ pass: "AAAA", signature: "AAAA" })).rejects.toMatchObject(refused);
  });

  test("sent again because the answer was lost is there once", async () => {
    const pass = await drawPass(staff);
    const secret = text(randomBytes(32));
    const first = await send(pass, secret);
    expect((await send(pass, secret)).suggestion.id).toBe(first.suggestion.id);
  });

  test("can be sent by each person five times a week", async () => {
    await query("DELETE FROM suggestion_passes_drawn");
    for (let drawn = 0; drawn < 5; drawn += 1) await drawPass(head);
    await expect(drawPass(head)).rejects.toMatchObject({ status: 429, code: "SUGGESTION_PASSES_DRAWN" });
  });

  test("is found with its secret only", async () => {
    const read = (secret: string) => api("nobody").call("POST /api/suggestions/anonymous/read", { body: { secret } });
    await expect(read(text(randomBytes(32)))).rejects.toMatchObject({ status: 404 });
    await expect(read("short")).rejects.toMatchObject({ status: 400 });
  });
});

describe("refused", () => {
  test("guests and nobody", async () => {
    const { user } = await arrivedGuest(sales);
    await expect(api(user).call("GET /api/suggestions")).rejects.toMatchObject({ status: 403 });
    await expect(api("nobody").call("GET /api/suggestions")).rejects.toMatchObject({ status: 401 });
    await expect(
      api("nobody").call("POST /api/suggestions/anonymous/passes", { body: { blinded: ["AAAA"] } }),
    ).rejects.toMatchObject({ status: 401 });
  });

  test("topics by anybody but an administrator, and an owner who is not there", async () => {
    const body = { name: { en: "X", zh: "" }, ownerId, dueDays: 3 };
    const set = (as: User, more: object = {}) =>
      api(as).call("PUT /api/suggestions/topics/{topicId}", { params: { topicId }, body: { ...body, ...more } });
    await expect(set(head)).rejects.toMatchObject({ status: 403 });
    await expect(set(admin, { ownerId: "nobody-here" })).rejects.toMatchObject({ status: 404 });
  });

  test.each([
    ["a topic that is not there", { topicId: "no-such" }, 404],
    ["an empty title", { title: "  " }, 400],
    ["a text of a megabyte", { text: "x".repeat(1_000_000) }, 400],
    ["an unknown key", { extra: 1 }, 400],
  ])("%s", async (_, more, status) => {
    const body = JSON.stringify({ ...draft(), requestId: randomUUID(), ...more });
    const answer = await api(sales).raw("POST", "/api/suggestions", {
      body,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(status);
  });
});
