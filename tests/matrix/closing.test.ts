import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { closingProject, type ClosingProject } from "../support/closing-project.ts";
import { query } from "../support/database.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const ENDED = "This project has ended, and its room is closed. Everything in it can still be read.";
const ON_AGAIN = "This project goes on, and its room is open again.";

let admin: User;
let member: User;
let project: ClosingProject;
beforeAll(async () => {
  [admin, member] = await Promise.all([signIn("admin"), signIn("staff")]);
  project = await closingProject(admin, member, `closing-${randomBytes(4).toString("hex")}`);
});

/** What the outbox has sent there and the homeserver has shown us again. */
const sends = () =>
  query<{ event_id: number; matrix_event_id: string }>(
    `SELECT event_id::int, matrix_event_id FROM matrix_send
     WHERE room_id = $1 AND acknowledged_at IS NOT NULL ORDER BY prepared_at`,
    [project.roomId],
  );
const said = async (body: string) =>
  (await project.timeline(member)).filter(({ content }) => content["body"] === body).length;

test("when a project ends, its room is closed and then says so, once", async () => {
  await project.set("ended");
  await waitFor("the room says so", async () => (await said(ENDED)) > 0);
  await waitFor("what was sent came back", async () => (await sends()).length === 1);
  const timeline = await project.timeline(member);
  const notice = timeline.findIndex(({ content }) => content["body"] === ENDED);
  const closed = timeline.findIndex(
    ({ type, content }) => type === "m.room.power_levels" && content["events_default"] === 100,
  );
  expect(timeline[notice]).toMatchObject({ type: "m.room.message", content: { msgtype: "m.notice" } });
  expect(timeline[notice]?.sender, "the bot says it").toMatch(/^@portico:/);
  expect(closed, "newest first: nobody could answer any more").toBeGreaterThan(notice);
  await expect(matrix(member).send(project.roomId, "too late")).rejects.toMatchObject({ status: 403 });
});

test("what has ended is not said again: by the same import, nor when an operator hands it over once more", async () => {
  await project.set("ended");
  const [send] = await sends();
  const params = { itemId: `outbox:${send?.event_id}:matrix` };
  const { item } = await api(admin).call("GET /api/operations/items/{itemId}", { params });
  await api(admin).call("POST /api/operations/items/{itemId}/replay", {
    params,
    body: { expectedVersion: item.version },
  });
  await waitFor("it was handled again", async () => {
    const { item: now } = await api(admin).call("GET /api/operations/items/{itemId}", { params });
    return now.version === item.version + 1 && now.state === "done";
  });
  expect(await said(ENDED)).toBe(1);
});

test("a project that goes on says so, and people write there again", async () => {
  await project.set("active");
  await waitFor("the room says so", async () => (await said(ON_AGAIN)) > 0);
  await matrix(member).send(project.roomId, "here we are again");
  expect([await said(ENDED), await said(ON_AGAIN)]).toEqual([1, 1]);
});

test("one that no import names any more has ended as well, and one that came ended says nothing", async () => {
  await project.set("gone");
  await waitFor("the room says so", async () => (await said(ENDED)) === 2);
  const old = await closingProject(admin, member, `old-${randomBytes(4).toString("hex")}`, "ended");
  expect((await old.timeline(member)).filter(({ type }) => type === "m.room.message")).toEqual([]);
  await old.set("gone");
  expect(
    await query("SELECT 1 FROM domain_event WHERE name = 'room.closed' AND payload->>'roomId' = $1", [old.roomId]),
  ).toEqual([]);
});
