import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { eventText } from "../audit/entry-text.ts";
import { consumerText, itemState } from "./item-state.ts";
import type { ItemDetail } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-skeleton.ts";

/** One item with its way so far; whoever may, hands it over once more. Closes with true when that was done. */
@customElement("dialog-item")
export class DialogItem extends DialogBase<true> {
  static override styles = [
    ...[DialogBase.styles].flat(),
    css`
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-4);
        overflow-wrap: anywhere;
      }
      dt {
        color: var(--color-text-3);
      }
      ol {
        display: grid;
        gap: var(--space-2);
        padding-inline-start: var(--space-4);
        border-inline-start: 2px solid var(--color-line-strong);
        overflow-wrap: anywhere;
      }
      ol span,
      ol time {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      ol strong {
        display: block;
        font-weight: var(--weight-medium);
      }
      pre {
        max-block-size: 12rem;
        padding: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--color-sunken);
        font-family: var(--font-mono);
        font-size: var(--text-s);
        white-space: pre-wrap;
        overflow: auto;
        overflow-wrap: anywhere;
      }
      h3 {
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
    `,
  ];

  @property() itemId = "";
  /** Whether to offer handing it over. */
  @property({ type: Boolean }) mayReplay = false;
  @state() private _detail: ItemDetail | null = null;
  @state() private _error: unknown = null;
  @state() private _busy = false;
  private _loading = new AbortController();
  protected readonly live = new LiveReload(this, ["operations"], () => this._load());

  override connectedCallback(): void {
    super.connectedCallback();
    void this._load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._loading.abort();
  }

  override render() {
    const detail = this._detail;
    const replayable = this.mayReplay && detail !== null && detail.item.state !== "rejected";
    return html`<ui-dialog
      .heading=${detail === null ? t("operations.item") : eventText(detail.item.what)}
      @ui-close=${this.done}
    >
      <div class="stack">
        ${this._error === null ? nothing : html`<ui-banner tone="danger">${errorText(this._error)}</ui-banner>`}
        ${detail === null ? (this._error === null ? html`<ui-skeleton rows="5"></ui-skeleton>` : nothing) : this._content(detail)}
      </div>
      <ui-button slot="footer" @click=${this.close}>${t("components.close")}</ui-button>
      ${
        replayable
          ? html`<ui-button slot="footer" variant="primary" icon="refresh" .busy=${this._busy} @click=${this._replay}
              >${t("operations.replay")}</ui-button
            >`
          : nothing
      }
    </ui-dialog>`;
  }

  private _content({ item, timeline, behind, content }: ItemDetail) {
    return html`
      <dl>
        <dt>${t("operations.column.state")}</dt>
        <dd>${itemState(item.state)}</dd>
        <dt>${t("operations.column.what")}</dt>
        <dd>${item.what}</dd>
        <dt>${t("operations.column.stream")}</dt>
        <dd>${item.stream}</dd>
        ${
          item.consumer === null
            ? nothing
            : html`<dt>${t("operations.column.consumer")}</dt>
                <dd>${consumerText(item.consumer)}</dd>`
        }
        ${
          item.attempts === 0
            ? nothing
            : html`<dt>${t("operations.attempts")}</dt>
                <dd>${item.attempts}</dd>`
        }
        ${
          item.problem === null
            ? nothing
            : html`<dt>${t("operations.column.problem")}</dt>
                <dd>${item.problem}</dd>`
        }
      </dl>
      ${behind === 0 ? nothing : html`<ui-banner tone="warning">${t("operations.behind", { count: behind })}</ui-banner>`}
      <h3>${t("operations.way")}</h3>
      <ol>
        ${timeline.map(
          ({ step, at, detail }) =>
            html`<li>
              <strong>${t(`operations.step.${step}`)}</strong>
              <time datetime=${at}>${formatDate(at, "moment")}</time>
              ${detail === null ? nothing : html`<span> · ${step === "handled" ? consumerText(detail) : detail}</span>`}
            </li>`,
        )}
      </ol>
      <h3>${t("operations.content")}</h3>
      <pre tabindex="0">${JSON.stringify(content, null, 2)}</pre>
    `;
  }

  private async _load(): Promise<void> {
    this._loading.abort();
    this._loading = new AbortController();
    const { signal } = this._loading;
    const params = { itemId: this.itemId };
    try {
      const detail = await api.call("GET /api/operations/items/{itemId}", { params }, signal);
      if (signal.aborted) return;
      this._detail = detail;
      this._error = null;
    } catch (error) {
      if (!signal.aborted) this._error = error;
    }
  }

  private async _replay(): Promise<void> {
    const detail = this._detail;
    if (detail === null || this._busy) return;
    const agreed = await confirmed({
      heading: t("operations.replay-heading"),
      text: t("operations.replay-text"),
      action: t("operations.replay"),
    });
    if (!agreed) return;
    this._busy = true;
    this._loading.abort();
    try {
      this._detail = await api.call("POST /api/operations/items/{itemId}/replay", {
        params: { itemId: this.itemId },
        body: { expectedVersion: detail.item.version },
      });
      this._error = null;
      this.outcome = true;
    } catch (error) {
      this._error = error;
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "dialog-item": DialogItem;
  }
}
