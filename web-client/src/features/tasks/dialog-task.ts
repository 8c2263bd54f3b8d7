import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { DialogBase } from "../../components/dialog-base.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { formText } from "../../lib/form-text.ts";
import { conflictLines, draftOf, emptyDraft, type TaskDraft } from "./draft.ts";
import type { TaskStart } from "./new-task.ts";
import type { TaskPerson } from "./task-people.ts";
import type { Task } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-dialog.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-textarea.ts";
import "./task-people.ts";

interface RoomChoice {
  readonly roomId: string;
  readonly label: string;
}

/** Makes a task, or changes one. When somebody else changed it meanwhile, shows what both wrote. Gives the task. */
@customElement("dialog-task")
export class DialogTask extends DialogBase<Task> {
  static override styles = [
    DialogBase.styles,
    css`
      form,
      .conflict {
        display: grid;
        gap: var(--space-4);
      }
      .conflict dl {
        display: grid;
        gap: var(--space-1);
      }
      .conflict dt {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .conflict dd {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) start: TaskStart = {};
  /** The task that is changed; without one, a new one is made. */
  @property({ attribute: false }) task: Task | null = null;
  @state() private _draft: TaskDraft = emptyDraft();
  @state() private _rooms: readonly RoomChoice[] = [];
  @state() private _members: readonly TaskPerson[] = [];
  /** The task as somebody else left it meanwhile. */
  @state() private _theirs: Task | null = null;
  @state() private _problem = "";
  @state() private _wrong = false;
  @state() private _busy = false;
  private readonly _requestId = crypto.randomUUID();

  override connectedCallback(): void {
    super.connectedCallback();
    const { task, start } = this;
    this._draft =
      task === null
        ? { ...emptyDraft(), title: start.title ?? "", text: start.text ?? "", roomId: start.roomId ?? "" }
        : draftOf(task);
    void this._prepare();
  }

  override render() {
    const heading = this.task === null ? t("tasks.new") : t("tasks.edit-heading", { number: this.task.number });
    return html`<ui-dialog .heading=${heading} .closable=${!this._busy} @ui-close=${this.done}>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      ${this._theirs === null ? this._form() : this._conflict(this._theirs)}
      ${this._theirs === null ? this._footer() : nothing}
    </ui-dialog>`;
  }

  private _footer() {
    return html`<ui-button slot="footer" @click=${this.close}>${t("components.cancel")}</ui-button>
      <ui-button
        slot="footer"
        variant="primary"
        .busy=${this._busy}
        @click=${() => this.renderRoot.querySelector("form")?.requestSubmit()}
        >${this.task === null ? t("tasks.create") : t("tasks.save")}</ui-button
      >`;
  }

  private _form() {
    const { title, text, roomId, due, steps, people } = this._draft;
    return html`<form novalidate @submit=${this._onSubmit} @change=${this._onChange}>
      <ui-input
        name="title"
        required
        maxLength="200"
        .label=${t("tasks.title")}
        .value=${title}
        .error=${this._wrong ? t("tasks.wrong-title") : ""}
      ></ui-input>
      ${
        this.task === null && this.start.roomId == null
          ? html`<ui-select
              name="roomId"
              .label=${t("tasks.room")}
              .value=${roomId}
              .options=${[
                { value: "", label: t("tasks.personal") },
                ...this._rooms.map((room) => ({ value: room.roomId, label: room.label })),
              ]}
            ></ui-select>`
          : nothing
      }
      ${
        roomId === ""
          ? nothing
          : html`<task-people
              .people=${people}
              .choices=${this._members}
              @change=${(event: Event) => {
                this._draft = { ...this._draft, people: (event.target as HTMLElementTagNameMap["task-people"]).people };
              }}
            ></task-people>`
      }
      <ui-input name="due" type="datetime-local" .label=${t("tasks.due")} .value=${due}></ui-input>
      <ui-textarea name="text" rows="4" maxLength="8000" .label=${t("tasks.text")} .value=${text}></ui-textarea>
      <ui-textarea
        name="steps"
        rows="4"
        .label=${t("tasks.steps")}
        .hint=${t("tasks.steps-hint")}
        .value=${steps}
      ></ui-textarea>
    </form>`;
  }

  /** Both versions, where they differ; the user says which one stands. */
  private _conflict(theirs: Task) {
    return html`<div class="conflict" role="alert">
        <ui-banner tone="warning">${t("tasks.conflict")}</ui-banner>
        ${conflictLines(this._draft, draftOf(theirs)).map(
          ({ field, mine, other }) =>
            html`<dl>
              <dt>${t(`tasks.field.${field}`)} · ${t("tasks.theirs")}</dt>
              <dd>${other || "—"}</dd>
              <dt>${t(`tasks.field.${field}`)} · ${t("tasks.yours")}</dt>
              <dd>${mine || "—"}</dd>
            </dl>`,
        )}
      </div>
      <ui-button slot="footer" @click=${() => this.close(theirs)}>${t("tasks.take-theirs")}</ui-button>
      <ui-button slot="footer" variant="primary" .busy=${this._busy} @click=${this._keepMine}
        >${t("tasks.keep-mine")}</ui-button
      >`;
  }

  private readonly _keepMine = async (): Promise<void> => {
    this.task = this._theirs;
    await this._save();
  };

  private _onChange(event: Event): void {
    const form = event.currentTarget as HTMLFormElement;
    const before = this._draft.roomId;
    this._read(form);
    if (this._draft.roomId === before) return;
    this._draft = { ...this._draft, people: [] };
    void this._loadMembers();
  }

  private _read(form: HTMLFormElement): void {
    const data = new FormData(form);
    this._draft = {
      ...this._draft,
      title: formText(data, "title").trim(),
      text: formText(data, "text").trim(),
      due: formText(data, "due"),
      steps: formText(data, "steps"),
      ...(data.has("roomId") && { roomId: formText(data, "roomId") }),
    };
  }

  private async _onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this._read(event.target as HTMLFormElement);
    this._wrong = this._draft.title === "";
    if (!this._wrong) await this._save();
  }

  private async _save(): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    this._problem = "";
    try {
      this.close(await (this.task === null ? this._make() : this._change(this.task)));
    } catch (error) {
      if (this.task !== null && error instanceof ApiError && error.code === "VERSION_CONFLICT") {
        this._theirs = await api.call("GET /api/tasks/{taskId}", { params: { taskId: this.task.id } });
      } else this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }

  private async _make(): Promise<Task> {
    const { title, text, roomId, people, due, steps } = this._draft;
    const { source } = this.start;
    // A message of another conversation stays out of the room's task.
    const linked = source !== undefined && (roomId === "" || roomId === source.roomId);
    return api.call("POST /api/tasks", {
      body: {
        requestId: this._requestId,
        roomId: roomId === "" ? null : roomId,
        title,
        text,
        assignees: people.map(({ userId }) => userId),
        dueAt: due === "" ? null : new Date(due).toISOString(),
        checklist: lines(steps),
        source: linked ? source : null,
      },
    });
  }

  private async _change(task: Task): Promise<Task> {
    const { title, text, people, due, steps } = this._draft;
    // A step that says the same keeps its tick.
    const left = [...task.checklist];
    const checklist = lines(steps).map((words) => {
      const at = left.findIndex((item) => item.text === words);
      const [kept] = at < 0 ? [] : left.splice(at, 1);
      return kept ?? { id: crypto.randomUUID(), text: words, done: false };
    });
    return api.call("PUT /api/tasks/{taskId}", {
      params: { taskId: task.id },
      body: {
        title,
        text,
        assignees: people.map(({ userId }) => userId),
        dueAt: due === "" ? null : new Date(due).toISOString(),
        checklist,
        expectedVersion: task.version,
      },
    });
  }

  private async _prepare(): Promise<void> {
    try {
      if (this.task === null && this.start.roomId == null) {
        const { items } = await api.call("GET /api/rooms");
        this._rooms = items
          .filter(({ kind, archivedAt }) => kind === "room" && archivedAt === null)
          .map(({ roomId, name }) => ({ roomId, label: localized(name) }));
      }
      await this._loadMembers();
    } catch (error) {
      this._problem = errorText(error);
    }
  }

  private async _loadMembers(): Promise<void> {
    const { roomId } = this._draft;
    this._members = [];
    if (roomId === "") return;
    const { items } = await api.call("GET /api/rooms/{roomId}/members", { params: { roomId }, query: { limit: 500 } });
    if (roomId !== this._draft.roomId) return;
    this._members = items
      .filter(({ joined, company }) => joined && company === null)
      .map(({ userId, name }) => ({ userId, name }));
  }
}

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

declare global {
  interface HTMLElementTagNameMap {
    "dialog-task": DialogTask;
  }
}
