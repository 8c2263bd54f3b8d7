import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { twoCustomers, uniqueName } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, signInByLink, type User } from "../support/sign-in.ts";

let agent: User;
let staff: User;
let customer: User;
let colleague: User;
let lead: User;
let stranger: User;
beforeAll(async () => {
  const [head, one, two] = await Promise.all([signIn("department_head"), signIn("support_agent"), signIn("staff")]);
  [agent, staff] = [one, two];
  const [mine, other] = await twoCustomers(head);
  const arrive = async (customerId: string, role: "customer" | "customer_lead") => {
    const { link } = await api(head).call("POST /api/guests", {
      body: { name: uniqueName("Guest"), customerId, role },
    });
    return signInByLink(link);
  };
  [customer, colleague, lead, stranger] = await Promise.all([
    arrive(mine.id, "customer"),
    arrive(mine.id, "customer"),
    arrive(mine.id, "customer_lead"),
    arrive(other.id, "customer_lead"),
  ]);
});

const request = (title: string) => ({ typeId: "question", title, text: "How is the sensor calibrated?" });
const file = async (title = uniqueName("Calibration"), as: User = customer) =>
  api(as).call("POST /api/requests", { body: request(title) });
const on = (ticketId: string) => ({ params: { ticketId } });

describe("a request", () => {
  test("gets a number and a time at once, and the desk has it", async () => {
    const title = uniqueName("Calibration");
    const filed = await file(title);
    expect(filed).toMatchObject({ title, state: "new", mine: true, canWrite: true, canRate: false });
    expect(filed.number).toMatch(/^PT-\d+-\d$/);
    expect(filed.expectedAt).not.toBeNull();
    const { items } = await api(agent).call("GET /api/tickets", { query: { q: filed.number, view: "all" } });
    expect(items).toMatchObject([{ id: filed.id, channel: "portal", dueWhat: "first" }]);
  });

  test("sent twice is one", async () => {
    const body = { ...request(uniqueName("Twice")), requestId: randomUUID() };
    const first = await api(customer).call("POST /api/requests", { body });
    const second = await api(customer).call("POST /api/requests", { body });
    expect(second.id).toBe(first.id);
    expect(second.messages).toHaveLength(1);
  });

  test("answers what its form asks", async () => {
    const body = { ...request(uniqueName("Fault")), typeId: "problem" };
    await expect(api(customer).call("POST /api/requests", { body })).rejects.toMatchObject({
      status: 422,
      code: "TICKET_ANSWERS_MISSING",
    });
    const fields = { effect: "Nothing works", serial: "HB-1" };
    const filed = await api(customer).call("POST /api/requests", { body: { ...body, fields } });
    expect(filed.fields.map(({ value }) => value)).toEqual(["Nothing works", "HB-1"]);
    const wrong = { ...body, title: " " };
    await expect(api(customer).call("POST /api/requests", { body: wrong })).rejects.toMatchObject({ status: 400 });
    const unknown = { ...body, typeId: "no-such-form" };
    await expect(api(customer).call("POST /api/requests", { body: unknown })).rejects.toMatchObject({ status: 404 });
  });
});

test("goes to and fro: the clock stands while the customer has to act, an answer goes on, one rating for a solution", async () => {
  const { id } = await file();
  const asked = await api(agent).call("POST /api/tickets/{ticketId}/entries", {
    ...on(id),
    body: { kind: "message", text: "Which serial number?", state: "waiting_customer" },
  });
  expect(asked).toMatchObject({ state: "waiting_customer", dueAt: null });
  const clock = await api(agent).call("GET /api/tickets/{ticketId}/clock", on(id));
  expect(clock.steps.at(-1)).toMatchObject({ state: "waiting_customer", runs: false });
  expect(clock.targets).toContainEqual(expect.objectContaining({ what: "first", kept: true }));

  const written = { ...on(id), body: { text: "HB-7", requestId: randomUUID() } };
  const answered = await api(customer).call("POST /api/requests/{ticketId}/messages", written);
  expect(answered.state).toBe("waiting_us");
  const again = await api(customer).call("POST /api/requests/{ticketId}/messages", written);
  expect(again.messages).toHaveLength(3);

  const rate = (score: number) =>
    api(customer).call("POST /api/requests/{ticketId}/rating", { ...on(id), body: { score } });
  await expect(rate(5)).rejects.toMatchObject({ status: 409, code: "TICKET_NOT_RATABLE" });
  const { owner } = await api(agent).call("GET /api/tickets/{ticketId}", on(id));
  expect(owner).not.toBeNull();
  await api(agent).call("PUT /api/tickets/{ticketId}", { ...on(id), body: { state: "solved" } });
  expect(await rate(5)).toMatchObject({ canRate: false, rating: { score: 5 } });
  await expect(rate(1)).rejects.toMatchObject({ status: 409 });

  await api(customer).call("POST /api/requests/{ticketId}/messages", { ...on(id), body: { text: "It is back" } });
  await api(agent).call("PUT /api/tickets/{ticketId}", { ...on(id), body: { state: "solved" } });
  expect(await rate(2), "another solution is another question").toMatchObject({ rating: { score: 2 } });

  const closed = await api(customer).call("POST /api/requests/{ticketId}/close", on(id));
  expect(closed).toMatchObject({ state: "closed", canWrite: false });
  await expect(
    api(customer).call("POST /api/requests/{ticketId}/messages", { ...on(id), body: { text: "late" } }),
  ).rejects.toMatchObject({ status: 409, code: "TICKET_ENDED" });
});

