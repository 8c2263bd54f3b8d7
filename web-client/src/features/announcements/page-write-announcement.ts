import { consume } from "@lit/context";
import { Task } from "@lit/task";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { refusedFields } from "../../api/field-problems.ts";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { readStored, writeStored } from "../../lib/stored.ts";
import { storeFile } from "../../matrix/stored-files.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { PickedPerson } from "../directory/person-picker.ts";
import { audienceText } from "./announcement-state.ts";
import { announcementText } from "./announcement-text.ts";
import type { Announcement, AudiencePart, StoredFile, WholeAnnouncement } from "./types.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-checkbox.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-textarea.ts";
import "../directory/person-picker.ts";

interface Written {
  readonly title: string;
  readonly text: string;
  readonly files: readonly StoredFile[];
  readonly audience: readonly AudiencePart[];
  readonly mustConfirm: boolean;
  readonly commentsOpen: boolean;
  readonly pinned: boolean;
  /** As the field for date and time holds it; empty: never. */
  readonly expires: string;
}

const blank: Written = {
  title: "",
  text: "",
  files: [],
  audience: [],
  mustConfirm: false,
  commentsOpen: true,
  pinned: false,
  expires: "",
};
const DRAFT_KEY = "portico.announcement-draft";
const isWritten = (value: unknown): value is Written =>
  typeof value === "object" && value !== null && "title" in value && "audience" in value && "files" in value;

