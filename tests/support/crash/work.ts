import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { persist } from "./persist.ts";
import { DEPARTMENTS, PEOPLE, type Places, type Town } from "./town.ts";

/** How much is done while something breaks. */
export interface Load {
  readonly messages: number;
  readonly changes: number;
  /** Mean time between two messages of a person, so that people talk for about as long as people are moved. */
  readonly breathMs: number;
}

/** What was acknowledged: event ids by the words that were sent, and where everybody was put last. */
export interface Done {
  readonly said: ReadonlyMap<string, string>;
  readonly places: Places;
}

/** What breaks in the middle of the load. */
export interface Fault {
  /** Hears the share of the load that was acknowledged; more than 1 where the load goes on for the sake of the fault. */
  reached(share: number): void;
  /** It has happened. Until then people talk and are moved on, however fast the machine was with their share. */
  happened(): boolean;
}

/**
 * Ten people talk in the room of the company while imports move people between
 * departments, one after the other. Each sender keeps trying, with the same
 * transaction id, until the homeserver has the message.
 */
export async function work(town: Town, load: Load, before: Places, random: () => number, fault: Fault): Promise<Done> {
  const said = new Map<string, string>();
  const round = Math.floor(random() * 1e9).toString(36);
  let places = before;
  let moved = 0;
  const progress = () => fault.reached((said.size + moved) / (load.messages + load.changes));
  const talkers = [...town.tokens].map(async ([person, token], index, { length }) => {
    const count = Math.floor((load.messages + length - 1 - index) / length);
    for (let at = 0; at < count || !fault.happened(); at += 1) {
      const words = `${round} ${person} ${at}`;
      said.set(words, await say(town, token, words));
      progress();
      await pause(2 * random() * load.breathMs);
    }
  });
  const mover = async () => {
    for (let at = 0; at < load.changes || !fault.happened(); at += 1) {
      const person = PEOPLE[Math.floor(random() * PEOPLE.length)] ?? PEOPLE[0]!;
      const others = DEPARTMENTS.filter((each) => each !== places[person]);
      places = { ...places, [person]: others[Math.floor(random() * others.length)]! };
      await town.place(places);
      moved += 1;
      progress();
    }
  };
  await Promise.all([...talkers, mover()]);
  return { said, places };
}

async function say({ stack, hall, troubles }: Town, token: string, words: string): Promise<string> {
  const transaction = encodeURIComponent(words);
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(hall)}/send/m.room.message/${transaction}`;
  const answer = await persist(
    `${stack.homeserver}${path}`,
    {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ msgtype: "m.text", body: words }),
    },
    (trouble) => troubles.push(trouble),
  );
  return z.string().parse(answer["event_id"]);
}
