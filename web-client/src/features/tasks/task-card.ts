import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { move } from "./act.ts";
import { taskLine, taskState } from "./task-facts.ts";
import type { Task, TaskState } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-skeleton.ts";

/** A task in a conversation or in the Inbox, with its next step. */
@customElement("task-card")
export class TaskCard extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      .card {
        display: grid;
        gap: var(--space-3);
        max-inline-size: 30rem;
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        background: var(--color-raised);
        color: var(--color-text);
      }
      .top {
        display: flex;
        gap: var(--space-3);
        align-items: flex-start;
      }
      .top a {
        flex: 1;
        min-inline-size: 0;
        color: inherit;
        font-weight: var(--weight-bold);
        overflow-wrap: anywhere;
        text-decoration: none;
      }
      .top a:hover {
        text-decoration: underline;
      }
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];

  @property() taskId = "";
  @state() private _task: Task | null = null;
  @state() private _error: unknown = null;
  @state() private _busy = false;
  protected readonly live = new LiveReload(this, ["tasks"], () => this._load());

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("taskId")) return;
    this._task = null;
    void this._load();
  }

  override render() {
    const task = this._task;
    if (task === null) return this._without();
    const next = task.state === "open" ? "doing" : "done";
    return html`<div class="card">
      <div class="top"><a href="/work/tasks/${task.id}">${task.title}</a>${taskState(task)}</div>
      <p class="quiet">${taskLine(task)}</p>
      ${
        task.abilities.includes("task.write") && task.state !== "done"
          ? html`<div class="actions">
              ${this._button(task, next, "primary")} ${next === "doing" ? this._button(task, "done", "secondary") : nothing}
            </div>`
          : nothing
      }
    </div>`;
  }

  private _button(task: Task, to: TaskState, variant: "primary" | "secondary") {
    return html`<ui-button size="small" .variant=${variant} .busy=${this._busy} @click=${async () => this._move(task, to)}
      >${t(`tasks.move.${to}`)}</ui-button
    >`;
  }

  private _without() {
    if (this._error === null) return html`<div class="card"><ui-skeleton rows="2"></ui-skeleton></div>`;
    const gone = this._error instanceof ApiError && this._error.status === 404;
    return html`<div class="card">
      <p class="quiet">${gone ? t("tasks.card-not-for-you") : errorText(this._error)}</p>
    </div>`;
  }

  private async _move(task: Task, to: TaskState): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    const moved = await move(task, to);
    this._busy = false;
    if (moved === null) await this._load();
    else this._task = moved;
  }

  private readonly _load = async (): Promise<void> => {
    const { taskId } = this;
    if (taskId === "") return;
    try {
      const found = await api.call("GET /api/tasks/{taskId}", { params: { taskId } });
      if (taskId !== this.taskId) return;
      this._task = found;
      this._error = null;
    } catch (error) {
      if (taskId !== this.taskId) return;
      this._task = null;
      this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "task-card": TaskCard;
  }
}
