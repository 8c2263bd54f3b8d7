import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { RequestType } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-checkbox.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-textarea.ts";

type Field = RequestType["fields"][number];

/** A new request by the form of its type; fields with a condition appear when it holds. Fires `request-filed`. */
@customElement("request-form")
export class RequestForm extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      form {
        display: grid;
        gap: var(--space-4);
      }
      h2 {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
      }
    `,
  ];

  @state() private _typeId = "";
  @state() private _answers: Readonly<Record<string, string>> = {};
  @state() private _problem = "";
  @state() private _busy = false;
  private readonly _requestId: string = crypto.randomUUID();

  private readonly _types = new Task(this, {
    task: async (_args, { signal }) => (await api.call("GET /api/requests/types", {}, signal)).items,
    args: () => [],
  });

  override render() {
    return html`<h2>${t("tickets.requests.new")}</h2>
      ${this._types.render({
        pending: () => html`<ui-skeleton rows="5"></ui-skeleton>`,
        error: (error) => html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`,
        complete: (types) => this._form(types),
      })}`;
  }

  private _form(types: readonly RequestType[]) {
    const type = types.find(({ id }) => id === this._typeId);
    const fields = (type?.fields ?? []).filter(({ when }) => when === null || this._answers[when.field] === when.is);
    return html`<form novalidate @submit=${this._send}>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      <ui-select
        name="typeId"
        required
        .label=${t("tickets.requests.kind")}
        .placeholder=${t("tickets.requests.choose")}
        .hint=${type === undefined ? "" : localized(type.hint)}
        .value=${this._typeId}
        .options=${types.map(({ id, name }) => ({ value: id, label: localized(name) }))}
        @change=${(event: Event) => (this._typeId = (event.target as HTMLSelectElement).value)}
      ></ui-select>
      ${fields.map((field) => this._field(field))}
      <ui-input name="title" required maxLength="200" .label=${t("tickets.requests.subject")}></ui-input>
      <ui-textarea name="text" required rows="6" maxLength="20000" .label=${t("tickets.requests.text")}></ui-textarea>
      <div>
        <ui-button variant="primary" type="submit" icon="send" .busy=${this._busy}
          >${t("tickets.requests.send")}</ui-button
        >
      </div>
    </form>`;
  }

  private _field({ id, label, kind, required, choices }: Field) {
    const set = (event: Event): void => {
      this._answers = { ...this._answers, [id]: (event.target as HTMLInputElement).value };
    };
    const shown = localized(label);
    if (kind === "choice") {
      return html`<ui-select
        ?required=${required}
        .label=${shown}
        .placeholder=${t("tickets.requests.choose")}
        .value=${this._answers[id] ?? ""}
        .options=${choices.map((choice) => ({ value: choice.en, label: localized(choice) }))}
        @change=${set}
      ></ui-select>`;
    }
    if (kind === "long") {
      return html`<ui-textarea ?required=${required} .label=${shown} @input=${set}></ui-textarea>`;
    }
    if (kind === "check") {
      return html`<ui-checkbox
        .label=${shown}
        @change=${(event: Event) => {
          const { checked } = event.target as HTMLInputElement;
          this._answers = { ...this._answers, [id]: checked ? "yes" : "" };
        }}
      ></ui-checkbox>`;
    }
    return html`<ui-input ?required=${required} type=${kind} .label=${shown} @input=${set}></ui-input>`;
  }

  private async _send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const [title, text] = [formText(data, "title"), formText(data, "text")];
    if (this._typeId === "" || title === "" || text === "") {
      const missing = [
        ...(this._typeId === "" ? [t("tickets.requests.kind")] : []),
        ...(title === "" ? [t("tickets.requests.subject")] : []),
        ...(text === "" ? [t("tickets.requests.text")] : []),
      ];
      this._problem = t("error.TICKET_ANSWERS_MISSING", { fields: missing.join(", ") });
      return;
    }
    this._busy = true;
    this._problem = "";
    try {
      const filed = await api.call("POST /api/requests", {
        body: { typeId: this._typeId, title, text, fields: this._answers, requestId: this._requestId },
      });
      this.dispatchEvent(new CustomEvent("request-filed", { detail: { id: filed.id } }));
    } catch (error) {
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "request-form": RequestForm;
  }
}
