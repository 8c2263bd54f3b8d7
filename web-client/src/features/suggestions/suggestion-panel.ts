import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import { formatDate } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { listDetailStyles } from "../../styles/list-detail.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { keptSuggestions } from "./anonymous-store.ts";
import { suggestionState } from "./suggestion-state.ts";
import type { Suggestion, SuggestionMessage, WholeSuggestion } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-textarea.ts";

/** One suggestion: what it says, where it stands, the questions, the answer, and what the reader can do. */
@customElement("suggestion-panel")
export class SuggestionPanel extends PorticoElement {
  static override styles = [
    sharedStyles,
    listDetailStyles,
    css`
      header {
        display: flex;
        align-items: flex-start;
        gap: var(--space-3);
      }
      h2 {
        flex: 1;
        font-size: var(--text-xl);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        margin-block: var(--space-2) var(--space-5);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .text {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        line-height: 1.6;
      }
      .answer {
        margin-block-start: var(--space-6);
        padding: var(--space-4);
        border-inline-start: 3px solid var(--color-accent);
        border-radius: var(--radius-s);
        background: var(--color-sunken);
      }
      h3 {
        margin-block: var(--space-6) var(--space-3);
        font-size: var(--text-m);
      }
      .answer h3 {
        margin: 0 0 var(--space-2);
      }
      .messages {
        display: grid;
        gap: var(--space-3);
      }
      .messages li {
        display: grid;
        gap: var(--space-1);
        padding: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--color-sunken);
      }
      .messages small {
        color: var(--color-text-3);
      }
      form {
        display: grid;
        gap: var(--space-2);
        justify-items: end;
        margin-block-start: var(--space-4);
      }
      form ui-textarea {
        inline-size: 100%;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-block-start: var(--space-5);
      }
    `,
  ];

  @property() suggestionId = "";
  @state() private _busy = false;

  private readonly _whole = new Task(this, {
    task: async ([id], { signal }) => this._read(id, signal),
    args: () => [this.suggestionId] as const,
  });
  protected readonly live = new LiveReload(this, ["suggestions"], () => this._whole.run());

  /** Only this browser knows which anonymous suggestions are its user's. */
  private get _secret(): string | undefined {
    return keptSuggestions().find(({ id }) => id === this.suggestionId)?.secret;
  }

  private async _read(suggestionId: string, signal: AbortSignal): Promise<WholeSuggestion> {
    const secret = this._secret;
    if (secret === undefined) {
      return api.call("GET /api/suggestions/{suggestionId}", { params: { suggestionId } }, signal);
    }
    const { readAnonymously } = await import("./anonymous.ts");
    return readAnonymously(secret, signal);
  }

  override render() {
    const shown = this._whole.value?.suggestion.id === this.suggestionId ? this._whole.value : null;
    return this._whole.render({
      pending: () =>
        shown === null ? html`<div class="detail"><ui-skeleton rows="8"></ui-skeleton></div>` : this._content(shown),
      error: (error) =>
        html`<ui-empty icon="help" .heading=${t("suggestions.not-found")} .text=${errorText(error)}>
          <ui-button href="/work/suggestions">${t("suggestions.to-all")}</ui-button>
        </ui-empty>`,
      complete: (whole) => this._content(whole),
    });
  }

  private _content({ suggestion, messages }: WholeSuggestion) {
    const { answer } = suggestion;
    return html`<article class="detail">
      <header>
        <h2>${suggestion.title}</h2>
        <ui-icon-button
          icon="close"
          .label=${t("components.close")}
          @click=${() => this.dispatchEvent(new CustomEvent("ui-close"))}
        ></ui-icon-button>
      </header>
      ${this._facts(suggestion)}
      <p class="text">${suggestion.text}</p>
      ${
        answer === null
          ? nothing
          : html`<section class="answer">
              <h3>${t("suggestions.answer")}</h3>
              <p class="text">${answer}</p>
            </section>`
      }
      ${this._actions(suggestion)} ${this._messages(suggestion, messages)}
    </article>`;
  }

  private _facts(suggestion: Suggestion) {
    const { number, topic, owner, author, anonymous, receivedAt, dueAt, escalations } = suggestion;
    return html`<div class="facts">
      ${suggestionState(suggestion)}
      <span>${t("suggestions.number", { number })}</span>
      <span>${localized(topic.name)}</span>
      <span
        >${author === null ? t("suggestions.by-nobody") : t("suggestions.by", { name: localized(author.name) })},
        ${formatDate(receivedAt, anonymous ? "short-date" : "moment")}</span
      >
      ${owner === null ? nothing : html`<span>${t("suggestions.owned-by", { name: localized(owner.name) })}</span>`}
      ${dueAt === null ? nothing : html`<span>${t("suggestions.due", { date: formatDate(dueAt, "short-date") })}</span>`}
      ${escalations === 0 ? nothing : html`<span>${t("suggestions.escalated", { count: escalations })}</span>`}
    </div>`;
  }

