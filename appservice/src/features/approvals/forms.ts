import type { FormValues } from "@portico/contract/approvals-values.ts";
import { isRange } from "@portico/contract/approvals-values.ts";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/connection.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { requirePerson } from "./access.ts";
import { leaveDays } from "./carry-out.ts";
import { initiatorFacts } from "./engine/people.ts";
import { previewRoute } from "./engine/route.ts";
import type { Definition, World } from "./engine/types.ts";
import { checkValues } from "./engine/values.ts";
import { peopleOnRoute, presentRoute } from "./present.ts";
import { findForm, findVersion, type FormVersion, listInUse } from "./store/forms.ts";
import { type DaysByKind, entitledDays, listAway, type UsedByKind, usedDays } from "./store/leave.ts";
import { namePeople } from "./store/people.ts";
import { loadWorld } from "./store/world.ts";

const MOST_AWAY = 20;

const mayAsk = ({ departments }: Definition, world: World, personId: string): boolean =>
  departments.length === 0 || initiatorFacts(world, personId).departments.some((id) => departments.includes(id));

/** The version of a form in use; as good as none for somebody who may not ask by it. */
export async function requireForm(db: Db, world: World, personId: string, formId: string): Promise<FormVersion> {
  const form = await findForm(db, formId);
  const used = form?.published == null ? undefined : await findVersion(db, formId, form.published);
  if (used === undefined || !mayAsk(used.definition, world, personId))
    throw new AppError("NOT_FOUND", { noun: "form" });
  return used;
}

const refOf = ({ formId, version, definition }: FormVersion) => ({
  id: formId,
  version,
  name: definition.name,
  icon: definition.icon,
});

/** Days of each kind of leave that somebody has in a year, with what is taken and asked for. */
export async function balancesOf(db: Db, form: FormVersion, personId: string, year: number) {
  if (form.definition.leave === null) return [];
  const [own, used] = [
    await entitledDays(db, form.formId, personId, year),
    await usedDays(db, { formId: form.formId, personId, year }),
  ];
  return balancesFrom(form, own, used);
}

/** The same from what is known: days that differ from the form's, and those taken and asked for, by kind. */
export function balancesFrom({ formId, definition }: FormVersion, own: DaysByKind, used: UsedByKind) {
  const { leave } = definition;
  const kinds = definition.fields.find(({ id }) => id === leave?.type);
  if (leave === null || kinds?.type !== "choice") return [];
  return kinds.options.map(({ id, label }) => ({
    formId,
    type: id,
    label,
    entitled: own.get(id) ?? leave.days[id] ?? null,
    taken: used.get(id)?.taken ?? 0,
    asked: used.get(id)?.asked ?? 0,
  }));
}

/** The forms as whoever asks sees them: which there are, what is in them, and where a request would go. */
export function createFormService({ db }: Pick<Context, "db">) {
  return {
    async list(actor: Actor) {
      const personId = requirePerson(actor);
      const world = await loadWorld(db, new Date());
      const forms = await listInUse(db);
      return {
        items: forms
          .filter(({ definition }) => mayAsk(definition, world, personId))
          .map((form) => ({ ...refOf(form), about: form.definition.about })),
      };
    },

    async read(actor: Actor, formId: string) {
      const personId = requirePerson(actor);
      const now = new Date();
      const form = await requireForm(db, await loadWorld(db, now), personId, formId);
      return {
        form: refOf(form),
        // Whoever asks learns how the route goes when the form is filled in, and not who sees all requests.
        definition: { ...form.definition, overseers: [] },
        balances: await balancesOf(db, form, personId, now.getFullYear()),
      };
    },

    async preview(actor: Actor, given: { formId: string; values: FormValues; chosen: Record<string, string[]> }) {
      const personId = requirePerson(actor);
      const now = new Date();
      const world = await loadWorld(db, now);
      const form = await requireForm(db, world, personId, given.formId);
      return {
        ...(await previewOf(db, form.definition, { ...given, initiator: personId }, world)),
        ...(await leaveOutlook(db, form, given.values, personId, world)),
      };
    },
  };
}

/** Where a request would go, once what decides about its route is filled in. */
export async function previewOf(
  db: Db,
  definition: Definition,
  given: { readonly initiator: string; readonly values: FormValues; readonly chosen: Record<string, string[]> },
  world: World,
) {
  const { values, problems } = checkValues(
    definition.fields,
    given.values,
    initiatorFacts(world, given.initiator),
    world,
  );
  if (problems.some(({ message }) => message !== "is missing")) return { route: null, problems: [...problems] };
  const route = previewRoute(definition, { initiator: given.initiator, values, chosen: given.chosen }, world);
  const names = await namePeople(db, peopleOnRoute(route));
  return { route: presentRoute(route, definition.nodes, names), problems: [...problems] };
}

async function leaveOutlook(db: Db, form: FormVersion, values: FormValues, personId: string, world: World) {
  const { leave } = form.definition;
  const [first] = leaveDays(form.definition, values);
  const period = leave === null ? undefined : values[leave.period];
  if (leave === null || first === undefined || !isRange(period)) return { leave: null, away: [] };
  const balance = (await balancesOf(db, form, personId, first.year)).find(({ type }) => type === first.type);
  const rows = await listAway(db, {
    departments: world.people.get(personId)?.departments ?? [],
    from: period.from,
    until: period.to,
    without: personId,
    limit: MOST_AWAY,
  });
  const names = await namePeople(
    db,
    rows.map((row) => row.personId),
  );
  return {
    leave:
      balance === undefined
        ? null
        : {
            year: first.year,
            days: first.days,
            entitled: balance.entitled,
            taken: balance.taken,
            asked: balance.asked,
          },
    away: rows.flatMap((row) => {
      const person = names.get(row.personId);
      return person === undefined ? [] : [{ person, from: row.from, to: row.to, state: row.state }];
    }),
  };
}
