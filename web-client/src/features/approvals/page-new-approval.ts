import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Task } from "@lit/task";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { readStored, writeStored } from "../../lib/stored.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { PickedPerson } from "../directory/person-picker.ts";
import { valueProblems } from "./form-problems.ts";
import { rememberName } from "./names.ts";
import type { Form, Preview, RouteNode, Values } from "./types.ts";
import { rangeText } from "./value-text.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-skeleton.ts";
import "../directory/person-picker.ts";
import "./approval-fill.ts";
import "./approval-route.ts";

const PAUSE_MS = 300;
const draftKey = (formId: string): string => `portico.approval.${formId}`;
const isDraft = (value: unknown): value is { values: Values } =>
  typeof value === "object" && value !== null && "values" in value && typeof value.values === "object";

/** Chooses a form, fills it in, and shows who will decide before it is sent. */
@customElement("page-new-approval")
export class PageNewApproval extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      .forms {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
        gap: var(--space-4);
      }
      .form {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: var(--space-1) var(--space-4);
        align-items: start;
        padding: var(--space-5);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
        color: inherit;
        text-decoration: none;
      }
      .form:hover {
        border-color: var(--color-accent);
        background: var(--color-hover);
      }
      .form ui-icon {
        grid-row: span 2;
        padding: var(--space-2);
        border-radius: var(--radius-m);
        background: var(--color-accent-soft);
        color: var(--color-accent-text);
        --icon-size: 1.5rem;
      }
      .form strong {
        font-weight: var(--weight-bold);
      }
      .form span,
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
      .sides {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(17rem, 22rem);
        gap: var(--space-10);
        max-inline-size: 64rem;
        margin-inline: auto;
        align-items: start;
      }
      aside {
        position: sticky;
        inset-block-start: 0;
        display: grid;
        gap: var(--space-5);
        min-inline-size: 0;
        padding: var(--space-5);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-l);
      }
      h2 {
        margin-block-end: var(--space-3);
        font-size: var(--text-m);
        font-weight: var(--weight-bold);
      }
      .main {
        display: grid;
        gap: var(--space-6);
        min-inline-size: 0;
      }
      .send {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .balance {
        display: flex;
        justify-content: space-between;
        gap: var(--space-3);
        font-size: var(--text-s);
      }
      meter {
        inline-size: 100%;
      }
      meter::-webkit-meter-optimum-value {
        background: var(--color-accent);
      }
      meter::-webkit-meter-bar {
        border: 0;
        background: var(--color-neutral-soft);
      }
      .short {
        color: var(--color-danger-text);
      }
      .away li {
        padding-block: var(--space-1);
        font-size: var(--text-s);
      }
      @media (max-width: 64rem) {
        .sides {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--space-6);
        }
        aside {
          position: static;
        }
      }
    `,
  ];

  @property({ attribute: false }) formId: string | null = null;
  @state() private _values: Values = {};
  @state() private _chosen: Readonly<Record<string, readonly PickedPerson[]>> = {};
  @state() private _preview: Preview | null = null;
  @state() private _problems: Readonly<Record<string, string>> = {};
  @state() private _problem = "";
  @state() private _busy = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _asked = 0;
  private _request = { content: "", id: "" };

  private readonly _forms = new Task(this, {
    task: async ([formId], { signal }) =>
      formId === null ? (await api.call("GET /api/approvals/forms", {}, signal)).items : null,
    args: () => [this.formId] as const,
  });
  private readonly _form = new Task(this, {
    task: async ([formId], { signal }): Promise<Form | null> => {
      if (formId === null) return null;
      const form = await api.call("GET /api/approvals/forms/{formId}", { params: { formId } }, signal);
      this._values = readStored(draftKey(formId), isDraft)?.values ?? {};
      this._look();
      return form;
    },
    args: () => [this.formId] as const,
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this._timer);
  }

  override render() {
    const form = this.formId === null ? null : (this._form.value ?? null);
    return html`
      <header class="head">
        <ui-icon-button
          icon="arrow-left"
          .label=${t("approvals.back")}
          @click=${() => navigate(this.formId === null ? "/work/approvals" : "/work/approvals/new")}
        ></ui-icon-button>
        <h1>${form === null ? t("approvals.new") : localized(form.form.name)}</h1>
      </header>
      <div class="body">${this.formId === null ? this._choose() : this._fill()}</div>
    `;
  }

  private _choose() {
    return this._forms.render({
      pending: () => html`<ui-skeleton rows="4"></ui-skeleton>`,
      error: (error) => this._failed(error, () => this._forms.run()),
      complete: (forms) =>
        forms === null || forms.length === 0
          ? html`<ui-empty
              icon="approve"
              .heading=${t("approvals.no-forms")}
              .text=${t("approvals.no-forms-text")}
            ></ui-empty>`
          : html`<div class="forms measure">
              ${forms.map(
                ({ id, name, about, icon }) =>
                  html`<a class="form" href="/work/approvals/new/${encodeURIComponent(id)}">
                    <ui-icon .name=${icon}></ui-icon><strong>${localized(name)}</strong><span>${localized(about)}</span>
                  </a>`,
              )}
            </div>`,
    });
  }

  private _failed(error: unknown, retry: () => unknown) {
    return html`<ui-empty icon="offline" tone="danger" .heading=${t("approvals.form-failed")} .text=${errorText(error)}>
      <ui-button icon="refresh" @click=${retry}>${t("components.retry")}</ui-button>
    </ui-empty>`;
  }

  private _fill() {
    return this._form.render({
      pending: () => html`<ui-skeleton rows="6"></ui-skeleton>`,
      error: (error) => this._failed(error, () => this._form.run()),
      complete: (form) => (form === null ? nothing : this._sides(form)),
    });
  }

  private _sides(form: Form) {
    const route = this._preview?.route ?? null;
    return html`<div class="sides">
      <div class="main">
        ${this._problem === "" ? nothing : html`<ui-banner tone="danger">${this._problem}</ui-banner>`}
        <approval-fill
          .fields=${form.definition.fields}
          .values=${this._values}
          .problems=${this._problems}
          @change=${this._onValues}
        ></approval-fill>
        ${this._choices(route ?? [])}
        <div class="send">
          <ui-button variant="primary" icon="send" .busy=${this._busy} @click=${() => this._send(form)}
            >${t("approvals.send")}</ui-button
          >
          <ui-button href="/work/approvals">${t("components.cancel")}</ui-button>
        </div>
      </div>
      <aside aria-label=${t("approvals.route")}>
        <section aria-live="polite">
          <h2>${t("approvals.route")}</h2>
          ${
            route === null
              ? html`<p class="quiet">${t("approvals.route-later")}</p>`
              : html`<approval-route .route=${route}></approval-route>`
          }
        </section>
        ${this._balance(form)} ${this._away()}
      </aside>
    </div>`;
  }

  /** Steps whose people the initiator chooses. */
  private _choices(route: readonly RouteNode[]): unknown {
    return route.map((node) => [
      node.choose
        ? html`<person-picker
            multiple
            .label=${t("approvals.choose-for", { step: localized(node.name) })}
            .people=${this._chosen[node.id] ?? []}
            @change=${(event: Event) => this._choosePeople(node.id, event)}
          ></person-picker>`
        : nothing,
      ...node.branches.map((branch) => this._choices(branch.nodes)),
    ]);
  }

  private _balance(form: Form) {
    const { leave } = this._preview ?? { leave: null };
    const type = form.definition.leave === null ? "" : this._values[form.definition.leave.type];
    const counted = form.balances.filter(({ entitled }) => entitled !== null);
    if (counted.length === 0) return nothing;
    return html`<section>
      <h2>${t("approvals.balance")}</h2>
      ${counted.map(({ type: kind, label, entitled, taken, asked }) => {
        const now = kind === type && leave !== null ? leave.days : 0;
        const left = (entitled ?? 0) - taken - asked - now;
        return html`<p class="balance ${left < 0 ? "short" : ""}">
            <span>${localized(label)}</span><span>${t("approvals.days-left", { left, entitled: entitled ?? 0 })}</span>
          </p>
          <meter min="0" max=${entitled ?? 0} value=${Math.max(left, 0)} aria-label=${localized(label)}></meter>`;
      })}
    </section>`;
  }

  private _away() {
    const away = this._preview?.away ?? [];
    if (this._preview?.leave == null) return nothing;
    return html`<section>
      <h2>${t("approvals.away")}</h2>
      ${
        away.length === 0
          ? html`<p class="quiet">${t("approvals.nobody-away")}</p>`
          : html`<ul class="away">
              ${away.map(
                ({ person, from, to, state: stands }) =>
                  html`<li>
                    ${localized(person.name)}
                    <span class="quiet"
                      >${rangeText({ from, to, fromHalf: "am", toHalf: "pm" }, "working")}${
                        stands === "asked" ? ` · ${t("approvals.not-sure")}` : ""
                      }</span
                    >
                  </li>`,
              )}
            </ul>`
      }
    </section>`;
  }

  private _onValues(event: Event): void {
    const { values } = event.currentTarget as HTMLElementTagNameMap["approval-fill"];
    this._values = values;
    this._problems = {};
    if (this.formId !== null) writeStored(draftKey(this.formId), { values });
    this._look();
  }

  private _choosePeople(node: string, event: Event): void {
    const { people } = event.currentTarget as HTMLElementTagNameMap["person-picker"];
    for (const { id, name } of people) rememberName(id, name);
    this._chosen = { ...this._chosen, [node]: people };
    this._look();
  }

  private get _chosenIds(): Record<string, string[]> {
    return Object.fromEntries(Object.entries(this._chosen).map(([node, people]) => [node, people.map(({ id }) => id)]));
  }

  private _look(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this._ask(), PAUSE_MS);
  }

  private async _ask(): Promise<void> {
    const { formId } = this;
    if (formId === null) return;
    this._asked += 1;
    const asked = this._asked;
    try {
      const preview = await api.call("POST /api/approvals/preview", {
        body: { formId, values: this._values, chosen: this._chosenIds },
      });
      // An earlier question may be answered later.
      if (asked === this._asked) this._preview = preview;
    } catch (error) {
      if (asked === this._asked && valueProblems(error) === null) this._preview = null;
    }
  }

  private async _send({ form }: Form): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    this._problem = "";
    const body = { formId: form.id, formVersion: form.version, values: this._values, chosen: this._chosenIds };
    try {
      const sent = await api.call("POST /api/approvals", {
        body: { ...body, requestId: this._requestFor(JSON.stringify(body)) },
      });
      writeStored(draftKey(form.id), null);
      showToast(t("approvals.sent", { number: sent.number }));
      navigate(`/work/approvals/${encodeURIComponent(sent.id)}?view=mine`);
    } catch (error) {
      const problems = valueProblems(error);
      this._problems = problems ?? {};
      this._problem = problems === null ? errorText(error) : t("approvals.look-over");
    } finally {
      this._busy = false;
    }
  }

  /** The same request sent again, because the answer was lost, is the same one. */
  private _requestFor(content: string): string {
    if (this._request.content !== content) this._request = { content, id: crypto.randomUUID() };
    return this._request.id;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-new-approval": PageNewApproval;
  }
}