/** A moment as the field for date and time wants it, in the reader's zone. */
const toField = (moment: string | null): string => {
  if (moment === null) return "";
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
const toMoment = (field: string): string | null => (field === "" ? null : new Date(field).toISOString());
const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind}:${id}`;

/** Writes an announcement, or corrects one. */
@customElement("page-write-announcement")
export class PageWriteAnnouncement extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      .sides {
        display: grid;
        grid-template-columns: minmax(0, 3fr) minmax(16rem, 2fr);
        gap: var(--space-8);
        max-inline-size: 68rem;
        margin-inline: auto;
      }
      .main,
      aside {
        display: grid;
        gap: var(--space-4);
        align-content: start;
      }
      .preview {
        padding: var(--space-4);
        border: 1px dashed var(--color-line-strong);
        border-radius: var(--radius-m);
        line-height: 1.7;
        overflow-wrap: anywhere;
      }
      .preview .plain {
        white-space: pre-wrap;
      }
      .preview :is(ul, ol) {
        padding-inline-start: var(--space-6);
        list-style: revert;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .chip {
        display: inline-flex;
        gap: var(--space-1);
        align-items: center;
        padding-inline-start: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
      }
      .file {
        border: 1px solid var(--color-line);
        background: none;
        color: inherit;
      }
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .error {
        color: var(--color-danger-text);
        font-size: var(--text-s);
      }
      .send {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        padding-block-start: var(--space-4);
        border-block-start: 1px solid var(--color-line);
      }
      @media (max-width: 64rem) {
        .sides {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) announcementId: string | null = null;
  @state() private _written: Written = blank;
  @state() private _editing: Announcement | null = null;
  @state() private _at = "";
  @state() private _preview = false;
  @state() private _busy = false;
  @state() private _problem = "";
  @state() private _wrong: ReadonlySet<string> = new Set();
  @state() private _people: number | null = null;
  private readonly _requestId = crypto.randomUUID();

  private readonly _begin = new Task(this, {
    task: async ([id], { signal }) => {
      const offered = await api.call("GET /api/announcements/audiences", {}, signal);
      if (id === null) {
        this._editing = null;
        this._written = readStored(DRAFT_KEY, isWritten) ?? blank;
        void this._count();
        return offered;
      }
      const params = { announcementId: id };
      const { announcement } = await api.call("GET /api/announcements/{announcementId}", { params }, signal);
      this._editing = announcement;
      this._at = toField(announcement.publishAt);
      this._written = { ...announcement, expires: toField(announcement.expiresAt) };
      void this._count();
      return offered;
    },
    args: () => [this.announcementId] as const,
  });

  override render() {
    const published = this._editing?.state === "published";
    return html`<header class="head">
        <ui-icon-button icon="arrow-left" .label=${t("announcements.to-all")} @click=${this._leave}></ui-icon-button>
        <h1>
          ${this._editing === null ? t("announcements.write") : published ? t("announcements.correct") : t("announcements.edit")}
        </h1>
      </header>
      <div class="body">
        ${this._begin.render({
          pending: () => html`<ui-skeleton rows="8"></ui-skeleton>`,
          error: (error) =>
            html`<ui-empty icon="offline" tone="danger" .heading=${t("announcements.failed")} .text=${errorText(error)}>
              <ui-button icon="refresh" @click=${() => this._begin.run()}>${t("components.retry")}</ui-button>
            </ui-empty>`,
          complete: ({ items, people }) =>
            items.length === 0 && this._editing === null
              ? html`<ui-empty
                  icon="megaphone"
                  .heading=${t("announcements.nobody-to-tell")}
                  .text=${t("announcements.nobody-to-tell-text")}
                ></ui-empty>`
              : this._sides(items, people),
        })}
      </div>`;
  }

  private _sides(offered: readonly AudiencePart[], people: boolean) {
    const { title, text, files } = this._written;
    const published = this._editing?.state === "published";
    return html`<div class="sides">
      <div class="main">
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        ${published ? html`<ui-banner tone="info">${t("announcements.correct-text")}</ui-banner>` : nothing}
        <ui-input
          required
          maxLength="160"
          .label=${t("announcements.title")}
          .value=${title}
          .error=${this._wrong.has("title") ? t("announcements.wrong.title") : ""}
          @input=${(event: Event) => this._set({ title: valueOf(event) })}
        ></ui-input>
        <ui-textarea
          required
          rows="14"
          maxLength="20000"
          .label=${t("announcements.text")}
          .hint=${t("announcements.text-hint")}
          .value=${text}
          .error=${this._wrong.has("text") ? t("announcements.wrong.text") : ""}
          @input=${(event: Event) => this._set({ text: valueOf(event) })}
        ></ui-textarea>
        <div class="chips">
          <ui-button
            size="small"
            icon=${this._preview ? "eye-off" : "eye"}
            @click=${() => (this._preview = !this._preview)}
            >${t("announcements.preview")}</ui-button
          >
          <ui-button
            size="small"
            icon="paperclip"
            @click=${() => this.renderRoot.querySelector<HTMLInputElement>("#files")?.click()}
            >${t("announcements.add-files")}</ui-button
          >
          <input
            id="files"
            class="visually-hidden"
            type="file"
            multiple
            tabindex="-1"
            aria-label=${t("announcements.add-files")}
            @change=${this._onFiles}
          />
        </div>
        ${
          files.length === 0
            ? nothing
            : html`<div class="chips">
                ${files.map(
                  (file) =>
                    html`<span class="chip file"
                      ><bdi>${file.name}</bdi
                      ><ui-icon-button
                        size="small"
                        icon="close"
                        .label=${t("announcements.remove", { name: file.name })}
                        @click=${() => this._set({ files: files.filter((each) => each !== file) })}
                      ></ui-icon-button
                    ></span>`,
                )}
              </div>`
        }
        ${this._preview ? html`<div class="preview">${announcementText(text)}</div>` : nothing}
      </div>
      <aside>${this._audience(offered, people)} ${this._settings()} ${this._send()}</aside>
    </div>`;
  }

  private _audience(offered: readonly AudiencePart[], people: boolean) {
    const { audience } = this._written;
    if (this._editing?.state === "published") {
      return html`<p>${t("announcements.for", { audience: audienceText(audience) })}</p>`;
    }
    const chosen = new Set(audience.map(keyOf));
    const rest = offered.filter((part) => !chosen.has(keyOf(part)));
    return html`<ui-select
        .label=${t("announcements.audience")}
        .placeholder=${t("announcements.choose-audience")}
        .value=${""}
        .error=${this._wrong.has("audience") ? t("announcements.wrong.audience") : ""}
        .options=${rest.map((part) => ({
          value: keyOf(part),
          label: `${part.kind === "company" ? "" : `${t(`announcements.kind.${part.kind}`)}: `}${audienceText([part])}`,
        }))}
        @change=${(event: Event) => {
          const part = rest.find((each) => keyOf(each) === valueOf(event));
          if (part !== undefined) this._setAudience([...audience, part]);
        }}
      ></ui-select>
      ${
        people
          ? html`<person-picker
              multiple
              .label=${t("announcements.people")}
              .people=${[]}
              @change=${(event: Event) => {
                const picked = (event.currentTarget as HTMLElement & { people: readonly PickedPerson[] }).people;
                const added = picked
                  .map(({ id, name }) => ({ kind: "person" as const, id, name }))
                  .filter((part) => !chosen.has(keyOf(part)));
                if (added.length > 0) this._setAudience([...audience, ...added]);
              }}
            ></person-picker>`
          : nothing
      }
      <div class="chips">
        ${audience.map(
          (part) =>
            html`<span class="chip"
              >${audienceText([part])}<ui-icon-button
                size="small"
                icon="close"
                .label=${t("announcements.remove", { name: localized(part.name) })}
                @click=${() => this._setAudience(audience.filter((each) => each !== part))}
              ></ui-icon-button
            ></span>`,
        )}
      </div>
      ${
        audience.length > 0 && this._people !== null
          ? html`<p class="quiet" aria-live="polite">${t("announcements.reaches", { count: this._people })}</p>`
          : nothing
      }`;
  }

  private _settings() {
    const { mustConfirm, commentsOpen, pinned, expires } = this._written;
    const box = (name: "mustConfirm" | "commentsOpen" | "pinned", checked: boolean) =>
      html`<ui-checkbox
        .label=${t(`announcements.set.${name}`)}
        .hint=${name === "mustConfirm" ? t("announcements.set.mustConfirm-hint") : ""}
        .checked=${checked}
        @change=${(event: Event) => this._set({ [name]: (event.currentTarget as HTMLElementTagNameMap["ui-checkbox"]).checked })}
      ></ui-checkbox>`;
    return html`${box("mustConfirm", mustConfirm)} ${box("commentsOpen", commentsOpen)} ${box("pinned", pinned)}
      <ui-input
        type="datetime-local"
        .label=${t("announcements.expires")}
        .hint=${t("announcements.expires-hint")}
        .value=${expires}
        @input=${(event: Event) => this._set({ expires: valueOf(event) })}
      ></ui-input>`;
  }

  private _send() {
    if (this._editing?.state === "published") {
      return html`<div class="send">
        <ui-button variant="primary" icon="send" .busy=${this._busy} @click=${() => this._finish("save")}
          >${t("announcements.reissue")}</ui-button
        >
      </div>`;
    }
    return html`<ui-input
        type="datetime-local"
        .label=${t("announcements.publish-at")}
        .hint=${t("announcements.publish-at-hint")}
        .value=${this._at}
        .error=${this._wrong.has("at") ? t("announcements.wrong.at") : ""}
        @input=${(event: Event) => (this._at = valueOf(event))}
      ></ui-input>
      <div class="send">
        <ui-button variant="primary" icon="send" .busy=${this._busy} @click=${() => this._finish("publish")}
          >${this._at === "" ? t("announcements.publish") : t("announcements.schedule")}</ui-button
        >
        <ui-button .busy=${this._busy} @click=${() => this._finish("save")}>${t("announcements.save-draft")}</ui-button>
      </div>`;
  }

  private _set(change: Partial<Written>): void {
    this._written = { ...this._written, ...change };
    if (this.announcementId === null) writeStored(DRAFT_KEY, this._written);
  }

  private _setAudience(audience: readonly AudiencePart[]): void {
    this._set({ audience });
    void this._count();
  }

  private get _parts() {
    return this._written.audience.map(({ kind, id }) => ({ kind, id }));
  }

  private async _count(): Promise<void> {
    const parts = this._parts;
    this._people = null;
    if (parts.length === 0) return;
    try {
      const { people } = await api.call("POST /api/announcements/audience", { body: { audience: parts } });
      if (JSON.stringify(parts) === JSON.stringify(this._parts)) this._people = people;
    } catch (error) {
      this._problem = errorText(error);
    }
  }

  private async _onFiles(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const chosen = [...(input.files ?? [])];
    input.value = "";
    this._busy = true;
    try {
      const added = await Promise.all(
        chosen.map(async (file) => ({
          name: file.name,
          url: await storeFile(this.session.credentials, file),
          size: file.size,
          type: file.type,
        })),
      );
      this._set({ files: [...this._written.files, ...added] });
    } catch {
      showToast(t("announcements.upload-failed"), "danger");
    } finally {
      this._busy = false;
    }
  }

  private async _finish(how: "save" | "publish"): Promise<void> {
    if (this._busy) return;
    const { title, text, audience } = this._written;
    this._problem = "";
    this._wrong = new Set([
      ...(title.trim().length < 3 ? ["title"] : []),
      ...(text.trim() === "" ? ["text"] : []),
      ...(audience.length === 0 ? ["audience"] : []),
      ...(how === "publish" && this._at !== "" && new Date(this._at) <= new Date() ? ["at"] : []),
    ]);
    if (this._wrong.size > 0) return;
    this._busy = true;
    try {
      const { announcement } = await this._saved();
      this._editing = announcement;
      if (how === "publish") await this._publish(announcement);
      else if (announcement.state === "published") showToast(t("announcements.reissued"));
      else showToast(t("announcements.draft-saved"));
      if (this.announcementId === null) writeStored(DRAFT_KEY, null);
      navigate(`/work/announcements/${encodeURIComponent(announcement.id)}`);
    } catch (error) {
      this._wrong = new Set(refusedFields(error));
      this._problem = errorText(error);
    } finally {
      this._busy = false;
    }
  }

  private async _saved(): Promise<WholeAnnouncement> {
    const { title, text, files, mustConfirm, commentsOpen, pinned, expires } = this._written;
    const body = {
      title: title.trim(),
      text: text.trim(),
      files: [...files],
      audience: this._parts,
      mustConfirm,
      commentsOpen,
      pinned,
      expiresAt: toMoment(expires),
    };
    if (this._editing === null) {
      return api.call("POST /api/announcements", { body: { ...body, requestId: this._requestId } });
    }
    const { id, version } = this._editing;
    return api.call("PUT /api/announcements/{announcementId}", {
      params: { announcementId: id },
      body: { ...body, expectedVersion: version },
    });
  }

  private async _publish({ id, version }: Announcement): Promise<void> {
    const at = toMoment(this._at);
    await api.call("POST /api/announcements/{announcementId}/publish", {
      params: { announcementId: id },
      body: { expectedVersion: version, ...(at === null ? {} : { at }) },
    });
    showToast(at === null ? t("announcements.published-done") : t("announcements.scheduled-done"));
  }

  private readonly _leave = (): void =>
    navigate(
      this.announcementId === null
        ? "/work/announcements"
        : `/work/announcements/${encodeURIComponent(this.announcementId)}`,
    );
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;

declare global {
  interface HTMLElementTagNameMap {
    "page-write-announcement": PageWriteAnnouncement;
  }
}
