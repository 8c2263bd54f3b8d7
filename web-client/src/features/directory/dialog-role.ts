import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { staffRoles } from "./staff-roles.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { showToast } from "../../components/toasts.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { roleName } from "./role-name.ts";
import type { Person } from "./types.ts";
import type { UiSelect } from "../../components/ui-select.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-select.ts";

/** Gives a person another role. Its result is the person as changed. */
@customElement("dialog-role")
export class DialogRole extends DialogBase<Person> {
  @property({ attribute: false }) person!: Person;
  @state() private _busy = false;
  @state() private _problem = "";
  @query("ui-select") private readonly _select!: UiSelect;

  override render() {
    const name = localized(this.person.name);
    return html`<ui-dialog .heading=${t("directory.role-of", { name })} .closable=${!this._busy} @ui-close=${this.done}>
      <div class="stack">
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <ui-select
          .label=${t("directory.role")}
          .hint=${t("directory.role-hint")}
          .value=${this.person.role}
          .options=${staffRoles.map((value) => ({ value, label: roleName(value) }))}
        ></ui-select>
      </div>
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button slot="footer" variant="primary" .busy=${this._busy} @click=${this._save}
        >${t("directory.role-save")}</ui-button
      >
    </ui-dialog>`;
  }

  private async _save(): Promise<void> {
    const role = staffRoles.find((each) => each === this._select.value);
    if (role === undefined || role === this.person.role) {
      this.close();
      return;
    }
    this._busy = true;
    this._problem = "";
    try {
      const changed = await api.call("PUT /api/directory/people/{personId}/role", {
        params: { personId: this.person.id },
        body: { role, expectedVersion: this.person.version },
      });
      showToast(t("directory.role-saved", { name: localized(changed.name), role: roleName(changed.role) }));
      this.close(changed);
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-role": DialogRole;
  }
}
