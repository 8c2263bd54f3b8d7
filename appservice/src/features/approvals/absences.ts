import { randomUUID } from "node:crypto";
import type { Context } from "../../context.ts";
import { type DbPool, inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { requirePerson } from "./access.ts";
import { carryOut } from "./carry-out.ts";
import {
  type AbsenceRecord,
  deleteAbsence,
  insertAbsence,
  listAbsences,
  listBegun,
  markApplied,
} from "./store/absences.ts";
import { namePeople } from "./store/people.ts";
import { listHeld } from "./store/requests.ts";
import { dayOf } from "./store/world.ts";

const MOVER = "approval-absences";

/** Lets the deputies decide what is open, for every absence that has begun. */
export async function applyAbsences(db: DbPool, now: Date): Promise<void> {
  for (const { id, personId } of await listBegun(db, dayOf(now))) {
    for (const requestId of await listHeld(db, personId)) {
      await inTransaction(db, (tx) =>
        carryOut(tx, requestId, { kind: "replace", person: personId, why: "absent" }, { system: MOVER }, { now }),
      );
    }
    await inTransaction(db, (tx) => markApplied(tx, id, now));
  }
}

/** Who decides while somebody is absent. */
export function createAbsenceService({ db }: Pick<Context, "db">) {
  async function present(absences: readonly AbsenceRecord[]) {
    const names = await namePeople(
      db,
      absences.flatMap(({ personId, deputyId }) => [personId, deputyId]),
    );
    return absences.flatMap(({ id, personId, deputyId, from, until }) => {
      const [person, deputy] = [names.get(personId), names.get(deputyId)];
      return person === undefined || deputy === undefined ? [] : [{ id, person, deputy, from, until }];
    });
  }

  return {
    async list(actor: Actor) {
      const personId = requirePerson(actor);
      const found = await present(await listAbsences(db, personId, dayOf(new Date())));
      return {
        mine: found.filter(({ person }) => person.id === personId),
        forOthers: found.filter(({ person }) => person.id !== personId),
      };
    },

    async add(actor: Actor, { deputyId, from, until }: { deputyId: string; from: string; until: string }) {
      const personId = requirePerson(actor);
      const now = new Date();
      if (from > until || until < dayOf(now)) throw new AppError("TIME_SPAN_INVALID", { from, to: until });
      if (deputyId === personId || (await namePeople(db, [deputyId])).get(deputyId)?.left !== false) {
        throw new AppError("APPROVAL_PERSON_UNFIT");
      }
      const absence = { id: randomUUID(), personId, deputyId, from, until };
      await inTransaction(db, async (tx) => {
        await insertAbsence(tx, absence);
        await recordEvent(tx, actor, "approval.absence-set", { personId, deputyId, from, until });
      });
      await applyAbsences(db, now);
      const [shown] = await present([absence]);
      if (shown === undefined) throw new Error("an absence of people that do not exist");
      return shown;
    },

    async end(actor: Actor, id: string) {
      const personId = requirePerson(actor);
      await inTransaction(db, async (tx) => {
        const ended = await deleteAbsence(tx, id, personId);
        if (ended === undefined) throw new AppError("NOT_FOUND", { noun: "absence" });
        await recordEvent(tx, actor, "approval.absence-ended", { personId, deputyId: ended.deputyId });
      });
      return null;
    },
  };
}
