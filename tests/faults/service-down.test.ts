import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { closingProject } from "../support/closing-project.ts";
import { query } from "../support/database.ts";
import { type GuestWorld, guestWorld } from "../support/guest-world.ts";
import { matrix } from "../support/matrix.ts";
import { processOf } from "../support/process-of.ts";
import { signInAfresh } from "../support/sign-in.ts";
import { stack } from "../support/stack.ts";
import { waitFor } from "../support/wait-for.ts";

const AGAIN_MS = 90_000;

let world: GuestWorld;
beforeAll(async () => {
  world = await guestWorld();
});

const serviceProcess = () => processOf("appservice", stack().data);

const answers = async (): Promise<boolean> => {
  const health = await fetch(`${stack().service}/api/health`, { signal: AbortSignal.timeout(1000) }).catch(
    () => undefined,
  );
  return health?.status === 200;
};

/** What is true whether the service is there or not. */
async function staffTalkAndGuestsStayConfined(): Promise<string[]> {
  const { host, stranger, guest, room, foreignRoom } = world;
  const words = `meanwhile ${randomUUID()}`;
  const ids = [await matrix(host).send(room, words), await matrix(stranger).send(foreignRoom, words)];
  await matrix(guest).waitForMessage(room, words);
  await matrix(stranger).waitForMessage(foreignRoom, words);
  ids.push(await matrix(guest).send(room, `${words}, said the guest`));
  const foreign = `/_matrix/client/v3/rooms/${encodeURIComponent(foreignRoom)}`;
  for (const [method, path, body] of [
    ["POST", "/_matrix/client/v3/createRoom", {}],
    ["GET", `${foreign}/messages?dir=b`, undefined],
    ["POST", `${foreign}/join`, {}],
    ["POST", "/_matrix/client/v3/user_directory/search", { search_term: "a" }],
  ] as const) {
    expect(await matrix(guest).request(method, path, body), path).toMatchObject({
      status: 403,
      body: { errcode: "M_FORBIDDEN" },
    });
  }
  return ids;
}

/**
 * Makes the homeserver believe that its next event is delivered, as when it dies between noting that and doing it.
 * Resolves with that event if `say` made it: nothing else was under way or came in between.
 */
async function forgetNextEvent(say: () => Promise<string>): Promise<string | undefined> {
  const [noted] = await query<{ position: string }>(
    `UPDATE appservice_stream_position SET stream_ordering = stream_ordering + 1
     WHERE stream_ordering = (SELECT max(stream_ordering) FROM events) RETURNING stream_ordering AS position`,
    [],
    "synapse",
  );
  if (noted === undefined) return undefined;
  const id = await say();
  const made = await query(
    "SELECT 1 FROM events WHERE event_id = $1 AND stream_ordering = $2",
    [id, noted.position],
    "synapse",
  );
  return made.length > 0 ? id : undefined;
}

/** Ids in the order in which the service got them. */
const arrived = async (eventIds: readonly string[]): Promise<string[]> => {
  const sql = "SELECT event_id FROM inbox_event WHERE event_id = ANY($1) ORDER BY position";
  return (await query<{ event_id: string }>(sql, [eventIds])).map((row) => row.event_id);
};

/** Each event arrived once and was handled. */
async function expectHandledOnce(eventIds: readonly string[]): Promise<void> {
  const rows = () =>
    query<{ event_id: string; handled: boolean }>(
      "SELECT event_id, handled_at IS NOT NULL AS handled FROM inbox_event WHERE event_id = ANY($1)",
      [eventIds],
    );
  await waitFor(
    "what was said meanwhile is handled",
    async () => (await rows()).filter(({ handled }) => handled).length === eventIds.length,
    AGAIN_MS,
  );
  expect(await rows()).toHaveLength(eventIds.length);
}

describe("while the application service", () => {
  let stopped: number | undefined;
  afterEach(() => {
    if (stopped !== undefined) process.kill(stopped, "SIGCONT");
    stopped = undefined;
  });

  test("hangs, staff talk and guests stay confined, and nothing that was said is lost", async () => {
    stopped = serviceProcess()!;
    process.kill(stopped, "SIGSTOP");
    expect(await answers()).toBe(false);
    const ids = await staffTalkAndGuestsStayConfined();
    process.kill(stopped, "SIGCONT");
    stopped = undefined;
    await expectHandledOnce(ids);
  }, 120_000);

  test("is dead, the same holds, and the launcher starts it again", async () => {
    const dead = serviceProcess()!;
    process.kill(dead, "SIGKILL");
    const ids = await staffTalkAndGuestsStayConfined();
    await waitFor("another process answers", async () => serviceProcess() !== dead && (await answers()), AGAIN_MS);
    await expectHandledOnce(ids);
    await expect(api(world.host).call("GET /api/session"), "sessions live on").resolves.toMatchObject({
      userId: world.host.userId,
    });
  }, 240_000);

  test("dies when a project has just ended, the project's room is closed and says so once", async () => {
    const [admin, member] = await Promise.all([signInAfresh("admin"), signInAfresh("staff")]);
    const project = await closingProject(admin, member, `killed-${randomUUID().slice(0, 8)}`);
    const dead = serviceProcess()!;
    await project.set("ended");
    process.kill(dead, "SIGKILL");
    await waitFor("another process answers", async () => serviceProcess() !== dead && (await answers()), AGAIN_MS);
    const notices = async () =>
      (await project.timeline(member)).filter(({ content }) => content["msgtype"] === "m.notice");
    await waitFor("the room says so", async () => (await notices()).length > 0, AGAIN_MS);
    await waitFor("nothing more is to be sent", async () => {
      const rows = await query(
        `SELECT 1 FROM outbox_delivery WHERE stream = $1 AND consumer = 'matrix' AND finished_at IS NULL`,
        [`room:${project.roomId}`],
      );
      return rows.length === 0;
    });
    expect(await notices()).toHaveLength(1);
    await expect(matrix(member).send(project.roomId, "too late")).rejects.toMatchObject({ status: 403 });
  }, 240_000);
});

test("what the homeserver never delivers is read from its room, once, although it goes on delivering", async () => {
  const { host, room } = world;
  const say = () => matrix(host).send(room, `forgotten ${randomUUID()}`);
  const forgotten = await waitFor("the homeserver has forgotten an event", () => forgetNextEvent(say));
  const later = [await say(), await say()];
  // It may take the service for dead still and be waiting for its next attempt.
  await waitFor("the homeserver delivers again", async () => (await arrived(later)).length === later.length, AGAIN_MS);
  process.kill(serviceProcess()!, "SIGKILL");
  await expectHandledOnce([forgotten, ...later]);
  const order = await arrived([forgotten, ...later]);
  expect(order.at(-1), "the one that was forgotten came after the later ones").toBe(forgotten);
}, 240_000);
