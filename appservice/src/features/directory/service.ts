import { abilities, abilitiesOfRole, abilityNames } from "@portico/contract/abilities.ts";
import { roles, type StaffRole } from "@portico/contract/roles.ts";
import type { Person } from "@portico/contract/directory.ts";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { followDirectory } from "./follow-directory.ts";
import { presentPerson } from "./present.ts";
import { countProjects, listProjects, type ProjectFilter } from "./projects/store.ts";
import { countPeople, findPerson, listPeople, listReports, type PeopleFilter } from "./people/store.ts";
import { countByRole, listDepartments, listRanks, lockActiveAdmins, lockPerson, writeRole } from "./store.ts";

interface PeopleQuery extends PeopleFilter {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface ProjectQuery extends ProjectFilter {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Projects of one person that a profile shows. */
const MOST_PROJECTS = 100;

export function createDirectoryService({ db, rooms, settings }: Context) {
  async function people({ cursor, limit, ...filter }: PeopleQuery) {
    const [name, id] = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.string(), z.string()]));
    const after = name === undefined || id === undefined ? undefined : { name, id };
    const rows = await listPeople(db, filter, { after, limit: limit + 1 });
    const items = rows.slice(0, limit).map(presentPerson);
    const last = items.at(-1);
    return {
      items,
      nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.name.en, last.id]) : null,
      total: await countPeople(db, filter),
    };
  }

  async function projects({ cursor, limit, ...filter }: ProjectQuery) {
    const [ended, name, id] =
      cursor === undefined ? [] : readCursor(cursor, z.tuple([z.boolean(), z.string(), z.string()]));
    const after = ended === undefined || name === undefined || id === undefined ? undefined : { ended, name, id };
    const found = await listProjects(db, filter, { after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      nextCursor:
        found.length > limit && last !== undefined
          ? writeCursor([last.state === "ended", last.name.en, last.id])
          : null,
      total: await countProjects(db, filter),
    };
  }

  async function person(id: string) {
    const found = await mustFind(id);
    const manager = found.manager_id === null ? undefined : await findPerson(db, found.manager_id);
    return {
      person: presentPerson(found),
      manager: manager === undefined ? null : presentPerson(manager),
      reports: (await listReports(db, id)).map(presentPerson),
      projects: await listProjects(db, { personId: id }, { after: undefined, limit: MOST_PROJECTS }),
    };
  }

  /** Pressing twice does it once: the second press carries a version that is no longer current. */
  async function setRole(actor: Actor, id: string, role: StaffRole, expectedVersion: number): Promise<Person> {
    await inTransaction(db, async (tx) => {
      // Locked first, so that two administrators cannot take the role from each other at the same moment.
      const admins = await lockActiveAdmins(tx);
      const current = await lockPerson(tx, id);
      if (current === undefined || current.state === "left") throw new AppError("NOT_FOUND", { noun: "person" });
      if (current.version !== expectedVersion) throw new AppError("VERSION_CONFLICT");
      if (current.role === role) return;
      const lastAdmin = admins.length === 1 && admins[0] === current.user_id;
      if (lastAdmin) throw new AppError("LAST_ADMIN");
      await writeRole(tx, id, role);
      await recordEvent(tx, actor, "person.role-changed", { personId: id, from: current.role, to: role });
      await followDirectory(tx, { rooms, settings });
    });
    rooms.wake();
    return presentPerson(await mustFind(id));
  }

  async function mustFind(id: string) {
    const found = await findPerson(db, id);
    if (found === undefined) throw new AppError("NOT_FOUND", { noun: "person" });
    return found;
  }

  return {
    people,
    person,
    projects,
    setRole,
    organisation: async () => ({
      company: settings.company,
      peopleCount: await countPeople(db, {}),
      departments: await listDepartments(db),
      ranks: await listRanks(db),
    }),
    roleTable: async () => {
      const people = await countByRole(db);
      return {
        roles: roles.map((role) => ({ role, abilities: abilitiesOfRole(role), people: people.get(role) ?? 0 })),
        abilities: abilityNames.map((ability) => ({ ability, meaning: abilities[ability].meaning })),
      };
    },
    provisioning: async () => ({ ...(await rooms.progress()), problem: rooms.problem() }),
  };
}