test("a note reaches no customer, by whichever way", async () => {
  const { id } = await file();
  const canary = `canary${randomUUID().replaceAll("-", "")}`;
  await api(agent).call("POST /api/tickets/{ticketId}/entries", { ...on(id), body: { kind: "note", text: canary } });
  const detail = await api(agent).call("GET /api/tickets/{ticketId}", on(id));
  expect(JSON.stringify(detail)).toContain(canary);
  for (const user of [customer, lead]) {
    const seen = [
      await api(user).call("GET /api/requests/{ticketId}", on(id)),
      await api(user).call("GET /api/requests"),
      await api(user).call("GET /api/inbox"),
      await api(user)
        .call("GET /api/notifications", { query: {} })
        .catch(() => null),
      await matrix(user).call("GET", "/_matrix/client/v3/sync?full_state=true"),
    ];
    expect(JSON.stringify(seen)).not.toContain(canary);
    await expect(api(user).call("GET /api/tickets/{ticketId}", on(id))).rejects.toMatchObject({ status: 403 });
  }
});

test("people of another company, and colleagues without the lead, find nothing by direct ids", async () => {
  const { id } = await file();
  expect(await api(lead).call("GET /api/requests/{ticketId}", on(id))).toMatchObject({ id, mine: false });
  for (const user of [stranger, colleague]) {
    const { items } = await api(user).call("GET /api/requests");
    expect(items.map((item) => item.id)).not.toContain(id);
    const refused = { status: 404, code: "NOT_FOUND" };
    await expect(api(user).call("GET /api/requests/{ticketId}", on(id))).rejects.toMatchObject(refused);
    await expect(
      api(user).call("POST /api/requests/{ticketId}/messages", { ...on(id), body: { text: "x" } }),
    ).rejects.toMatchObject(refused);
    await expect(api(user).call("POST /api/requests/{ticketId}/close", on(id))).rejects.toMatchObject(refused);
    await expect(
      api(user).call("POST /api/requests/{ticketId}/rating", { ...on(id), body: { score: 1 } }),
    ).rejects.toMatchObject(refused);
  }
});

test("the desk is for those who work there", async () => {
  const { id } = await file();
  for (const user of [staff, customer]) {
    const refused = { status: 403, code: "ABILITY_MISSING" };
    await expect(api(user).call("GET /api/tickets", { query: {} })).rejects.toMatchObject(refused);
    await expect(api(user).call("GET /api/tickets/desk")).rejects.toMatchObject(refused);
    await expect(api(user).call("GET /api/tickets/{ticketId}/clock", on(id))).rejects.toMatchObject(refused);
    await expect(
      api(user).call("PUT /api/tickets", { body: { ids: [id], change: { state: "spam" } } }),
    ).rejects.toMatchObject(refused);
  }
  await expect(api("nobody").call("GET /api/tickets", { query: {} })).rejects.toMatchObject({ status: 401 });
  await expect(api("nobody").call("GET /api/requests")).rejects.toMatchObject({ status: 401 });
});

test("several tickets change together or not at all, and merge only within one customer", async () => {
  const [one, two] = [await file(), await file()];
  const change = { priority: "high" as const, tags: ["calibration"] };
  await api(agent).call("PUT /api/tickets", { body: { ids: [one.id, two.id], change } });
  expect(await api(agent).call("GET /api/tickets/{ticketId}", on(two.id))).toMatchObject(change);
  await expect(
    api(agent).call("PUT /api/tickets", { body: { ids: [one.id, "no-such"], change: { priority: "low" } } }),
  ).rejects.toMatchObject({ status: 404 });
  expect(await api(agent).call("GET /api/tickets/{ticketId}", on(one.id))).toMatchObject({ priority: "high" });

  const foreign = await file(uniqueName("Other company"), stranger);
  const merge = (id: string, into: string) =>
    api(agent).call("POST /api/tickets/{ticketId}/merge", { ...on(id), body: { into } });
  await expect(merge(one.id, foreign.id)).rejects.toMatchObject({ status: 404 });
  const merged = await merge(one.id, two.id);
  expect(merged.entries.filter(({ kind }) => kind === "message")).toHaveLength(2);
  expect(await api(agent).call("GET /api/tickets/{ticketId}", on(one.id))).toMatchObject({
    state: "merged",
    mergedInto: { id: two.id },
  });
});

test("a form takes requests of people without an account, where it is open", async () => {
  expect(await api("nobody").call("GET /api/forms/{typeId}", { params: { typeId: "question" } })).toMatchObject({
    id: "question",
  });
  const title = uniqueName("From the web");
  const body = { title, text: "Do you ship to Utrecht?", name: "Anna", email: "anna@example.com" };
  const filed = await api("nobody").call("POST /api/forms/{typeId}", { params: { typeId: "question" }, body });
  const { items } = await api(agent).call("GET /api/tickets", { query: { q: filed.number } });
  expect(items).toMatchObject([{ title, channel: "form", company: null, requester: { userId: null } }]);
  for (const typeId of ["order", "none"]) {
    await expect(api("nobody").call("POST /api/forms/{typeId}", { params: { typeId }, body })).rejects.toMatchObject({
      status: 404,
    });
  }
});

test("figures count what was received", async () => {
  await file();
  const today = new Date().toISOString().slice(0, 10);
  const { rows, total } = await api(agent).call("GET /api/tickets/figures", {
    query: { by: "queue", from: today, to: today },
  });
  expect(total.received).toBe(rows.reduce((sum, row) => sum + row.received, 0));
  expect(total.received).toBeGreaterThan(0);
});
