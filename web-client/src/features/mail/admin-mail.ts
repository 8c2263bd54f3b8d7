import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { ResponseOf } from "../../api/types.ts";
import { showToast } from "../../components/toasts.ts";
import type { Column } from "../../components/ui-table.ts";
import { formatWhen } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { sectionStyles } from "../admin/section-styles.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-table.ts";

type Overview = ResponseOf<"GET /api/mail">;
type Mailbox = Overview["mailboxes"][number];
type Refused = Overview["refused"][number];
type Unsent = Overview["unsent"][number];

/** The bridge tells of itself every half minute, which calls nobody. */
const lookMs = 20_000;
const tones = { working: "success", trouble: "danger", away: "warning" } as const;

const cellStyles = css`
  strong {
    display: block;
    font-weight: var(--weight-medium);
  }
  small {
    display: block;
    color: var(--color-text-2);
    font-size: var(--text-s);
  }
  time {
    white-space: nowrap;
  }
`;

/** Mailboxes with their state, what was refused and why, and what did not leave. */
@customElement("admin-mail")
export class AdminMail extends PorticoElement {
  static override styles = [
    sharedStyles,
    sectionStyles,
    css`
      h3 {
        margin-block: var(--space-6) var(--space-2);
      }
      ui-table + .quiet {
        margin-block-start: var(--space-3);
      }
    `,
  ];

  @state() private _busy = false;
  private readonly _state = new Poll<Overview>(this, {
    load: (signal) => api.call("GET /api/mail", {}, signal),
    next: () => lookMs,
  });
  protected readonly live = new LiveReload(this, ["mail"], this._state.look);

  override render() {
    const { value, error } = this._state;
    return html`<section>
      <h2>${t("mail.title")}</h2>
      <p class="lead">${t("mail.lead")}</p>
      ${error === null ? nothing : html`<ui-banner tone="danger">${errorText(error)}</ui-banner>`}
      ${value === null ? html`<ui-skeleton rows="5"></ui-skeleton>` : this._content(value)}
    </section>`;
  }

  private _content({ mailboxes, waiting, refused, unsent }: Overview) {
    return html`
      ${
        mailboxes.length === 0
          ? html`<ui-empty icon="mail" .heading=${t("mail.none")} .text=${t("mail.none-text")}></ui-empty>`
          : html`<ui-table
                .label=${t("mail.mailboxes")}
                .rows=${mailboxes}
                .cellStyles=${cellStyles}
                .columns=${this._mailboxColumns}
              ></ui-table>
              <p class="quiet">${t("mail.waiting", waiting)}</p>`
      }
      ${
        mailboxes.length === 0 && refused.length === 0
          ? nothing
          : html`<h3>${t("mail.refused")}</h3>
              <p class="lead">${refused.length === 0 ? t("mail.refused-none") : t("mail.refused-lead")}</p>
              ${
                refused.length === 0
                  ? nothing
                  : html`<ui-table
                      .label=${t("mail.refused")}
                      .rows=${refused}
                      .cellStyles=${cellStyles}
                      .columns=${this._refusedColumns}
                    ></ui-table>`
              }`
      }
      ${
        mailboxes.length === 0 && unsent.length === 0
          ? nothing
          : html`<h3>${t("mail.unsent")}</h3>
              ${
                unsent.length === 0
                  ? html`<p class="lead">${t("mail.unsent-none")}</p>`
                  : html`<ui-table
                      .label=${t("mail.unsent")}
                      .rows=${unsent}
                      .cellStyles=${cellStyles}
                      .columns=${this._unsentColumns}
                    ></ui-table>`
              }`
      }
    `;
  }

  private get _mailboxColumns(): Column<Mailbox>[] {
    return [
      {
        id: "address",
        label: t("mail.address"),
        cell: ({ address, name }) => html`<strong>${address}</strong><small>${name}</small>`,
      },
      {
        id: "state",
        label: t("mail.state"),
        cell: ({ state: stands, problem, seenAt }) =>
          html`<ui-badge .tone=${tones[stands]}>${t(`mail.state.${stands}`)}</ui-badge>
            <small>${problem ?? t("mail.seen", { when: formatWhen(seenAt) })}</small>`,
      },
      { id: "received", label: t("mail.received"), cell: ({ received }) => String(received) },
      {
        id: "last",
        label: t("mail.last"),
        cell: ({ lastAt }) =>
          lastAt === null ? t("mail.never") : html`<time datetime=${lastAt}>${formatWhen(lastAt)}</time>`,
      },
    ];
  }

  private get _refusedColumns(): Column<Refused>[] {
    return [
      {
        id: "subject",
        label: t("mail.subject"),
        cell: ({ subject, from }) =>
          html`<strong>${subject === "" ? t("mail.no-subject") : subject}</strong><small>${from}</small>`,
      },
      {
        id: "why",
        label: t("mail.why"),
        cell: ({ reason, detail }) =>
          html`${t(`mail.reason.${reason}`)}${detail === null ? nothing : html`<small>${detail}</small>`}`,
      },
      {
        id: "when",
        label: t("mail.when"),
        cell: ({ at }) => html`<time datetime=${at}>${formatWhen(at)}</time>`,
        wideOnly: true,
      },
      {
        id: "admit",
        label: t("mail.admit"),
        actions: true,
        cell: ({ id, admissible }) =>
          admissible
            ? html`<ui-button
                  size="small"
                  variant="ghost"
                  icon="download"
                  @click=${async () => (await import("./save-mail-file.ts")).saveOriginal(id)}
                  >${t("mail.original")}</ui-button
                >
                <ui-button size="small" ?disabled=${this._busy} @click=${() => this._admit(id)}
                  >${t("mail.admit")}</ui-button
                >`
            : nothing,
      },
    ];
  }

  private get _unsentColumns(): Column<Unsent>[] {
    return [
      {
        id: "ticket",
        label: t("mail.ticket"),
        cell: ({ ticketId, number, to }) =>
          html`<a href="/customers/tickets/${ticketId}">${number}</a><small>${to}</small>`,
      },
      {
        id: "problem",
        label: t("mail.problem"),
        cell: ({ state: stands, problem }) =>
          html`${t(`mail.out.${stands}`)}${problem === null ? nothing : html`<small>${problem}</small>`}`,
      },
      {
        id: "when",
        label: t("mail.when"),
        cell: ({ at }) => html`<time datetime=${at}>${formatWhen(at)}</time>`,
        wideOnly: true,
      },
      {
        id: "retry",
        label: t("mail.retry"),
        actions: true,
        cell: ({ id }) =>
          html`<ui-button size="small" ?disabled=${this._busy} @click=${() => this._retry(id)}
            >${t("mail.retry")}</ui-button
          >`,
      },
    ];
  }

  private async _admit(mailId: string): Promise<void> {
    const done = await this._do(() => api.call("POST /api/mail/incoming/{mailId}/admit", { params: { mailId } }));
    if (done) showToast(t("mail.admitted"), "success");
  }

  private async _retry(mailId: string): Promise<void> {
    await this._do(() => api.call("POST /api/mail/outgoing/{mailId}/retry", { params: { mailId } }));
  }

  private async _do(command: () => Promise<unknown>): Promise<boolean> {
    this._busy = true;
    const [result] = await Promise.allSettled([command()]);
    this._busy = false;
    if (result.status === "rejected") showToast(errorText(result.reason), "danger");
    await this._state.look();
    return result.status === "fulfilled";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-mail": AdminMail;
  }
}
