import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { formatDate, formatNumber } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { consume } from "@lit/context";
import { readBase64 } from "../../lib/read-base64.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
const saveFile = (b: Blob, n: string) => console.log(b, n);
import { fillIn } from "./dialog-fields.ts";
import type { DiffLine } from "./line-diff.ts";
import { PartnerPart } from "./partner-part.ts";
import { partnerStyles } from "./partner-styles.ts";
import { confirmationLine, documentBadge } from "./partner-words.ts";
import type { Document, Side, Version } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-skeleton.ts";

/** Kinds of files whose text can be compared line by line. */
const isText = ({ contentType, fileName }: Version): boolean =>
  contentType.startsWith("text/") || /\.(?:txt|md|csv|json)$/i.test(fileName);

const typeOf = (file: File): string => (/^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream");

interface Shown {
  readonly versionId: string;
  readonly lines: readonly DiffLine[] | null;
}

/** Contracts and quotes: versions, what changed, who has confirmed and who is waited for. */
@customElement("partner-versions")
export class PartnerVersions extends PartnerPart {
  static override styles = [
    sharedStyles,
    partnerStyles,
    css`
      .document {
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
      }
      .document + .document {
        margin-block-start: var(--space-3);
      }
      .document h3 a {
        color: inherit;
        text-decoration: none;
      }
      .sides {
        display: grid;
        gap: var(--space-1);
        margin-block-start: var(--space-3);
        font-size: var(--text-s);
        --icon-size: 1rem;
      }
      .sides div {
        display: flex;
        gap: var(--space-2);
      }
      .waiting {
        color: var(--color-warning-text);
      }
      .given {
        color: var(--color-success-text);
      }
      .hash {
        font-family: var(--font-mono, monospace);
        font-size: var(--text-xs);
        color: var(--color-text-3);
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-block-start: var(--space-3);
      }
      .diff {
        margin-block-start: var(--space-3);
        padding: var(--space-2) 0;
        border-radius: var(--radius-s);
        background: var(--color-sunken);
        font-family: var(--font-mono, monospace);
        font-size: var(--text-s);
        overflow-x: auto;
      }
      .diff div {
        padding-inline: var(--space-3);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .diff .new {
        background: var(--color-success-soft);
        color: var(--color-success-text);
      }
      .diff .gone {
        background: var(--color-danger-soft);
        color: var(--color-danger-text);
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() base = "";
  @property({ attribute: false }) documentId: string | null = null;
  @state() private _documents: readonly Document[] | null = null;
  @state() private _problem = "";
  @state() private _shown: Shown | null = null;
  @state() private _busy = "";
  protected readonly live = new LiveReload(this, ["partners"], () => this._load());

  protected override firstUpdated(): void {
    void this._load();
  }

  override render() {
    return html`
      <div class="line">
        <h2 class="grow">${t("partners.tab.versions")}</h2>
        ${
          this.inForce && this.may("partner.work")
            ? html`<ui-button size="small" variant="primary" icon="plus" @click=${this._begin}>${t("partners.doc.new")}</ui-button>`
            : nothing
        }
      </div>
      <p class="quiet">${t("partners.doc.intro")}</p>
      ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
      <section>${this._list()}</section>
    `;
  }

  private _list() {
    const documents = this._documents;
    if (documents === null) return this._problem === "" ? html`<ui-skeleton rows="4"></ui-skeleton>` : nothing;
    if (documents.length === 0) {
      return html`<ui-empty level="3" icon="file" .heading=${t("partners.doc.none")} .text=${t("partners.doc.none-text")}></ui-empty>`;
    }
    return documents.map((document) => this._document(document));
  }

  private _document(document: Document) {
    const { id, title, kind, versions } = document;
    const [latest, ...earlier] = versions;
    if (latest === undefined) return nothing;
    const open = id === this.documentId;
    return html`<article class="document" id=${id}>
      <div class="line">
        <h3 class="grow"><a href=${open ? this.base : `${this.base}/${id}`} aria-expanded=${open}>${title}</a></h3>
        <span class="quiet">${t(`partners.doc.${kind}`)} · ${t("partners.doc.version", { number: latest.number })}</span>
        ${documentBadge(document)}
      </div>
      ${this._sides(latest)}
      ${this._actions(document, latest)}
      ${open ? html`<div class="items">${versions.map((version, index) => this._version(document, version, versions[index + 1]))}</div>` : nothing}
      ${!open && earlier.length > 0 ? html`<p class="quiet"><a href="${this.base}/${id}">${t("partners.doc.earlier", { count: earlier.length })}</a></p>` : nothing}
    </article>`;
  }

  private _sides(version: Version) {
    return html`<div class="sides">
      ${(["ours", "theirs"] as const).map((side) => {
        const given = version.confirmations[side] !== null;
        return html`<div class=${given ? "given" : "waiting"}>
          <ui-icon name=${given ? "check" : "clock"}></ui-icon>${confirmationLine(version, side, this._names)}
        </div>`;
      })}
    </div>`;
  }

  private _actions(document: Document, latest: Version) {
    const may = document.abilities.includes("partner.work");
    const waits = latest.confirmations[document.side] === null;
    return html`<div class="actions">
      ${
        may && waits
          ? html`<ui-button
              size="small"
              variant="primary"
              icon="approve"
              .busy=${this._busy === latest.id}
              @click=${() => this._confirm(document, latest)}
              >${t("partners.doc.confirm", { number: latest.number })}</ui-button
            >`
          : nothing
      }
      ${may ? html`<ui-button size="small" icon="upload" @click=${() => this._add(document, latest)}>${t("partners.doc.change")}</ui-button>` : nothing}
      <ui-button size="small" icon="download" @click=${() => this._save(document, latest)}>${latest.fileName}</ui-button>
      <ui-button size="small" variant="ghost" icon="shield" @click=${() => this._proof(document)}>${t("partners.doc.proof")}</ui-button>
    </div>`;
  }

  private _version(document: Document, version: Version, before: Version | undefined) {
    const { id, number, fileName, size, sha256, note, by, at } = version;
    const comparable = before !== undefined && isText(version) && isText(before);
    return html`<div class="item">
      <div class="line">
        <strong class="grow">${t("partners.doc.version", { number })}</strong>
        <ui-button size="small" variant="ghost" icon="download" @click=${() => this._save(document, version)}>${fileName}</ui-button>
        ${
          comparable
            ? html`<ui-button size="small" variant="ghost" icon="text" @click=${() => this._compare(document, version, before)}
                >${t("partners.doc.compare", { number: before.number })}</ui-button
              >`
            : nothing
        }
      </div>
      <p class="quiet">
        ${localized(by.name)} (${this._names[by.side]}) · ${formatDate(at, "moment")} ·
        ${t("partners.doc.size", { kilobytes: formatNumber(size / 1000) })}
      </p>
      ${note === "" ? nothing : html`<p>${note}</p>`}
      <p class="hash">SHA-256 ${sha256}</p>
      ${this._sides(version)} ${this._shown?.versionId === id ? this._diff(this._shown) : nothing}
    </div>`;
  }

  private _diff({ lines }: Shown) {
    if (lines === null) return html`<p class="quiet">${t("partners.doc.too-long")}</p>`;
    const words = { same: "", gone: t("partners.doc.gone"), new: t("partners.doc.added") } as const;
    const signs = { same: " ", gone: "−", new: "+" } as const;
    return html`<div class="diff" role="region" aria-label=${t("partners.doc.difference")}>
      ${lines.map(
        ({ kind, text }) =>
          html`<div class=${kind}><span aria-hidden="true">${signs[kind]} </span><span class="visually-hidden">${words[kind]}</span>${text}</div>`,
      )}
    </div>`;
  }

  /** The companies, by side. */
  private get _names(): Readonly<Record<Side, string>> {
    return { ours: localized(this.session.account.value.company), theirs: localized(this.whole.partner.name) };
  }

  private readonly _begin = async (): Promise<void> => {
    const requestId = crypto.randomUUID();
    await this._send(
      t("partners.doc.new"),
      t("partners.doc.share"),
      [
        {
          name: "kind",
          label: t("partners.doc.kind"),
          kind: "choice",
          value: "quote",
          options: [
            { value: "quote", label: t("partners.doc.quote") },
            { value: "contract", label: t("partners.doc.contract") },
          ],
        },
        { name: "title", label: t("partners.doc.title"), most: 160 },
      ],
      async (file, text) =>
        api.call("POST /api/partners/{partnerId}/versions", {
          params: this.params,
          body: { ...file, kind: text("kind") === "contract" ? "contract" : "quote", title: text("title"), requestId },
        }),
    );
  };

  private async _add({ id, title }: Document, latest: Version): Promise<void> {
    await this._send(t("partners.doc.change-of", { title }), t("partners.doc.share"), [], async (file) =>
      api.call("POST /api/partners/{partnerId}/documents/{documentId}/versions", {
        params: { ...this.params, documentId: id },
        body: { ...file, expectedVersion: latest.number },
      }),
    );
  }

  private async _send(
    heading: string,
    action: string,
    fields: Parameters<typeof fillIn>[0]["fields"],
    send: (
      file: { fileName: string; contentType: string; content: string; note: string },
      text: (name: string) => string,
    ) => Promise<unknown>,
  ): Promise<void> {
    const sent = await fillIn({
      heading,
      action,
      intro: html`<p class="quiet">${t("partners.doc.drops")}</p>`,
      fields: [
        ...fields,
        { name: "file", label: t("partners.doc.file"), kind: "file", hint: t("partners.doc.file-hint") },
        { name: "note", label: t("partners.doc.note"), optional: true, most: 500 },
      ],
      send: async ({ text, file }) => {
        if (file === null) return;
        const content = await readBase64(file);
        await send({ fileName: file.name, contentType: typeOf(file), content, note: text("note") }, text);
      },
    });
    if (!sent) return;
    await this._load();
    this.changed();
  }

  private async _confirm({ id }: Document, version: Version): Promise<void> {
    if (this._busy !== "") return;
    this._busy = version.id;
    const params = { ...this.params, documentId: id, versionId: version.id };
    await this.doing(
      async () =>
        api.call("POST /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/confirmation", {
          params,
          body: { sha256: version.sha256 },
        }),
      t("partners.doc.confirmed-toast"),
    );
    this._busy = "";
    await this._load();
  }

  private async _fetch({ id }: Document, version: Version): Promise<Uint8Array<ArrayBuffer>> {
    const params = { ...this.params, documentId: id, versionId: version.id };
    const { content } = await api.call(
      "GET /api/partners/{partnerId}/documents/{documentId}/versions/{versionId}/file",
      { params },
    );
    return Uint8Array.from(atob(content), (each) => each.codePointAt(0) ?? 0);
  }

  private readonly _save = async (document: Document, version: Version): Promise<void> =>
    this.doing(async () => {
      const blob = new Blob([await this._fetch(document, version)], { type: version.contentType });
      saveFile(blob, version.fileName);
    });

  private readonly _proof = async ({ id }: Document): Promise<void> =>
    this.doing(async () => {
      const { fileName, proof } = await api.call("GET /api/partners/{partnerId}/documents/{documentId}/proof", {
        params: { ...this.params, documentId: id },
      });
      saveFile(new Blob([JSON.stringify(proof, null, 1)], { type: "application/json" }), fileName);
    }, t("partners.doc.proof-saved"));

  private async _compare(document: Document, version: Version, before: Version): Promise<void> {
    if (this._shown?.versionId === version.id) {
      this._shown = null;
      return;
    }
    await this.doing(async () => {
      const [{ lineDiff }, ...files] = await Promise.all([
        import("./line-diff.ts"),
        this._fetch(document, before),
        this._fetch(document, version),
      ]);
      const [old = "", now = ""] = files.map((bytes) => new TextDecoder().decode(bytes));
      this._shown = { versionId: version.id, lines: lineDiff(old, now) };
    });
  }

  private async _load(): Promise<void> {
    try {
      this._documents = (await api.call("GET /api/partners/{partnerId}/documents", { params: this.params })).items;
      this._problem = "";
    } catch (error) {
      this._problem = errorText(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "partner-versions": PartnerVersions;
  }
}
