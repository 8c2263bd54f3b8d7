import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { entryListStyles } from "./entry-list-styles.ts";
import type { RequestDetail } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-textarea.ts";

const scores = [1, 2, 3, 4, 5] as const;

/** One request as its customer sees it: number, state, what was written, an answer, the end, the rating. */
@customElement("request-panel")
export class RequestPanel extends PorticoElement {
  static override styles = [
    sharedStyles,
    entryListStyles,
    css`
      h2 {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        overflow-wrap: anywhere;
      }
      .sum {
        margin-block: var(--space-1) var(--space-4);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      form,
      ui-banner {
        margin-block: var(--space-4);
      }
      .hint {
        color: var(--color-text-2);
      }
    `,
  ];

  @property() ticketId = "";
  @state() private _request: RequestDetail | null = null;
  @state() private _error: unknown = null;
  @state() private _text = "";
  @state() private _words = "";
  @state() private _score = 0;
  @state() private _busy = false;
  private _requestId: string = crypto.randomUUID();
  protected readonly live = new LiveReload(this, ["requests"], () => this._load());

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("ticketId")) return;
    this._request = null;
    this._error = null;
    this._text = "";
    this._score = 0;
    void this._load();
  }

  override render() {
    const request = this._request;
    if (request === null) {
      if (this._error === null) return html`<ui-skeleton rows="5"></ui-skeleton>`;
      return html`<ui-empty
        icon="help"
        .heading=${t("tickets.requests.failed")}
        .text=${errorText(this._error)}
      ></ui-empty>`;
    }
    const { title, number, state: stands, owner, expectedAt, messages, fields } = request;
    return html`
      <h2>${title}</h2>
      <p class="sum">
        ${number} · ${t(`tickets.state-for.${stands}`)}
        ${owner === null ? nothing : html` · ${t("tickets.requests.owner", { name: owner })}`}
      </p>
      ${
        stands === "new"
          ? html`<ui-banner tone="success"
              >${t("tickets.requests.filed", { number })}
              ${
                expectedAt === null
                  ? nothing
                  : t("tickets.requests.expected", { when: formatWhen(expectedAt, "exact") })
              }</ui-banner
            >`
          : nothing
      }
      ${fields.map(({ label, value }) => html`<p class="hint">${localized(label)}: ${value}</p>`)}
      <ol class="entries">
        ${repeat(
          messages,
          ({ id }) => id,
          ({ side, author, text, at }) =>
            html`<li>
              <article class="entry ${side}">
                <header>
                  <strong>${author}</strong
                  ><time datetime=${at} title=${formatWhen(at, "exact")}>${formatWhen(at)}</time>
                </header>
                <p>${text}</p>
              </article>
            </li>`,
        )}
      </ol>
      ${this._rating(request)} ${request.canWrite ? this._answer(request) : nothing}
    `;
  }

  private _rating({ canRate, rating }: RequestDetail) {
    if (rating !== null) {
      return html`<ui-banner tone="success">${t("tickets.requests.thanks", { score: rating.score })}</ui-banner>`;
    }
    if (!canRate) return nothing;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <p id="question">${t("tickets.requests.rate")}</p>
      <div class="actions" role="group" aria-labelledby="question">
        ${scores.map(
          (score) =>
            html`<ui-button
              size="small"
              icon="star"
              variant=${score === this._score ? "primary" : "secondary"}
              @click=${() => (this._score = score)}
              >${t("tickets.requests.score", { score })}</ui-button
            >`,
        )}
      </div>
      <ui-textarea
        rows="2"
        maxLength="2000"
        .label=${t("tickets.requests.words")}
        .value=${this._words}
        @input=${(event: Event) => (this._words = (event.target as HTMLTextAreaElement).value)}
      ></ui-textarea>
      <div>
        <ui-button variant="primary" .busy=${this._busy} ?disabled=${this._score === 0} @click=${this._rate}
          >${t("tickets.requests.send-rating")}</ui-button
        >
      </div>
    </form>`;
  }

  private _answer({ state: stands }: RequestDetail) {
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <ui-textarea
        rows="4"
        maxLength="20000"
        .label=${t("tickets.requests.write")}
        .hint=${stands === "solved" ? t("tickets.requests.reopen") : ""}
        .value=${this._text}
        @input=${(event: Event) => (this._text = (event.target as HTMLTextAreaElement).value)}
      ></ui-textarea>
      <div class="actions">
        <ui-button
          variant="primary"
          icon="send"
          .busy=${this._busy}
          ?disabled=${this._text.trim() === ""}
          @click=${this._send}
          >${t("tickets.send")}</ui-button
        >
        <ui-button variant="ghost" icon="check" @click=${this._end}>${t("tickets.requests.end")}</ui-button>
      </div>
    </form>`;
  }

  private readonly _rate = async (): Promise<void> =>
    this._do(async (params) =>
      api.call("POST /api/requests/{ticketId}/rating", { params, body: { score: this._score, words: this._words } }),
    );

  private readonly _end = async (): Promise<void> =>
    this._do(async (params) => api.call("POST /api/requests/{ticketId}/close", { params }));

  private readonly _send = async (): Promise<void> =>
    this._do(async (params) => {
      const body = { text: this._text.trim(), requestId: this._requestId };
      const request = await api.call("POST /api/requests/{ticketId}/messages", { params, body });
      this._text = "";
      this._requestId = crypto.randomUUID();
      return request;
    });

  private async _do(act: (params: { ticketId: string }) => Promise<RequestDetail>): Promise<void> {
    if (this._busy) return;
    const { ticketId } = this;
    this._busy = true;
    try {
      const request = await act({ ticketId });
      if (ticketId === this.ticketId) this._request = request;
      this.dispatchEvent(new CustomEvent("request-changed"));
    } catch (error) {
      showToast(errorText(error), "danger");
    } finally {
      this._busy = false;
    }
  }

  private readonly _load = async (): Promise<void> => {
    const { ticketId } = this;
    if (ticketId === "") return;
    try {
      const request = await api.call("GET /api/requests/{ticketId}", { params: { ticketId } });
      if (ticketId === this.ticketId) this._request = request;
    } catch (error) {
      if (ticketId === this.ticketId && this._request === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "request-panel": RequestPanel;
  }
}
