import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { refusedFields } from "../../api/field-problems.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import { keptPasses } from "./anonymous-store.ts";
import type { SuggestionTopic } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-checkbox.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-textarea.ts";

type Field = "topicId" | "title" | "text";
const fieldNames = ["topicId", "title", "text"] as const;
const isField = (name: string): name is Field => (fieldNames as readonly string[]).includes(name);

/** Asks for a suggestion and sends it in, with or without a name. Gives its id. */
@customElement("dialog-suggest")
export class DialogSuggest extends DialogBase<string> {
  static override styles = [
    DialogBase.styles,
    css`
      form {
        display: grid;
        gap: var(--space-4);
      }
    `,
  ];

  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _wrong: ReadonlySet<Field> = new Set();
  @state() private _anonymous = false;
  private readonly _requestId = crypto.randomUUID();
  private _secret = "";

  private readonly _topics = new Task(this, {
    task: async (_args, { signal }) => (await api.call("GET /api/suggestions/topics", {}, signal)).items,
    args: () => [],
  });

  override render() {
    return html`<ui-dialog .heading=${t("suggestions.suggest")} .closable=${!this._busy} @ui-close=${this.done}>
      ${this._topics.render({
        pending: () => html`<ui-skeleton rows="4"></ui-skeleton>`,
        error: (error) => html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`,
        complete: (topics) =>
          topics.length === 0
            ? html`<ui-empty icon="idea" .heading=${t("suggestions.no-topics")}></ui-empty>`
            : this._form(topics),
      })}
      <ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button
        slot="footer"
        variant="primary"
        .busy=${this._busy}
        ?disabled=${(this._topics.value ?? []).length === 0}
        @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
        >${t("suggestions.send")}</ui-button
      >
    </ui-dialog>`;
  }

  private _form(topics: readonly SuggestionTopic[]) {
    return html`<form novalidate @submit=${this._send}>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      <ui-select
        name="topicId"
        required
        .label=${t("suggestions.topic")}
        .placeholder=${t("suggestions.choose-topic")}
        .error=${this._said("topicId")}
        .options=${topics.map(({ id, name, owner }) => ({
          value: id,
          label: owner === null ? localized(name) : `${localized(name)} · ${localized(owner.name)}`,
        }))}
      ></ui-select>
      <ui-input
        name="title"
        required
        maxLength="120"
        .label=${t("suggestions.title")}
        .error=${this._said("title")}
      ></ui-input>
      <ui-textarea
        name="text"
        required
        rows="6"
        maxLength="8000"
        .label=${t("suggestions.text")}
        .error=${this._said("text")}
      ></ui-textarea>
      <ui-checkbox
        name="shareAnswer"
        checked
        .label=${t("suggestions.share")}
        .hint=${t("suggestions.share-hint")}
      ></ui-checkbox>
      <ui-checkbox
        name="anonymous"
        .checked=${this._anonymous}
        ?disabled=${!this._canHide}
        .label=${t("suggestions.anonymous")}
        .hint=${this._canHide ? t("suggestions.anonymous-hint") : t("suggestions.no-passes")}
        @change=${() => (this._anonymous = !this._anonymous)}
      ></ui-checkbox>
    </form>`;
  }

  /** Without a secure context there is no cryptography in the browser. */
  private get _canHide(): boolean {
    return isSecureContext && keptPasses().length > 0;
  }

  private _said(field: Field): string {
    return this._wrong.has(field) ? t(`suggestions.wrong.${field}`) : "";
  }

  private async _send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this._busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const draft = {
      topicId: formText(data, "topicId"),
      title: formText(data, "title").trim(),
      text: formText(data, "text").trim(),
      shareAnswer: data.get("shareAnswer") === "on",
    };
    this._problem = "";
    this._wrong = new Set(fieldNames.filter((name) => draft[name] === ""));
    if (this._wrong.size > 0) return;
    this._busy = true;
    try {
      this.close(await this._sent(draft));
    } catch (error) {
      this._wrong = new Set(refusedFields(error).filter(isField));
      if (this._wrong.size === 0) this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }

  private async _sent(draft: { topicId: string; title: string; text: string; shareAnswer: boolean }): Promise<string> {
    if (!this._anonymous) {
      const whole = await api.call("POST /api/suggestions", { body: { ...draft, requestId: this._requestId } });
      return whole.suggestion.id;
    }
    const { newSecret, sendAnonymously } = await import("./anonymous.ts");
    this._secret ||= newSecret();
    return (await sendAnonymously(draft, this._secret)).suggestion.id;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-suggest": DialogSuggest;
  }
}
