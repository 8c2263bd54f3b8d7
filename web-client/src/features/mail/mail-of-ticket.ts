import { html, nothing } from "lit";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { api } from "../../api/client.ts";
import { t } from "../../i18n/i18n.ts";
import type { EntryMail } from "./entry-mail.ts";
import "./entry-mail.ts";

/** What mail has to say of a ticket, for the element that shows the ticket. */
export class MailOfTicket implements ReactiveController {
  private readonly _host: ReactiveControllerHost;
  private _ticketId = "";
  private _answersTo: string | null = null;
  private _items: ReadonlyMap<string, EntryMail> = new Map();

  constructor(host: ReactiveControllerHost) {
    this._host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this._host.requestUpdate();
  }

  /** Reads it anew; what fails leaves what was there, and the next change asks again. */
  async load(ticketId: string): Promise<void> {
    if (ticketId !== this._ticketId) {
      this._items = new Map();
      this._answersTo = null;
    }
    this._ticketId = ticketId;
    const { items, answersTo } = await api.call("GET /api/tickets/{ticketId}/mail", { params: { ticketId } });
    if (ticketId !== this._ticketId) return;
    this._answersTo = answersTo;
    this._items = new Map(items.map((item) => [item.entryId, item]));
    this._host.requestUpdate();
  }

  /** Where answers go, in words; "" where they do not leave as mail. */
  get hint(): string {
    return this._answersTo === null ? "" : t("mail.answers-to", { to: this._answersTo });
  }

  of(entryId: string) {
    const mail = this._items.get(entryId);
    return mail === undefined ? nothing : html`<entry-mail .mail=${mail}></entry-mail>`;
  }
}
