import { type DbPool, inTransaction } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import { insertForm, publishDraft } from "../store/forms.ts";
import { expenses } from "./expenses.ts";
import { leave } from "./leave.ts";
import { purchase } from "./purchase.ts";

const shipped = { leave, expenses, purchase };

/** Brings the forms that come with the product into an installation that does not have them yet; what was changed there stays. */
export async function ensureShippedForms(db: DbPool): Promise<void> {
  for (const [formId, definition] of Object.entries(shipped)) {
    await inTransaction(db, async (tx) => {
      if (!(await insertForm(tx, formId, definition))) return;
      const formVersion = await publishDraft(tx, formId, 1);
      if (formVersion === undefined) throw new Error(`the shipped form ${formId} was changed while it was added`);
      await recordEvent(tx, { kind: "system", name: "shipped-forms" }, "approval.form-published", {
        formId,
        formVersion,
      });
    });
  }
}