  private _actions(suggestion: Suggestion) {
    const handles = suggestion.abilities.includes("suggestion.handle");
    const open = suggestion.state === "received" || suggestion.state === "under_review";
    const vote = suggestion.abilities.includes("suggestion.vote");
    return html`<div class="actions">
      ${
        vote || suggestion.votes > 0
          ? html`<ui-button
              size="small"
              icon="like"
              .variant=${suggestion.voted ? "primary" : "secondary"}
              ?disabled=${!vote || this._busy}
              @click=${() => this._vote(suggestion)}
              >${t("suggestions.votes", { count: suggestion.votes })}</ui-button
            >`
          : nothing
      }
      ${
        handles && open
          ? html`<ui-button variant="primary" size="small" @click=${() => this._decide(suggestion)}
                >${t("suggestions.decide")}</ui-button
              >
              ${
                suggestion.state === "received"
                  ? html`<ui-button size="small" .busy=${this._busy} @click=${() => this._step(suggestion, "review")}
                      >${t("suggestions.review")}</ui-button
                    >`
                  : nothing
              }
              <ui-button size="small" @click=${() => this._handOn(suggestion)}>${t("suggestions.hand-on")}</ui-button>`
          : nothing
      }
      ${
        handles && suggestion.state === "decided" && suggestion.outcome === "accepted"
          ? html`<ui-button
              variant="primary"
              size="small"
              .busy=${this._busy}
              @click=${() => this._step(suggestion, "completion")}
              >${t("suggestions.complete")}</ui-button
            >`
          : nothing
      }
    </div>`;
  }

  private _messages(suggestion: Suggestion, messages: readonly SuggestionMessage[]) {
    const open = suggestion.state === "received" || suggestion.state === "under_review";
    const asks = suggestion.abilities.includes("suggestion.handle");
    const writes = open && (asks || this._secret !== undefined || messages.length > 0);
    if (messages.length === 0 && !writes) return nothing;
    return html`<h3>${t("suggestions.questions")}</h3>
      <ul class="messages">
        ${messages.map(
          ({ name, text, at }) =>
            html`<li>
              <small
                >${name === null ? t("suggestions.anonymous-author") : localized(name)} ·
                ${formatDate(at, name === null ? "short-date" : "moment")}</small
              >
              <span class="text">${text}</span>
            </li>`,
        )}
      </ul>
      ${
        writes
          ? html`<form @submit=${this._say}>
              <ui-textarea
                name="text"
                rows="2"
                maxLength="8000"
                .label=${asks ? t("suggestions.ask") : t("suggestions.reply")}
              ></ui-textarea>
              <ui-button
                size="small"
                .busy=${this._busy}
                @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
                >${t("suggestions.send")}</ui-button
              >
            </form>`
          : nothing
      }`;
  }

  private async _say(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = formText(new FormData(form), "text").trim();
    if (text === "") return;
    const secret = this._secret;
    await this._do(async () => {
      if (secret === undefined) {
        const params = { suggestionId: this.suggestionId };
        await api.call("POST /api/suggestions/{suggestionId}/messages", { params, body: { text } });
      } else await (await import("./anonymous.ts")).replyAnonymously(secret, text);
      form.reset();
    });
  }

  private async _vote({ id, voted }: Suggestion): Promise<void> {
    const request = { params: { suggestionId: id } };
    await this._do(async () =>
      voted
        ? api.call("DELETE /api/suggestions/{suggestionId}/vote", request)
        : api.call("PUT /api/suggestions/{suggestionId}/vote", request),
    );
  }

  private async _step({ id, version }: Suggestion, step: "review" | "completion"): Promise<void> {
    const request = { params: { suggestionId: id }, body: { expectedVersion: version } };
    await this._do(async () =>
      step === "review"
        ? api.call("POST /api/suggestions/{suggestionId}/review", request)
        : api.call("POST /api/suggestions/{suggestionId}/completion", request),
    );
  }

  private async _decide(suggestion: Suggestion): Promise<void> {
    const { DialogDecide } = await import("./dialog-decide.ts");
    if ((await showDialog(Object.assign(new DialogDecide(), { suggestion }))) !== null) await this._whole.run();
  }

  private async _handOn(suggestion: Suggestion): Promise<void> {
    const { DialogHandOn } = await import("./dialog-hand-on.ts");
    const done = await showDialog(Object.assign(new DialogHandOn(), { suggestion }));
    if (done !== null) {
      showToast(t("suggestions.handed-on"));
      await this._whole.run();
    }
  }

  private async _do(work: () => Promise<unknown>): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    try {
      await work();
      await this._whole.run();
    } catch (error) {
      showToast(errorText(error), "danger");
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "suggestion-panel": SuggestionPanel;
  }
}
