import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { refusedFields } from "../../api/field-problems.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { currentLocale, localized, t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import { issuedLink } from "./issued-link.ts";
import type { Customer, IssuedLink } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";

/** Offered lengths of access, days. */
const lengths = [7, 30, 90, 180, 365] as const;
const usualLength = 30;

type Field = "customerId" | "name" | "email";

/** What is wrong with a field, in words for whoever fills it in. */
const wrong = {
  customerId: () => t("guests.wrong-customer"),
  name: () => t("guests.wrong-name"),
  email: () => t("guests.wrong-email"),
} as const satisfies Record<Field, () => string>;

const isField = (name: string): name is Field => Object.hasOwn(wrong, name);

/** Invites somebody from a customer company; then shows the link to hand over. */
@customElement("dialog-invite")
export class DialogInvite extends DialogBase<IssuedLink> {
  static override styles = [
    DialogBase.styles,
    css`
      form {
        display: grid;
        gap: var(--space-4);
      }
      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-3);
      }
    `,
  ];

  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _wrong: ReadonlySet<Field> = new Set();
  @state() private _issued: IssuedLink | null = null;
  private _request = { content: "", id: "" };

  private readonly _customers = new Task(this, {
    task: async (_args, { signal }) => (await api.call("GET /api/customers", {}, signal)).items,
    args: () => [],
  });

  override render() {
    const issued = this._issued;
    const heading = issued === null ? t("guests.invite") : t("guests.invited", { name: issued.guest.name });
    return html`<ui-dialog .heading=${heading} .closable=${!this._busy} @ui-close=${this._onClose}>
      ${issued === null ? this._choose() : html`<div class="stack">${issuedLink(issued)}</div>`}
      ${
        issued === null
          ? html`<ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
              <ui-button
                slot="footer"
                variant="primary"
                .busy=${this._busy}
                ?disabled=${(this._customers.value ?? []).length === 0}
                @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
                >${t("guests.create-link")}</ui-button
              >`
          : html`<ui-button slot="footer" @click=${() => this.close(issued)}>${t("components.done")}</ui-button>`
      }
    </ui-dialog>`;
  }

  private _choose() {
    return this._customers.render({
      pending: () => html`<ui-skeleton rows="4"></ui-skeleton>`,
      error: (error) =>
        html`<ui-banner tone="danger">
          ${errorText(error)}
          <ui-button slot="action" size="small" @click=${() => this._customers.run()}
            >${t("components.retry")}</ui-button
          >
        </ui-banner>`,
      complete: (customers) => (customers.length === 0 ? this._noCustomers() : this._form(customers)),
    });
  }

  private _noCustomers() {
    return html`<ui-empty
      icon="building"
      .heading=${t("guests.no-customers")}
      .text=${t("guests.no-customers-text")}
    ></ui-empty>`;
  }

  private _form(customers: readonly Customer[]) {
    return html`<form novalidate @submit=${this._invite}>
      <p class="quiet">${t("guests.invite-text")}</p>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      <ui-select
        name="customerId"
        required
        .label=${t("guests.customer")}
        .placeholder=${t("guests.choose-customer")}
        .error=${this._saidOf("customerId")}
        .options=${customers.map(({ id, name }) => ({ value: id, label: localized(name) }))}
      ></ui-select>
      <ui-input
        name="name"
        required
        maxLength="80"
        .label=${t("guests.guest-name")}
        .error=${this._saidOf("name")}
      ></ui-input>
      <ui-input
        name="email"
        type="email"
        maxLength="254"
        .label=${t("guests.email")}
        .error=${this._saidOf("email")}
      ></ui-input>
      <div class="pair">
        <ui-select
          name="locale"
          .label=${t("guests.language")}
          .value=${currentLocale() === "zh" ? "zh" : "en"}
          .options=${[
            { value: "en", label: "English" },
            { value: "zh", label: "中文" },
          ]}
        ></ui-select>
        <ui-select
          name="days"
          .label=${t("guests.length")}
          .value=${String(usualLength)}
          .options=${lengths.map((days) => ({ value: String(days), label: t("guests.days", { days }) }))}
        ></ui-select>
      </div>
    </form>`;
  }

  private async _invite(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => formText(data, name);
    this._problem = "";
    this._wrong = new Set((["customerId", "name"] as const).filter((name) => text(name) === ""));
    if (this._wrong.size > 0) return this._toFirstWrong();
    this._busy = true;
    const invitation = {
      customerId: text("customerId"),
      name: text("name"),
      locale: text("locale") === "zh" ? ("zh" as const) : ("en" as const),
      accountDays: Number(text("days")),
      ...(text("email") === "" ? {} : { email: text("email") }),
    };
    try {
      this._issued = await api.call("POST /api/guests", {
        body: { ...invitation, requestId: this._requestFor(JSON.stringify(invitation)) },
      });
    } catch (error) {
      this._wrong = new Set(refusedFields(error).filter(isField));
      if (this._wrong.size === 0) this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
    await this._toFirstWrong();
  }

  private _saidOf(field: Field): string {
    return this._wrong.has(field) ? wrong[field]() : "";
  }

  private async _toFirstWrong(): Promise<void> {
    await this.updateComplete;
    const [first] = this._wrong;
    if (first !== undefined) this.renderRoot.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }

  /** The same invitation sent again, because the answer was lost, is the same request; a corrected one is another. */
  private _requestFor(content: string): string {
    if (this._request.content !== content) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      this._request = { content, id: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
    }
    return this._request.id;
  }

  /** Closed by Esc after the link came: the guest exists all the same. */
  private _onClose(): void {
    this.outcome ??= this._issued;
    this.done();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-invite": DialogInvite;
  }
}
