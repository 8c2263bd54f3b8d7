import { TRANSACTION_FIELD } from "@portico/contract/matrix.ts";
import { isDeepStrictEqual } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { z } from "zod";
import { persist } from "./persist.ts";
import { DEPARTMENTS, PEOPLE, type Town } from "./town.ts";
import type { Done } from "./work.ts";

const HEALED_MS = 120_000;

/** Whatever happened meanwhile: messages, events, what followed from changes, and memberships are as they shall be. */
export async function expectTruth(town: Town, done: Done): Promise<void> {
  await expectEachMessageOnce(town, done);
  await expectEachEventHandledOnce(town, done);
  await expectEachChangeFollowedOnce(town);
  await expectMembershipsAsWanted(town, done);
}

/** Each acknowledged message stands in the room once, under the id that was given for it, and nothing else was said. */
async function expectEachMessageOnce(town: Town, { said }: Done): Promise<void> {
  const [words = ""] = said.keys();
  const round = words.slice(0, words.indexOf(" ") + 1);
  const seen = (await messagesIn(town)).filter(({ body }) => body.startsWith(round));
  expect(seen.map(({ body }) => body).toSorted(), "no message twice, none lost").toEqual([...said.keys()].toSorted());
  for (const { body, id } of seen) expect(id, `the event of "${body}"`).toBe(said.get(body));
}

/** Our own books have each of the messages once, handled. What is not so after two minutes is named with its reason. */
async function expectEachEventHandledOnce(town: Town, { said }: Done): Promise<void> {
  const rows = () =>
    town.query<{ event_id: string; handled: boolean; problem: string | null }>(
      "SELECT event_id, handled_at IS NOT NULL AS handled, problem FROM inbox_event WHERE event_id = ANY($1)",
      [[...said.values()]],
    );
  const open = async () => {
    const known = new Map((await rows()).map((row) => [row.event_id, row]));
    return [...said].flatMap(([words, id]) => {
      const row = known.get(id);
      if (row === undefined) return `"${words}" did not come to the service`;
      return row.handled ? [] : `"${words}" came and was not handled: ${row.problem ?? "no attempt failed"}`;
    });
  };
  await becomesEmpty(open);
  expect(await rows(), "none is there twice").toHaveLength(said.size);
}

/** What followed from each change in the directory is done, is in the audit log once, and was said in rooms once. */
async function expectEachChangeFollowedOnce(town: Town): Promise<void> {
  const waiting = () =>
    town.query("SELECT event_id, consumer, problem FROM outbox_delivery WHERE finished_at IS NULL ORDER BY position");
  await becomesEmpty(waiting);
  expect(
    await town.query(
      `SELECT event.id, count(entry.id)::int AS entries
       FROM domain_event event LEFT JOIN audit_entry entry ON entry.event_id = event.id
       GROUP BY event.id HAVING count(entry.id) <> 1`,
    ),
    "changes that are not in the audit log once",
  ).toEqual([]);
  expect(
    await town.query(
      `SELECT json::json->'content'->>$1 AS transaction, count(*)::int AS times FROM event_json
       WHERE json::json->'content'->>$1 IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
      [TRANSACTION_FIELD],
      "synapse",
    ),
    "events that were sent twice",
  ).toEqual([]);
}

/** What is not so after two minutes is told. */
async function becomesEmpty(read: () => Promise<readonly unknown[]>): Promise<void> {
  const deadline = performance.now() + HEALED_MS;
  while ((await read()).length > 0 && performance.now() < deadline) await pause(500);
  expect(await read()).toEqual([]);
}

/** Who is in each department's room at the homeserver is who the last import put there. */
async function expectMembershipsAsWanted(town: Town, { places }: Done): Promise<void> {
  const botUserId = `@${town.stack.settings.homeserver.senderLocalpart}:${town.stack.settings.serverName}`;
  const wanted = Object.fromEntries([
    ...DEPARTMENTS.map((id) => [id, PEOPLE.filter((person) => places[person] === id).map((each) => town.userId(each))]),
    ["everybody", PEOPLE.map((person) => town.userId(person))],
  ]) as Record<string, string[]>;
  for (const members of Object.values(wanted)) members.sort();
  const rooms = await town.query<{ department_id: string | null; room_id: string }>(
    "SELECT department_id, room_id FROM managed_room WHERE kind = 'room' AND purpose IN ('company', 'department')",
  );
  const actual = async () => {
    const joined = await town.query<{ room_id: string; user_id: string }>(
      "SELECT room_id, state_key AS user_id FROM current_state_events WHERE type = 'm.room.member' AND membership = 'join'",
      [],
      "synapse",
    );
    return Object.fromEntries(
      rooms.map(({ department_id, room_id }) => [
        department_id ?? "everybody",
        joined
          .filter(
            (row) =>
              row.room_id === room_id &&
              row.user_id !== botUserId &&
              PEOPLE.some((each) => town.userId(each) === row.user_id),
          )
          .map((row) => row.user_id)
          .toSorted(),
      ]),
    );
  };
  const deadline = performance.now() + HEALED_MS;
  while (!isDeepStrictEqual(await actual(), wanted) && performance.now() < deadline) await pause(500);
  expect(await actual()).toEqual(wanted);
  await town.settled(HEALED_MS);
}

const Page = z.looseObject({
  chunk: z.array(z.looseObject({ event_id: z.string(), type: z.string(), content: z.looseObject({}) })),
  end: z.string().optional(),
});

async function messagesIn({ stack, hall, tokens }: Town): Promise<{ id: string; body: string }[]> {
  const [token = ""] = tokens.values();
  const found: { id: string; body: string }[] = [];
  let from: string | undefined;
  do {
    const query = new URLSearchParams({ dir: "b", limit: "500", ...(from !== undefined && { from }) });
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(hall)}/messages?${query}`;
    const page = Page.parse(
      await persist(`${stack.homeserver}${path}`, { method: "GET", headers: { authorization: `Bearer ${token}` } }),
    );
    for (const { event_id: id, type, content } of page.chunk)
      if (type === "m.room.message") found.push({ id, body: String(content["body"]) });
    from = page.end;
  } while (from !== undefined);
  return found;
}
