import { randomUUID } from "node:crypto";
import { checkProof, Proof } from "@portico/config/proof/proof.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { addTheirs, hashOf, type PartnerWorld, partnerWorld, proposedPartner, versionFile } from "../support/partner-world.ts";
import { signIn, signInByLink, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

let admin: User;
let head: User;
let sales: User;
let staff: User;
let one: PartnerWorld;
let two: PartnerWorld;

beforeAll(async () => {
  [admin, head, sales, staff] = await Promise.all([
    signIn("admin"),
    signIn("department_head"),
    signIn("sales"),
    signIn("staff"),
  ]);
  one = await partnerWorld(sales);
  two = await partnerWorld(head);
});

const read = (as: User, { params }: Pick<PartnerWorld, "params">) =>
  api(as).call("GET /api/partners/{partnerId}", { params });
const hidden = { status: 404, code: "NOT_FOUND" };

describe("an agreement", () => {
  test("is proposed by us and accepted by the partner, and both see who and when", async () => {
    const partner = await proposedPartner(sales);
    const { link } = await addTheirs(sales, partner.params);
    const theirs = await signInByLink(link);
    await expect(
      api(sales).call("POST /api/partners/{partnerId}/acceptance", { params: partner.params }),
    ).rejects.toMatchObject({ status: 403 });
    const before = await read(theirs, partner);
    expect(before.agreements[0]).toMatchObject({ state: "proposed", terms: "Delivery within two weeks." });
    const early = { params: partner.params, body: { title: "Hello", text: "Early", requestId: randomUUID() } };
    await expect(api(theirs).call("POST /api/partners/{partnerId}/notices", early)).rejects.toMatchObject({
      status: 409,
      code: "PARTNER_AGREEMENT_CLOSED",
    });
    for (const _ of [1, 2]) {
      await api(theirs).call("POST /api/partners/{partnerId}/acceptance", { params: partner.params });
    }
    const [agreement] = (await read(sales, partner)).agreements;
    expect(agreement).toMatchObject({
      state: "accepted",
      proposedBy: { userId: sales.userId, side: "ours" },
      acceptedBy: { userId: theirs.userId, side: "theirs" },
    });
  });

  test("sent twice is there once", async () => {
    const body = {
      name: { en: "Twice", zh: "两次" },
      kind: "other" as const,
      title: "T",
      terms: "T",
      requestId: randomUUID(),
    };
    const [a, b] = await Promise.all([1, 2].map(() => api(sales).call("POST /api/partners", { body })));
    expect(a?.partner.id).toBe(b?.partner.id);
    expect(b?.agreements).toHaveLength(1);
  });

  test("ended by the partner: its people are out within 5 s, nobody writes, both records stay", async () => {
    const world = await partnerWorld(sales);
    const [room = ""] = await matrix(world.theirs).joinedRooms();
    await matrix(sales).waitUntilJoined(room);
    const start = performance.now();
    await api(world.theirs).call("POST /api/partners/{partnerId}/end", {
      params: world.params,
      body: { reason: "We move." },
    });
    const sync = await matrix(world.theirs).request("GET", "/_matrix/client/v3/sync");
    expect(sync.status).toBeGreaterThanOrEqual(401);
    await waitFor("the partner's person has left the room", async () => {
      const { joined } = await matrix(sales).call("GET", `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/joined_members`);
      return !Object.hasOwn(joined as object, world.theirs.userId);
    });
    expect(performance.now() - start).toBeLessThan(5_000);
    await expect(read(world.theirs, world)).rejects.toMatchObject({ status: 401 });
    const { agreements, contacts } = await read(sales, world);
    expect(agreements[0]).toMatchObject({ state: "ended", endReason: "We move.", endedBy: { userId: world.theirs.userId } });
    expect(contacts).toHaveLength(2);
    const notice = { title: "Late", text: "Too late", requestId: randomUUID() };
    await expect(
      api(sales).call("POST /api/partners/{partnerId}/notices", { params: world.params, body: notice }),
    ).rejects.toMatchObject({ code: "PARTNER_AGREEMENT_CLOSED" });
    const renewed = await api(sales).call("POST /api/partners/{partnerId}/agreements", {
      params: world.params,
      body: { title: "Again", terms: "Better ones" },
    });
    expect(renewed.agreements.map(({ state }) => state)).toEqual(["proposed", "ended"]);
  });
});

describe("who is in the zone", () => {
  test("is shown before anything is opened, and a list that changed meanwhile does not count", async () => {
    const partner = await proposedPartner(sales);
    const old = await api(sales).call("GET /api/partners/{partnerId}/audience", { params: partner.params });
    expect(old.readers.map(({ userId }) => userId)).toEqual([sales.userId]);
    await addTheirs(sales, partner.params);
    const body = { side: "ours" as const, userId: staff.userId, duty: "Technology", seen: old.seen };
    const add = (seen: string) =>
      api(sales).call("POST /api/partners/{partnerId}/contacts", { params: partner.params, body: { ...body, seen } });
    await expect(add(old.seen)).rejects.toMatchObject({ status: 409, code: "PARTNER_AUDIENCE_CHANGED" });
    const { seen } = await api(sales).call("GET /api/partners/{partnerId}/audience", { params: partner.params });
    expect((await add(seen)).link).toBeNull();
    expect((await read(staff, partner)).contacts).toHaveLength(3);
  });

  test("somebody of the partner who is taken out is out at once; the others stay", async () => {
    const { link, contact } = await addTheirs(sales, one.params);
    const user = await signInByLink(link);
    expect((await read(user, one)).side).toBe("theirs");
    const params = { ...one.params, contactId: contact.id };
    await api(sales).call("DELETE /api/partners/{partnerId}/contacts/{contactId}", { params });
    await expect(read(user, one)).rejects.toMatchObject({ status: 401 });
    expect((await read(one.theirs, one)).side).toBe("theirs");
  });

  test("the partner's people bring their company's name along, in members and at sign-in", async () => {
    const { guest } = await api(one.theirs).call("GET /api/session");
    expect(guest?.companyName.en).toBe(one.name);
    const [room = ""] = await matrix(one.theirs).joinedRooms();
    const member = await matrix(one.theirs).call(
      "GET",
      `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/state/m.room.member/${encodeURIComponent(one.theirs.userId)}`,
    );
    expect(JSON.stringify(member)).toContain(one.name);
  });

  test("no customer is made of a partner", async () => {
    const { items } = await api(sales).call("GET /api/customers");
    expect(items.map(({ id }) => id)).not.toContain(one.partnerId);
    const body = { name: "Sneak", customerId: one.partnerId };
    await expect(api(sales).call("POST /api/guests", { body })).rejects.toMatchObject(hidden);
  });
});

describe("by raw HTTP", () => {
  test("one partner's page, documents, orders and tokens are for its contact persons alone", async () => {
    const { user: guest } = await arrivedGuest(head);
    const some = randomUUID();
    const paths: [string, string, object?][] = [
      ["GET", ""],
      ["GET", "/audience"],
      ["POST", "/acceptance", {}],
      ["POST", "/end", { reason: "no" }],
      ["POST", "/agreements", { title: "T", terms: "T" }],
      ["POST", "/contacts", { side: "ours", userId: staff.userId, duty: "d", seen: "x" }],
      ["POST", "/rooms", { name: { en: "R", zh: "R" }, seen: "x" }],
      ["POST", "/notices", { title: "T", text: "T", requestId: some }],
      ["GET", "/documents"],
      ["POST", "/versions", { kind: "quote", title: "Q", ...versionFile("x"), requestId: some }],
      ["POST", `/documents/${some}/versions`, { ...versionFile("x"), expectedVersion: 1 }],
      ["POST", `/documents/${some}/versions/${some}/confirmation`, { sha256: hashOf("x") }],
      ["GET", `/documents/${some}/versions/${some}/file`],
      ["GET", `/documents/${some}/proof`],
      ["GET", "/orders"],
      [
        "POST",
        "/orders",
        { number: "N-1", kind: "order", title: "T", quantity: 1, unit: "pcs", dueOn: "2026-12-24" },
      ],
      [
        "POST",
        `/orders/${some}/entries`,
        { stage: "placed", expectedOn: "2026-12-24", expectedQuantity: 1, note: "", expectedVersion: 1 },
      ],
      ["GET", "/tokens"],
      ["POST", "/tokens", { name: "ERP", side: "ours", abilities: ["orders.read"] }],
      ["DELETE", `/tokens/${some}`],
    ];
    const seen: string[] = [];
    for (const [who, as] of [["another partner", two.theirs], ["a guest", guest], ["a colleague", staff], ["nobody", null]] as const) {
      for (const [method, rest, body] of paths) {
        const ask = (id: string) =>
          api(as ?? "nobody").raw(method, `/api/partners/${id}${rest}`, {
            ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
          });
        const [real, nonsense] = await Promise.all([ask(one.partnerId), ask("p-nothing")]);
        const [a, b] = [await real.json(), await nonsense.json()] as { code: string; message: string }[];
        expect([real.status, a?.code, a?.message], `${who}: ${method} ${rest}`).toEqual([nonsense.status, b?.code, b?.message]);
        expect([401, 403, 404], `${who}: ${method} ${rest}`).toContain(real.status);
        seen.push(`${who} ${method} ${rest}`);
      }
    }
    expect(seen).toHaveLength(4 * paths.length);
    expect((await api(two.theirs).call("GET /api/partners")).items.map(({ id }) => id)).toEqual([two.partnerId]);
    expect((await api(guest).raw("GET", "/api/partners")).status).toBe(403);
  });

  test.each([
    ["POST", "/api/partners", { name: { en: "", zh: "x" } }],
    ["POST", "/api/partners", { name: { en: "a\u202eb", zh: "x" }, kind: "other", title: "T", terms: "T", requestId: randomUUID() }],
    ["PUT", "/api/partner-systems/orders", { token: "short" }],
  ])("%s %s refuses wrong input", async (method, path, body) => {
    const answer = await api(sales).raw(method, path, {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "REQUEST_INVALID" });
  });
});

describe("a quote", () => {
  const begin = (as: User, text: string) =>
    api(as).call("POST /api/partners/{partnerId}/versions", {
      params: one.params,
      body: { kind: "quote", title: "Twelve pumps", ...versionFile(text), requestId: randomUUID() },
    });
  const confirm = (as: User, documentId: string, versionId: string, sha256: string) =>
    api(as).call("POST /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/confirmation", {
      params: { ...one.params, documentId, versionId },
      body: { sha256 },
    });
  const add = (as: User, documentId: string, text: string, expectedVersion: number) =>
    api(as).call("POST /api/partners/{partnerId}/documents/{documentId}/versions", {
      params: { ...one.params, documentId },
      body: { ...versionFile(text), expectedVersion },
    });

  test("is confirmed by both for its hash; a change drops that, and the old one can no longer be confirmed", async () => {
    const quote = await begin(sales, "12 pumps\n4,800 EUR\n");
    const [first] = quote.versions;
    expect(quote).toMatchObject({ state: "waiting_both", side: "ours" });
    expect(first).toMatchObject({ number: 1, sha256: hashOf("12 pumps\n4,800 EUR\n") });
    expect((await confirm(sales, quote.id, first!.id, first!.sha256)).state).toBe("waiting_theirs");
    await expect(confirm(one.theirs, quote.id, first!.id, hashOf("else"))).rejects.toMatchObject({
      status: 409,
      code: "PARTNER_VERSION_OLD",
    });
    const done = await confirm(one.theirs, quote.id, first!.id, first!.sha256);
    expect(done.state).toBe("confirmed");
    expect(done.versions[0]?.confirmations.theirs?.by).toMatchObject({ userId: one.theirs.userId, side: "theirs" });

    const changed = await add(one.theirs, quote.id, "12 pumps\n4,650 EUR\n", 1);
    expect(changed).toMatchObject({ state: "waiting_both", versions: [{ number: 2 }, { number: 1 }] });
    await expect(add(sales, quote.id, "again", 1)).rejects.toMatchObject({ status: 409, code: "VERSION_CONFLICT" });
    await expect(confirm(sales, quote.id, first!.id, first!.sha256)).rejects.toMatchObject({ code: "PARTNER_VERSION_OLD" });
    expect(changed.versions[1]?.confirmations.ours).not.toBeNull();
  });

  test("is proved by its export alone: events that the homeserver signed name the file's hash", async () => {
    const quote = await begin(one.theirs, "One machine");
    const [version] = quote.versions;
    await confirm(sales, quote.id, version!.id, version!.sha256);
    await confirm(one.theirs, quote.id, version!.id, version!.sha256);
    const params = { ...one.params, documentId: quote.id };
    const proof = await waitFor("the signed events are there", async () => {
      const answer = await api(sales).raw("GET", `/api/partners/${one.partnerId}/documents/${quote.id}/proof`);
      return answer.status === 409 ? undefined : api(sales).call("GET /api/partners/{partnerId}/documents/{documentId}/proof", { params });
    });
    const parsed = Proof.parse(proof.proof);
    const findings = checkProof(parsed);
    expect(findings.filter(({ good }) => !good)).toEqual([]);
    expect(findings).toHaveLength(4);
    const [only] = parsed.versions;
    const forged = { ...parsed, versions: [{ ...only!, content: Buffer.from("Two machines").toString("base64") }] };
    expect(checkProof(forged).some(({ good }) => !good)).toBe(true);
    const file = await api(one.theirs).call("GET /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/file", {
      params: { ...params, versionId: version!.id },
    });
    expect(Buffer.from(file.content, "base64").toString()).toBe("One machine");
  });
});

describe("progress", () => {
  const order = () => ({
    number: `PO-${randomUUID().slice(0, 8)}`,
    kind: "order" as const,
    title: "Pump housings",
    quantity: 120,
    unit: "pcs",
    dueOn: "2026-12-10",
  });

  test("is written by people of both sides, with author and deviation, and not over one another", async () => {
    const body = order();
    const made = await api(sales).call("POST /api/partners/{partnerId}/orders", { params: one.params, body });
    expect(made).toMatchObject({ stage: "placed", daysLate: 0, missing: 0 });
    await expect(
      api(sales).call("POST /api/partners/{partnerId}/orders", { params: one.params, body }),
    ).rejects.toMatchObject({ status: 409, code: "PARTNER_ORDER_EXISTS" });
    const write = (as: User, expectedVersion: number) =>
      api(as).call("POST /api/partners/{partnerId}/orders/{orderId}/entries", {
        params: { ...one.params, orderId: made.id },
        body: { stage: "production", expectedOn: "2026-12-15", expectedQuantity: 100, note: "Castings late", expectedVersion },
      });
    const written = await write(one.theirs, made.version);
    expect(written).toMatchObject({ daysLate: 5, missing: 20, entries: [{ by: { userId: one.theirs.userId } }, {}] });
    await expect(write(sales, made.version)).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
  });

  test("is written by a company's system with a token; only its hash is kept, and revoked it is worth nothing", async () => {
    const issue = (abilities: ("orders.read" | "orders.write")[]) =>
      api(sales).call("POST /api/partners/{partnerId}/tokens", {
        params: one.params,
        body: { name: "Their ERP", side: "theirs", abilities },
      });
    const [{ token, item }, reader] = await Promise.all([issue(["orders.write"]), issue(["orders.read"])]);
    expect(JSON.stringify(await query("SELECT * FROM partner_token"))).not.toContain(token);
    const { number, ...facts } = order();
    const state = { stage: "shipped" as const, expectedOn: "2026-12-09", expectedQuantity: 120, note: "" };
    const put = (with_: string) =>
      api("nobody").call("PUT /api/partner-systems/orders", { body: { token: with_, number, order: facts, ...state } });
    await expect(put(reader.token)).rejects.toMatchObject({ status: 403, code: "PARTNER_TOKEN_INVALID" });
    const start = performance.now();
    const made = await put(token);
    expect(made.entries).toHaveLength(1);
    expect((await put(token)).entries).toHaveLength(1);
    const { items } = await api(sales).call("GET /api/partners/{partnerId}/orders", { params: one.params });
    const seen = items.find((each) => each.number === number);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(seen).toMatchObject({ stage: "shipped", daysLate: -1, entries: [{ system: "Their ERP", by: { side: "theirs" } }] });
    const theirs = await api("nobody").call("POST /api/partner-systems/orders", { body: { token: reader.token } });
    expect(theirs.items.map((each) => each.number)).toContain(number);
    const params = { ...one.params, tokenId: item.id };
    await api(sales).call("DELETE /api/partners/{partnerId}/tokens/{tokenId}", { params });
    await expect(put(token)).rejects.toMatchObject({ code: "PARTNER_TOKEN_INVALID" });
    await expect(put("x".repeat(43))).rejects.toMatchObject({ code: "PARTNER_TOKEN_INVALID" });
    await expect(
      api(one.theirs).call("POST /api/partners/{partnerId}/tokens", {
        params: one.params,
        body: { name: "x", side: "theirs", abilities: ["orders.read"] },
      }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

test("administrators see every partner; colleagues who are no contact persons see none of them", async () => {
  const ids = (as: User) => api(as).call("GET /api/partners").then(({ items }) => items.map(({ id }) => id));
  expect(await ids(admin)).toEqual(expect.arrayContaining([one.partnerId, two.partnerId]));
  expect(await ids(head)).not.toContain(one.partnerId);
});
