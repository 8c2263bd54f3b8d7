import { randomInt, randomUUID } from "node:crypto";
import type { ApprovalCommand } from "@portico/contract/approvals.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { leave } from "../../appservice/src/features/approvals/shipped/leave.ts";
import { api } from "../support/api.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, uniqueName } from "../support/factories.ts";
import { runTimer } from "../support/jobs.ts";
import { signIn, signInByLink, type User } from "../support/sign-in.ts";

let worker: User;
let manager: User;
let next: User;
let stranger: User;
let admin: User;
let ids: { worker: string; manager: string; next: string; stranger: string };

/** Signs in as somebody of the company by a link that the operator issues. */
async function as(personId: string): Promise<User> {
  return signInByLink((await api("operator").call("POST /api/operator/links", { body: { id: personId } })).link);
}

beforeAll(async () => {
  [worker, admin, stranger] = await Promise.all([signIn("staff"), signIn("admin"), signIn("auditor")]);
  const [person, other] = await Promise.all([worker, stranger].map((user) => api(user).call("GET /api/session")));
  const read = async (id: string) =>
    api(admin).call("GET /api/directory/people/{personId}", { params: { personId: id } });
  const own = person?.person?.id ?? "";
  const above = (await read(own)).manager?.id ?? "";
  const further = (await read(above)).manager?.id ?? "";
  ids = { worker: own, manager: above, next: further, stranger: other?.person?.id ?? "" };
  [manager, next] = await Promise.all([as(above), as(further)]);
});

