import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import type { FormValues } from "@portico/contract/approvals-values.ts";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/connection.ts";
import { inTransaction } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { checkDefinition } from "./engine/check.ts";
import type { World } from "./engine/types.ts";
import { balancesFrom, previewOf } from "./forms.ts";
import {
  findForm,
  findVersion,
  type FormRecord,
  insertForm,
  listForms,
  publishDraft,
  retireForm,
  saveDraft,
} from "./store/forms.ts";
import { leaveOfAll, listStaffIds, setEntitlement } from "./store/leave.ts";
import { namePeople } from "./store/people.ts";
import { loadWorld } from "./store/world.ts";

/** Designing forms and routes: drafts, which may be incomplete, and versions, which are not and never change. */
export function createDesignService({ db }: Pick<Context, "db">) {
  async function require(id: string, on: Db = db): Promise<FormRecord> {
    const form = await findForm(on, id);
    if (form === undefined) throw new AppError("NOT_FOUND", { noun: "form" });
    return form;
  }

  async function read(id: string) {
    return present(await require(id), await loadWorld(db, new Date()));
  }

  return {
    read,
    async list() {
      return { items: (await listForms(db)).map(presentForm) };
    },

    async create(actor: Actor, id: string, definition: ApprovalDefinition) {
      await inTransaction(db, async (tx) => {
        if (!(await insertForm(tx, id, definition))) throw new AppError("VERSION_CONFLICT");
        await recordEvent(tx, actor, "approval.form-changed", { formId: id });
      });
      return read(id);
    },

    async save(actor: Actor, id: string, definition: ApprovalDefinition, expectedVersion: number) {
      await inTransaction(db, async (tx) => {
        await require(id, tx);
        if (!(await saveDraft(tx, id, definition, expectedVersion))) throw new AppError("VERSION_CONFLICT");
        await recordEvent(tx, actor, "approval.form-changed", { formId: id });
      });
      return read(id);
    },

    /** Refuses a definition in which a request could get stuck; the problems name each node. */
    async publish(actor: Actor, id: string, expectedVersion: number) {
      await inTransaction(db, async (tx) => {
        const { draft } = await require(id, tx);
        const problems = checkDefinition(draft, await loadWorld(tx, new Date()));
        if (problems.length > 0) {
          throw new AppError(
            "APPROVAL_DESIGN_INVALID",
            { count: problems.length },
            { problems: problems.map(({ code, node, field }) => ({ path: node ?? field ?? "", message: code })) },
          );
        }
        const formVersion = await publishDraft(tx, id, expectedVersion);
        if (formVersion === undefined) throw new AppError("VERSION_CONFLICT");
        await recordEvent(tx, actor, "approval.form-published", { formId: id, formVersion });
      });
      return read(id);
    },

    async retire(actor: Actor, id: string, expectedVersion: number) {
      await inTransaction(db, async (tx) => {
        await require(id, tx);
        if (!(await retireForm(tx, id, expectedVersion))) throw new AppError("VERSION_CONFLICT");
        await recordEvent(tx, actor, "approval.form-retired", { formId: id });
      });
      return read(id);
    },

    async tryOut(given: {
      definition: ApprovalDefinition;
      initiatorId: string;
      values: FormValues;
      chosen: Record<string, string[]>;
    }) {
      const world = await loadWorld(db, new Date());
      const { definition, initiatorId: initiator, values, chosen } = given;
      if (world.people.get(initiator)?.active !== true) throw new AppError("NOT_FOUND", { noun: "person" });
      return {
        ...(await previewOf(db, definition, { initiator, values, chosen }, world)),
        design: checkDefinition(definition, world),
      };
    },

    async leaveOf(formId: string, year: number) {
      const { published } = await require(formId);
      const form = published === null ? undefined : await findVersion(db, formId, published);
      if (form === undefined || form.definition.leave === null) throw new AppError("NOT_FOUND", { noun: "form" });
      const ids = await listStaffIds(db);
      const names = await namePeople(db, ids);
      const { own, used } = await leaveOfAll(db, formId, year);
      const none = new Map<string, never>();
      return {
        items: ids.flatMap((id) => {
          const person = names.get(id);
          if (person === undefined) return [];
          return [{ person, balances: balancesFrom(form, own.get(id) ?? none, used.get(id) ?? none) }];
        }),
      };
    },

    async setDays(actor: Actor, given: { formId: string; personId: string; year: number; type: string; days: number }) {
      const { formId, personId, year, type, days } = given;
      const { draft } = await require(formId);
      const kinds = draft.fields.find(({ id }) => id === draft.leave?.type);
      if (kinds?.type !== "choice" || !kinds.options.some(({ id }) => id === type)) {
        throw new AppError("NOT_FOUND", { noun: "kind of leave" });
      }
      if ((await namePeople(db, [personId])).get(personId)?.left !== false)
        throw new AppError("NOT_FOUND", { noun: "person" });
      await inTransaction(db, async (tx) => {
        await setEntitlement(tx, { form_id: formId, person_id: personId, year, type, days });
        await recordEvent(tx, actor, "approval.days-set", { personId, formId, type, year, days });
      });
      return null;
    },
  };
}

const presentForm = (form: FormRecord) => ({
  id: form.id,
  version: form.draftVersion,
  published: form.published,
  retired: form.retired,
  changed: form.changed,
  running: form.running,
  changedAt: form.changedAt.toISOString(),
  definition: form.draft,
});

const present = (form: FormRecord, world: World) => ({
  ...presentForm(form),
  problems: checkDefinition(form.draft, world),
});
