import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { consume } from "@lit/context";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { showToast } from "../../components/toasts.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";

export type EntryMail = ResponseOf<"GET /api/tickets/{ticketId}/mail">["items"][number];
type Received = NonNullable<EntryMail["received"]>;
type Sent = EntryMail["sent"][number];

const tones = { queued: "neutral", sending: "info", sent: "success", failed: "danger", bounced: "danger" } as const;

/** What mail has to say of one entry: who sent it and whether that is certain, its files, how far an answer got. */
@customElement("entry-mail")
export class EntryMailElement extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-1);
        margin-block-start: var(--space-2);
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) mail: EntryMail | null = null;

  override render() {
    const { mail } = this;
    if (mail === null) return nothing;
    const { received, sent, files } = mail;
    return html`
      ${
        files.length === 0
          ? nothing
          : html`<p>
              ${files.map(
                (file) =>
                  html`<ui-button size="small" icon="paperclip" @click=${() => this._save(file)}
                    >${file.name}</ui-button
                  >`,
              )}
            </p>`
      }
      ${received === null ? nothing : this._received(received)} ${sent.map((each) => this._sent(each))}
    `;
  }

  private _received({ id, from, auth, verified, stranger, leftOut }: Received) {
    const forged = auth?.dmarc === "fail";
    return html`<p>
      <span>${t("mail.in.from", { from })}</span>
      <ui-badge
        .tone=${verified ? "success" : forged ? "danger" : "warning"}
        title=${auth === null ? nothing : t("mail.in.checks", { spf: auth.spf, dkim: auth.dkim, dmarc: auth.dmarc })}
        >${verified ? t("mail.in.verified") : forged ? t("mail.in.forged") : t("mail.in.unverified")}</ui-badge
      >
      ${stranger ? html`<ui-badge tone="warning">${t("mail.in.stranger")}</ui-badge>` : nothing}
      ${leftOut === 0 ? nothing : html`<span>${t("mail.in.left-out", { count: leftOut })}</span>`}
      <ui-button
        size="small"
        variant="ghost"
        icon="download"
        @click=${async () => (await import("./save-mail-file.ts")).saveOriginal(id)}
        >${t("mail.original")}</ui-button
      >
    </p>`;
  }

  private _sent({ id, to, kind, state, problem }: Sent) {
    const again = (state === "failed" || state === "bounced") && this.session.can("ticket.work");
    return html`<p>
      <ui-badge .tone=${tones[state]} icon="mail">${t(`mail.out.${state}`)}</ui-badge>
      <span>${kind === "receipt" ? `${t("mail.receipt")} ` : ""}${t("mail.out.to", { to })}</span>
      ${problem === null ? nothing : html`<span>${problem}</span>`}
      ${again ? html`<ui-button size="small" icon="refresh" @click=${() => this._retry(id)}>${t("mail.retry")}</ui-button>` : nothing}
    </p>`;
  }

  private async _save(file: EntryMail["files"][number]): Promise<void> {
    const { saveMailFile } = await import("./save-mail-file.ts");
    await saveMailFile(this.session, file);
  }

  private async _retry(mailId: string): Promise<void> {
    const command = api.call("POST /api/mail/outgoing/{mailId}/retry", { params: { mailId } });
    const [result] = await Promise.allSettled([command]);
    if (result.status === "rejected") showToast(errorText(result.reason), "danger");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "entry-mail": EntryMailElement;
  }
}