/** Working days from a Monday of a year that nothing else uses. */
function period(days: number) {
  const monday = new Date(Date.UTC(2040, 0, 2) + randomInt(2000) * 7 * 86_400_000);
  const from = monday.toISOString().slice(0, 10);
  const to = new Date(monday.getTime() + (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return { from, fromHalf: "am" as const, to, toHalf: "pm" as const };
}
const sick = (days: number) => ({ type: "sick", reason: "flu", period: period(days) });

async function ask(days: number, requestId: string = randomUUID()) {
  const { form } = await api(worker).call("GET /api/approvals/forms/{formId}", { params: { formId: "leave" } });
  return api(worker).call("POST /api/approvals", {
    body: { formId: "leave", formVersion: form.version, values: sick(days), chosen: {}, requestId },
  });
}
type Shown = Awaited<ReturnType<typeof ask>>;
const read = (user: User, { id }: { id: string }) =>
  api(user).call("GET /api/approvals/{approvalId}", { params: { approvalId: id } });
const act = (user: User, { id, version }: Pick<Shown, "id" | "version">, action: ApprovalCommand, comment = "") =>
  api(user).call("POST /api/approvals/{approvalId}/actions", {
    params: { approvalId: id },
    body: { expectedVersion: version, action, comment },
  });
async function approve(user: User, request: { id: string }) {
  const shown = await read(user, request);
  return act(user, shown, { kind: "approve", task: shown.task ?? "", values: null });
}
const stepsOf = (route: Shown["route"] | null): string[] =>
  (route ?? []).flatMap((node) => [
    ...(node.kind === "copy" ? [] : node.signers.map(({ person }) => person.id)),
    ...node.branches.flatMap((branch) => stepsOf(branch.nodes)),
  ]);

describe("a leave", () => {
  test("of three days and of four take the routes that are shown before sending", async () => {
    for (const [days, people] of [
      [3, [ids.manager]],
      [4, [ids.manager, ids.next]],
    ] as const) {
      const preview = await api(worker).call("POST /api/approvals/preview", {
        body: { formId: "leave", values: sick(days), chosen: {} },
      });
      expect(stepsOf(preview.route)).toEqual(people);
      expect(stepsOf((await ask(days)).route)).toEqual(people);
    }
  });

  test("sent twice is asked once", async () => {
    const requestId = randomUUID();
    const [first, second] = await Promise.all([ask(1, requestId), ask(1, requestId)]);
    expect(second.number).toBe(first.number);
  });

  test("is decided once, however often it is pressed, and waits in the Inbox until then", async () => {
    const request = await ask(1);
    const inbox = await api(manager).call("GET /api/inbox");
    expect(inbox.items.some(({ id, kind }) => kind === "approval" && id === request.id)).toBe(true);
    const shown = await read(manager, request);
    const press = () => act(manager, shown, { kind: "approve", task: shown.task ?? "", values: null }, "fine");
    const pressed = await Promise.allSettled([press(), press()]);
    expect(pressed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const done = await read(worker, request);
    expect(done.status).toBe("approved");
    expect(done.timeline.filter(({ kind }) => kind === "decided")).toMatchObject([{ comment: "fine" }]);
    const facts = await query<{ count: number }>(
      "SELECT count(*)::int AS count FROM approval_fact WHERE request_id = $1 AND fact->>'kind' = 'decided'",
      [request.id],
    );
    expect(facts).toEqual([{ count: 1 }]);
    const after = await api(manager).call("GET /api/inbox");
    expect(after.items.some(({ id }) => id === request.id)).toBe(false);
  });

  test("is sent back, corrected and goes on where it was", async () => {
    const request = await ask(4);
    await approve(manager, request);
    const shown = await read(next, request);
    await act(next, shown, { kind: "return", task: shown.task ?? "", to: null, afterwards: "continue" }, "which week?");
    const back = await read(worker, request);
    expect(back).toMatchObject({ status: "returned", actions: expect.arrayContaining(["resubmit"]) as string[] });
    const again = await act(worker, back, {
      kind: "resubmit",
      values: { ...sick(5), reason: "still flu" },
      chosen: {},
    });
    expect(again.waitingFor.map(({ id }) => id)).toEqual([ids.next]);
    expect((await approve(next, request)).status).toBe("approved");
  });

  test("takes no more days than there are", async () => {
    const { form } = await api(worker).call("GET /api/approvals/forms/{formId}", { params: { formId: "leave" } });
    const body = { formId: "leave", formVersion: form.version, chosen: {} };
    const send = (days: number) =>
      api(worker).call("POST /api/approvals", {
        body: { ...body, values: { type: "personal", period: period(days), reason: "move" }, requestId: randomUUID() },
      });
    await expect(send(12)).rejects.toMatchObject({ status: 409, code: "LEAVE_TOO_LONG" });
  });

  test.each([
    ["nothing", {}, "body.values.type"],
    ["an unknown kind", { ...sick(1), type: "beach" }, "body.values.type"],
    ["a weekend", { ...sick(1), period: { ...period(1), from: "2040-01-07", to: "2040-01-08" } }, "body.values.period"],
    ["a field that does not exist", { ...sick(1), extra: "x" }, "body.values.extra"],
  ])("refuses %s", async (_, values, path) => {
    const { form } = await api(worker).call("GET /api/approvals/forms/{formId}", { params: { formId: "leave" } });
    await expect(
      api(worker).call("POST /api/approvals", {
        body: { formId: "leave", formVersion: form.version, values, chosen: {}, requestId: randomUUID() },
      }),
    ).rejects.toMatchObject({
      status: 400,
      body: { problems: expect.arrayContaining([expect.objectContaining({ path })]) as unknown },
    });
  });
});

describe("nobody outside", () => {
  test("learns of a request, not even that it exists", async () => {
    const request = await ask(1);
    const { user: guest } = await arrivedGuest(await signIn("department_head"));
    const unknown = await read(stranger, { id: randomUUID() }).catch((error: unknown) => error);
    for (const user of [stranger, admin]) {
      await expect(read(user, request)).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
      await expect(act(user, request, { kind: "comment" }, "hello")).rejects.toMatchObject({ status: 404 });
      const { items } = await api(user).call("GET /api/approvals", {
        query: { view: "all", search: String(request.number) },
      });
      expect(items.some(({ id }) => id === request.id)).toBe(false);
    }
    expect(unknown).toMatchObject({ status: 404, code: "NOT_FOUND" });
    await expect(read(guest, request)).rejects.toMatchObject({ status: 403, code: "ABILITY_MISSING" });
    await expect(api("nobody").call("GET /api/approvals")).rejects.toMatchObject({ status: 401 });
    await expect(act(worker, request, { kind: "approve", task: "t1", values: null })).rejects.toMatchObject({
      code: "APPROVAL_NOT_ASKED",
    });
  });
});

describe("a form", () => {
  const design = async () => {
    const id = `form-${randomUUID().slice(0, 8)}`;
    const definition = {
      ...leave,
      leave: null,
      fields: [],
      name: { en: uniqueName("Form"), zh: "" },
      nodes: leave.nodes.slice(0, 1),
    };
    return api(admin).call("POST /api/approvals/designs", { body: { id, definition } });
  };

  test("without a way on is refused, and the node is named", async () => {
    const { id, version, definition } = await design();
    const fork = { id: "fork", kind: "condition" as const, name: { en: "Fork", zh: "" }, branches: [] };
    const saved = await api(admin).call("PUT /api/approvals/designs/{formId}", {
      params: { formId: id },
      body: { expectedVersion: version, definition: { ...definition, nodes: [...definition.nodes, fork] } },
    });
    await expect(
      api(admin).call("POST /api/approvals/designs/{formId}/publish", {
        params: { formId: id },
        body: { expectedVersion: saved.version },
      }),
    ).rejects.toMatchObject({
      status: 422,
      code: "APPROVAL_DESIGN_INVALID",
      body: { problems: expect.arrayContaining([{ path: "fork", message: "no-way-on" }]) as unknown },
    });
  });

  test("is tried out without being saved, and is an administrator's business", async () => {
    const trial = (user: User) =>
      api(user).call("POST /api/approvals/designs/trial", {
        body: { definition: leave, initiatorId: ids.worker, values: sick(4), chosen: {} },
      });
    expect(stepsOf((await trial(admin)).route)).toEqual([ids.manager, ids.next]);
    await expect(trial(worker)).rejects.toMatchObject({ status: 403, code: "ABILITY_MISSING" });
  });

  test("that is put to use anew leaves requests under way their version", async () => {
    const { id, version, definition } = await design();
    const params = { formId: id };
    const first = await api(admin).call("POST /api/approvals/designs/{formId}/publish", {
      params,
      body: { expectedVersion: version },
    });
    const body = { formId: id, formVersion: 1, values: {}, chosen: {} };
    const request = await api(worker).call("POST /api/approvals", { body: { ...body, requestId: randomUUID() } });
    const saved = await api(admin).call("PUT /api/approvals/designs/{formId}", {
      params,
      body: {
        expectedVersion: first.version,
        definition: { ...definition, nodes: leave.nodes.slice(0, 2), fields: leave.fields },
      },
    });
    await api(admin).call("POST /api/approvals/designs/{formId}/publish", {
      params,
      body: { expectedVersion: saved.version },
    });
    expect((await approve(manager, request)).form.version).toBe(1);
    await expect(
      api(worker).call("POST /api/approvals", { body: { ...body, requestId: randomUUID() } }),
    ).rejects.toMatchObject({ code: "APPROVAL_FORM_CHANGED" });
    const retire = {
      params,
      body: { expectedVersion: (await api(admin).call("GET /api/approvals/designs/{formId}", { params })).version },
    };
    await api(admin).call("POST /api/approvals/designs/{formId}/retire", retire);
    await expect(api(worker).call("GET /api/approvals/forms/{formId}", { params })).rejects.toMatchObject({
      status: 404,
    });
    await expect(api(admin).call("POST /api/approvals/designs/{formId}/retire", retire)).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
  });
});

test("what is overdue is reminded of by the clock", async () => {
  const request = await ask(1);
  await query("UPDATE approval_task SET due_at = now() - interval '1 minute' WHERE request_id = $1", [request.id]);
  await query(
    `UPDATE approval_request SET instance = jsonb_set(instance, '{tasks,0,dueAt}', '"2026-01-01T00:00:00Z"') WHERE id = $1`,
    [request.id],
  );
  await runTimer("approval-deadlines");
  expect((await read(worker, request)).timeline.map(({ kind }) => kind)).toContain("reminded");
});

test("a deputy decides while somebody is absent, and the list is exported as it is shown", async () => {
  const request = await ask(1);
  const today = new Date(Date.now()).toISOString().slice(0, 10);
  const until = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const absence = await api(manager).call("POST /api/approvals/absences", {
    body: { deputyId: ids.next, from: today, until },
  });
  expect((await read(next, request)).task).not.toBeNull();
  await api(manager).call("DELETE /api/approvals/absences/{absenceId}", { params: { absenceId: absence.id } });
  await approve(next, request);
  const { csv } = await api(worker).call("GET /api/approvals/export", {
    query: { view: "mine", search: String(request.number) },
  });
  expect(csv).toContain(`"${request.number}","Leave"`);
});
