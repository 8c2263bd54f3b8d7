import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { DialogBase } from "../../components/dialog-base.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { PickedPerson } from "../directory/person-picker.ts";
import { act } from "./act.ts";
import type { Action } from "./act.ts";
import type { Approval, Values } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-textarea.ts";
import "../directory/person-picker.ts";

type Name = "approve" | "refuse" | "return" | "comment" | "add-signer" | "pass-on" | "copy";

/** What an action on a request needs to know: a comment, a signature line, a person, a step. */
@customElement("dialog-act")
export class DialogAct extends DialogBase<Approval> {
  static override styles = [
    DialogBase.styles,
    css`
      .stack {
        min-block-size: 8rem;
      }
      .people {
        min-block-size: 16rem;
      }
    `,
  ];

  @property({ attribute: false }) approval!: Approval;
  @property() action: Name = "approve";
  /** Corrected fields. */
  @property({ attribute: false }) values: Values | null = null;
  @state() private _busy = false;
  @state() private _missing = "";
  @state() private _people: readonly PickedPerson[] = [];
  private _comment = "";
  private _signature = "";
  private _to = "";
  private _then: "continue" | "again" = "continue";
  private _when: "before" | "after" = "before";

  private get _needsPerson(): boolean {
    return ["add-signer", "pass-on", "copy"].includes(this.action);
  }

  override render() {
    const { action } = this;
    const handle = this.approval.stepKind === "handle" && action === "approve";
    const label = handle ? t("approvals.action.handle") : t(`approvals.action.${action}`);
    const signs = action === "approve" || action === "refuse";
    return html`<ui-dialog .heading=${label} .closable=${!this._busy} @ui-close=${this.done}>
      <div class="stack ${this._needsPerson ? "people" : ""}">
        ${this._needsPerson ? this._person() : nothing} ${action === "return" ? this._return() : nothing}
        <ui-textarea
          .label=${action === "comment" ? t("approvals.comment") : t("approvals.comment-optional")}
          .error=${action === "comment" ? this._missing : ""}
          @input=${(event: Event) => (this._comment = (event.currentTarget as HTMLElementTagNameMap["ui-textarea"]).value)}
        ></ui-textarea>
        ${
          signs
            ? html`<ui-input
                maxLength="120"
                .label=${t("approvals.signature")}
                .hint=${t("approvals.signature-hint")}
                @input=${(event: Event) => (this._signature = (event.currentTarget as HTMLElementTagNameMap["ui-input"]).value)}
              ></ui-input>`
            : nothing
        }
      </div>
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button
        slot="footer"
        variant=${action === "refuse" ? "danger" : "primary"}
        .busy=${this._busy}
        @click=${this._do}
        >${label}</ui-button
      >
    </ui-dialog>`;
  }

  private _person() {
    return html`${
        this.action === "add-signer"
          ? html`<ui-select
              .label=${t("approvals.when")}
              .value=${this._when}
              .options=${[
                { value: "before", label: t("approvals.when.before") },
                { value: "after", label: t("approvals.when.after") },
              ]}
              @change=${(event: Event) => (this._when = valueOf(event) === "after" ? "after" : "before")}
            ></ui-select>`
          : nothing
      }
      <person-picker
        ?multiple=${this.action === "copy"}
        .label=${this.action === "copy" ? t("approvals.people") : t("approvals.person")}
        .error=${this._missing}
        .people=${this._people}
        @change=${(event: Event) => (this._people = (event.currentTarget as HTMLElementTagNameMap["person-picker"]).people)}
      ></person-picker>`;
  }

  private _return() {
    return html`<ui-select
        .label=${t("approvals.return-to")}
        .value=${this._to}
        .options=${[
          { value: "", label: t("approvals.to-initiator", { name: localized(this.approval.initiator.name) }) },
          ...this.approval.returnTo.map(({ id, name }) => ({ value: id, label: localized(name) })),
        ]}
        @change=${(event: Event) => (this._to = valueOf(event))}
      ></ui-select>
      <ui-select
        .label=${t("approvals.then")}
        .value=${this._then}
        .options=${[
          { value: "continue", label: t("approvals.then.continue") },
          { value: "again", label: t("approvals.then.again") },
        ]}
        @change=${(event: Event) => (this._then = valueOf(event) === "again" ? "again" : "continue")}
      ></ui-select>`;
  }

  private _built(): Action | null {
    const task = this.approval.task ?? "";
    const [person] = this._people;
    switch (this.action) {
      case "approve":
        return { kind: "approve", task, values: this.values };
      case "refuse":
        return { kind: "refuse", task };
      case "return":
        return { kind: "return", task, to: this._to === "" ? null : this._to, afterwards: this._then };
      case "comment":
        return this._comment.trim() === "" ? null : { kind: "comment" };
      case "copy":
        return person === undefined ? null : { kind: "copy", people: this._people.map(({ id }) => id) };
      case "pass-on":
        return person === undefined ? null : { kind: "pass-on", task, person: person.id };
      case "add-signer":
        return person === undefined ? null : { kind: "add-signer", task, person: person.id, when: this._when };
    }
  }

  private async _do(): Promise<void> {
    const action = this._built();
    if (action === null) {
      this._missing = this.action === "comment" ? t("approvals.problem.missing") : t("approvals.choose-person");
      return;
    }
    this._busy = true;
    try {
      const done = await act(this.approval, action, { comment: this._comment, signature: this._signature });
      if (done !== null) this.close(done);
    } finally {
      this._busy = false;
    }
  }
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLElementTagNameMap["ui-select"]).value;

declare global {
  interface HTMLElementTagNameMap {
    "dialog-act": DialogAct;
  }
}
