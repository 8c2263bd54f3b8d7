import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { consume } from "@lit/context";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import type { MenuSelectEvent } from "../../components/ui-menu.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { formatWhen } from "../../i18n/format.ts";
import { hasText, localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { MailOfTicket } from "../mail/mail-of-ticket.ts";
import { entryListStyles } from "./entry-list-styles.ts";
import type { Clock, Desk, Detail } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-menu.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-textarea.ts";

const states = ["open", "waiting_customer", "waiting_us", "solved", "closed", "spam"] as const;
const priorities = ["low", "normal", "high", "urgent"] as const;
type Entry = Detail["entries"][number];

/** One ticket at the desk: its record with notes marked, the customer, and what can be done. */
@customElement("ticket-panel")
export class TicketPanel extends PorticoElement {
  static override styles = [
    sharedStyles,
    entryListStyles,
    css`
      :host {
        display: block;
        padding: 0 var(--space-6) var(--space-6);
      }
      h2 {
        font-size: var(--text-l);
        font-weight: var(--weight-bold);
        overflow-wrap: anywhere;
      }
      .sum {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .set {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
        gap: var(--space-3);
        margin-block: var(--space-4);
      }
      form {
        margin-block: var(--space-4);
        padding: var(--space-4);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
      }
      form.note {
        border-style: dashed;
        border-color: var(--color-warning-text);
        background: var(--color-warning-soft);
      }
      .who {
        display: grid;
        gap: var(--space-1);
        margin-block-start: var(--space-6);
        font-size: var(--text-s);
      }
      h3 {
        margin-block-start: var(--space-2);
        font-weight: var(--weight-medium);
      }
    `,
  ];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() ticketId = "";
  @property({ attribute: false }) desk: Desk | null = null;
  @state() private _ticket: Detail | null = null;
  @state() private _clock: Clock | null = null;
  @state() private _error: unknown = null;
  @state() private _kind: "message" | "note" = "message";
  @state() private _text = "";
  @state() private _busy = false;
  private _requestId: string = crypto.randomUUID();
  private readonly _mail = new MailOfTicket(this);
  protected readonly live = new LiveReload(this, ["tickets"], () => this._load());

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("ticketId")) return;
    this._ticket = null;
    this._clock = null;
    this._error = null;
    this._text = "";
    this._kind = "message";
    void this._load();
  }

  override render() {
    const ticket = this._ticket;
    if (ticket === null) {
      if (this._error === null) return html`<ui-skeleton rows="6"></ui-skeleton>`;
      return html`<ui-empty icon="tasks" .heading=${t("tickets.failed")} .text=${errorText(this._error)}></ui-empty>`;
    }
    const work = this.session.can("ticket.work") && ticket.state !== "merged";
    return html`
      <h2>${ticket.title}</h2>
      <p class="sum">
        ${ticket.number} · ${t("tickets.channel")}: ${t(`tickets.channel.${ticket.channel}`)} ·
        ${ticket.dueAt === null ? t("tickets.paused") : t("tickets.due", { when: formatWhen(ticket.dueAt) })}
        ${ticket.rating === null ? nothing : html` · ${t("tickets.rated", { score: ticket.rating.score })}`}
      </p>
      ${
        ticket.mergedInto === null
          ? nothing
          : html`<p>
              <a href="/customers/tickets/${ticket.mergedInto.id}"
                >${t("tickets.merged-into", { number: ticket.mergedInto.number })}</a
              >
            </p>`
      }
      ${work ? this._set(ticket) : nothing}
      <ol class="entries">
        ${repeat(
          ticket.entries,
          ({ id }) => id,
          (entry) => html`<li>${this._entry(entry)}</li>`,
        )}
      </ol>
      ${work ? this._write(ticket) : nothing} ${this._around(ticket)}
    `;
  }

  private _set(ticket: Detail) {
    const me = this.session.account.value.userId;
    const agents = this.desk?.agents ?? [];
    const value = (event: Event): string => (event.target as HTMLSelectElement).value;
    return html`<div class="set">
      <ui-select
        .label=${t("tickets.state")}
        .value=${ticket.state}
        .options=${(ticket.state === "new" ? (["new", ...states] as const) : states).map((id) => ({
          value: id,
          label: t(`tickets.state.${id}`),
        }))}
        @change=${(event: Event) => {
          const chosen = states.find((each) => each === value(event));
          if (chosen !== undefined) void this._change({ state: chosen });
        }}
      ></ui-select>
      <ui-select
        .label=${t("tickets.priority")}
        .value=${ticket.priority}
        .options=${priorities.map((id) => ({ value: id, label: t(`tickets.priority.${id}`) }))}
        @change=${(event: Event) => {
          const chosen = priorities.find((each) => each === value(event));
          if (chosen !== undefined) void this._change({ priority: chosen });
        }}
      ></ui-select>
      <ui-select
        .label=${t("tickets.queue")}
        .value=${ticket.queueId}
        .options=${(this.desk?.queues ?? []).map(({ id, name }) => ({ value: id, label: localized(name) }))}
        @change=${(event: Event) => this._change({ queueId: value(event) })}
      ></ui-select>
      <ui-select
        .label=${t("tickets.owner")}
        .value=${ticket.owner?.userId ?? ""}
        .options=${[
          { value: "", label: t("tickets.nobody") },
          ...agents.map(({ userId, name, open }) => ({ value: userId, label: `${localized(name)} (${open})` })),
        ]}
        @change=${(event: Event) => this._change({ ownerId: value(event) === "" ? null : value(event) })}
      ></ui-select>
      ${
        ticket.owner?.userId === me
          ? nothing
          : html`<ui-button icon="hand" @click=${() => this._change({ ownerId: me })}>${t("tickets.take")}</ui-button>`
      }
    </div>`;
  }

  private _entry({ id, kind, side, author, text, change, at }: Entry) {
    if (change !== null) {
      const key: string = `tickets.field.${change.field}`;
      const field = hasText(key) ? t(key) : change.field;
      return html`<p class="change">
        ${t("tickets.changed", { name: localized(author.name), field, to: this._valueOf(change) })} ·
        <time datetime=${at} title=${formatWhen(at, "exact")}>${formatWhen(at)}</time>
      </p>`;
    }
    return html`<article class="entry ${side} ${kind}">
      <header>
        <strong>${localized(author.name)}</strong>
        ${kind === "note" ? html`<ui-badge tone="warning" icon="lock">${t("tickets.note")}</ui-badge>` : nothing}
        <time datetime=${at} title=${formatWhen(at, "exact")}>${formatWhen(at)}</time>
      </header>
      <p>${text}</p>
      ${this._mail.of(id)}
    </article>`;
  }

  private _valueOf({ field, to }: NonNullable<Entry["change"]>): string {
    if (to === null) return t("tickets.nobody");
    const key: string = `tickets.${field}.${to}`;
    if (hasText(key)) return t(key);
    const named = field === "owner" ? this.desk?.agents.find(({ userId }) => userId === to) : undefined;
    const queue = field === "queue" ? this.desk?.queues.find(({ id }) => id === to) : undefined;
    return localized(named?.name ?? queue?.name ?? { en: to, zh: to });
  }

  private _write(ticket: Detail) {
    const note = this._kind === "note";
    const empty = this._text.trim() === "";
    const name = localized(ticket.requester.name);
    const send = (label: string, then: () => unknown, variant: "primary" | "secondary" = "secondary") =>
      html`<ui-button variant=${variant} .busy=${this._busy} ?disabled=${empty} @click=${then}>${label}</ui-button>`;
    return html`<form class=${this._kind} @submit=${(event: Event) => event.preventDefault()} @keydown=${this._onKey}>
      <div class="actions" role="group" aria-label=${t("tickets.how")}>
        <ui-button
          size="small"
          icon="reply"
          variant=${note ? "ghost" : "primary"}
          @click=${() => (this._kind = "message")}
          >${t("tickets.answer")}</ui-button
        >
        <ui-button size="small" icon="lock" variant=${note ? "primary" : "ghost"} @click=${() => (this._kind = "note")}
          >${t("tickets.note")}</ui-button
        >
        <ui-menu
          .label=${t("tickets.replies")}
          .items=${(this.desk?.replies ?? []).map(({ id, title }) => ({ id, label: localized(title) }))}
          @ui-select=${(event: MenuSelectEvent) => this._insert(event.detail.id, ticket)}
        >
          <ui-button size="small" variant="ghost" icon="copy" aria-haspopup="menu">${t("tickets.replies")}</ui-button>
        </ui-menu>
      </div>
      <ui-textarea
        rows="5"
        maxLength="20000"
        .label=${note ? t("tickets.note") : t("tickets.answer-label", { name })}
        .hint=${note ? t("tickets.note-hint") : this._mail.hint}
        .value=${this._text}
        @input=${(event: Event) => (this._text = (event.target as HTMLTextAreaElement).value)}
      ></ui-textarea>
      <div class="actions">
        ${
          note
            ? send(t("tickets.save-note"), () => this._send(), "primary")
            : html`${send(t("tickets.send"), () => this._send(), "primary")}
              ${send(t("tickets.send-wait"), () => this._send("waiting_customer"))}
              ${send(t("tickets.send-solve"), () => this._send("solved"))}`
        }
      </div>
    </form>`;
  }

  private _around(ticket: Detail) {
    const { requester, company, contacts, earlier, fields } = ticket;
    return html`<section class="who">
      <h3>${t("tickets.from")}</h3>
      <p>${localized(requester.name)}${company === null ? nothing : html`, ${localized(company.name)}`}</p>
      ${fields.map(({ label, value }) => html`<p>${localized(label)}: ${value}</p>`)}
      ${
        contacts.length === 0
          ? nothing
          : html`<h3>${t("tickets.contacts")}</h3>
              <p>${contacts.map(({ name }) => localized(name)).join(", ")}</p>`
      }
      ${
        earlier.length === 0
          ? nothing
          : html`<h3>${t("tickets.earlier")}</h3>
              ${earlier.map(
                ({ id, number, title, state: stands }) =>
                  html`<p>
                    <a href="/customers/tickets/${id}">${number} ${title}</a> · ${t(`tickets.state.${stands}`)}
                  </p>`,
              )}`
      }
      <h3>
        <ui-button size="small" variant="ghost" icon="clock" @click=${this._why}>${t("tickets.why")}</ui-button>
      </h3>
      ${this._clock === null ? nothing : this._steps(this._clock)}
    </section>`;
  }

  private _steps({ targets, steps, timeZone }: Clock) {
    const keptWord = (kept: boolean | null) =>
      kept === null ? t("tickets.clock.open") : kept ? t("tickets.clock.kept") : t("tickets.clock.missed");
    return html`${targets.map(
        ({ what, minutes, kept, dueAt }) =>
          html`<p>
            ${t("tickets.clock.promise", { what: t(`tickets.clock.${what}`), minutes, state: keptWord(kept) })}
            ${dueAt === null ? nothing : html` · ${formatWhen(dueAt, "exact")}`}
          </p>`,
      )}
      ${steps.map(({ state: stands, runs, minutes, from }) => {
        const values = { state: t(`tickets.state.${stands}`), minutes, from: formatWhen(from, "exact") };
        return html`<p>${runs ? t("tickets.clock.ran", values) : t("tickets.clock.stood", values)}</p>`;
      })}
      <p>${timeZone}</p>`;
  }

  private _insert(id: string, { requester, number }: Detail): void {
    const reply = this.desk?.replies.find((each) => each.id === id);
    if (reply === undefined) return;
    const text = localized(reply.text).replaceAll("{name}", localized(requester.name)).replaceAll("{number}", number);
    this._text = this._text === "" ? text : `${this._text}\n\n${text}`;
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this._send();
  }

  private async _send(then?: "waiting_customer" | "solved"): Promise<void> {
    const text = this._text.trim();
    if (this._busy || text === "") return;
    const { ticketId } = this;
    this._busy = true;
    try {
      const ticket = await api.call("POST /api/tickets/{ticketId}/entries", {
        params: { ticketId },
        body: { kind: this._kind, text, requestId: this._requestId, ...(then === undefined ? {} : { state: then }) },
      });
      if (ticketId !== this.ticketId) return;
      this._ticket = ticket;
      this._text = "";
      this._requestId = crypto.randomUUID();
    } catch (error) {
      showToast(errorText(error), "danger");
    } finally {
      this._busy = false;
    }
  }

  private async _change(body: {
    state?: (typeof states)[number];
    priority?: (typeof priorities)[number];
    queueId?: string;
    ownerId?: string | null;
  }): Promise<void> {
    const { ticketId } = this;
    try {
      const ticket = await api.call("PUT /api/tickets/{ticketId}", { params: { ticketId }, body });
      if (ticketId === this.ticketId) this._ticket = ticket;
    } catch (error) {
      showToast(errorText(error), "danger");
    }
  }

  private async _why(): Promise<void> {
    this._clock = await api.call("GET /api/tickets/{ticketId}/clock", { params: { ticketId: this.ticketId } });
  }

  private readonly _load = async (): Promise<void> => {
    const { ticketId } = this;
    if (ticketId === "") return;
    try {
      const ticket = await api.call("GET /api/tickets/{ticketId}", { params: { ticketId } });
      if (ticketId === this.ticketId) this._ticket = ticket;
      await this._mail.load(ticketId);
    } catch (error) {
      if (ticketId === this.ticketId && this._ticket === null) this._error = error;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "ticket-panel": TicketPanel;
  }
}
