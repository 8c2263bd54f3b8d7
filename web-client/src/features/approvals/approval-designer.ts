import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { nameOf, rememberName } from "./names.ts";
import type { Design } from "./types.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-banner.ts";
import "../../components/ui-button.ts";
import "../../components/ui-checkbox.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../../components/ui-skeleton.ts";
import "../directory/person-picker.ts";
import "./approval-trial.ts";
import "./field-editor.ts";
import "./leave-days.ts";
import "./route-designer.ts";

const parts = ["form", "route", "settings", "trial", "days"] as const;
const formIcons = ["calendar", "table", "building", "file", "edit", "people"] as const;

/** One form with its route: drawn, tried out, saved as a draft, put to use. */
@customElement("approval-designer")
export class ApprovalDesigner extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-5);
      }
      .top,
      .tabs {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        align-items: center;
      }
      h2 {
        font-size: var(--text-xl);
        font-weight: var(--weight-bold);
      }
      .grow {
        flex: 1;
      }
      .tabs {
        gap: var(--space-1);
        border-block-end: 1px solid var(--color-line);
      }
      .tabs button {
        padding: var(--space-2) var(--space-3);
        border: 0;
        border-block-end: 2px solid transparent;
        background: none;
        color: var(--color-text-2);
        cursor: pointer;
        font-weight: var(--weight-medium);
      }
      .tabs button[aria-selected="true"] {
        border-color: var(--color-accent);
        color: var(--color-accent-text);
      }
      .settings {
        display: grid;
        gap: var(--space-4);
        max-inline-size: 40rem;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
        gap: var(--space-3);
      }
      ul {
        margin-block-start: var(--space-1);
        padding-inline-start: var(--space-5);
        list-style: disc;
      }
    `,
  ];

  @property() formId = "";
  @state() private _design: Design | null = null;
  @state() private _definition: ApprovalDefinition | null = null;
  @state() private _error: unknown = null;
  @state() private _part: (typeof parts)[number] = "route";
  @state() private _busy = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("formId")) void this._load();
  }

  private get _dirty(): boolean {
    return this._design !== null && JSON.stringify(this._definition) !== JSON.stringify(this._design.definition);
  }

  override render() {
    const [design, definition] = [this._design, this._definition];
    if (design === null || definition === null) {
      return this._error === null
        ? html`<ui-skeleton rows="8"></ui-skeleton>`
        : html`<ui-empty
            icon="offline"
            tone="danger"
            .heading=${t("approvals.form-failed")}
            .text=${errorText(this._error)}
          >
            <ui-button icon="refresh" @click=${this._load}>${t("components.retry")}</ui-button>
          </ui-empty>`;
    }
    return html`<div class="top">
        <h2>${localized(definition.name) || design.id}</h2>
        ${
          design.published === null
            ? html`<ui-badge tone="neutral">${t("approvals.design.not-used")}</ui-badge>`
            : html`<ui-badge tone="success">${t("approvals.design.version", { version: design.published })}</ui-badge>`
        }
        <span class="grow"></span>
        <ui-button .busy=${this._busy} ?disabled=${!this._dirty} @click=${this._save}
          >${t("approvals.design.save")}</ui-button
        >
        <ui-button
          variant="primary"
          .busy=${this._busy}
          ?disabled=${!this._dirty && !design.changed}
          @click=${this._publish}
          >${t("approvals.design.publish")}</ui-button
        >
      </div>
      ${this._problems(design, definition)}
      <div class="tabs" role="tablist">
        ${parts
          .filter((part) => part !== "days" || (definition.leave !== null && design.published !== null))
          .map(
            (part) =>
              html`<button
                type="button"
                role="tab"
                aria-selected=${part === this._part ? "true" : "false"}
                @click=${() => (this._part = part)}
              >
                ${t(`approvals.part.${part}`)}
              </button>`,
          )}
      </div>
      ${this._shown(design, definition)}`;
  }

  private _shown(design: Design, definition: ApprovalDefinition) {
    switch (this._part) {
      case "form":
        return html`<field-editor
          .fields=${definition.fields}
          .all=${definition.fields}
          @fields-change=${(event: Event) => this._set({ fields: [...(event.currentTarget as HTMLElementTagNameMap["field-editor"]).fields] })}
        ></field-editor>`;
      case "route":
        return html`<route-designer
          .definition=${definition}
          .wrong=${new Set(design.problems.flatMap(({ node }) => node ?? []))}
          @design-change=${(event: Event) => (this._definition = (event.currentTarget as HTMLElementTagNameMap["route-designer"]).definition)}
        ></route-designer>`;
      case "trial":
        return html`<approval-trial .definition=${definition}></approval-trial>`;
      case "settings":
        return this._settings(definition);
      case "days":
        return html`<leave-days .formId=${design.id}></leave-days>`;
    }
  }

  private _settings(definition: ApprovalDefinition) {
    const { name, about } = definition;
    const input = (label: string, value: string, put: (value: string) => void) =>
      html`<ui-input
        .label=${label}
        .value=${value}
        maxLength="120"
        @change=${(event: Event) => put((event.currentTarget as HTMLElementTagNameMap["ui-input"]).value)}
      ></ui-input>`;
    return html`<div class="settings">
      <div class="pair">
        ${input(t("approvals.design.name-en"), name.en, (en) => this._set({ name: { ...name, en } }))}
        ${input(t("approvals.design.name-zh"), name.zh, (zh) => this._set({ name: { ...name, zh } }))}
        ${input(t("approvals.design.about-en"), about.en, (en) => this._set({ about: { ...about, en } }))}
        ${input(t("approvals.design.about-zh"), about.zh, (zh) => this._set({ about: { ...about, zh } }))}
      </div>
      <ui-select
        .label=${t("approvals.design.icon")}
        .value=${definition.icon}
        .options=${formIcons.map((value) => ({ value, label: t(`approvals.icon.${value}`) }))}
        @change=${(event: Event) => {
          const chosen = (event.currentTarget as HTMLElementTagNameMap["ui-select"]).value;
          this._set({ icon: formIcons.find((icon) => icon === chosen) ?? "edit" });
        }}
      ></ui-select>
      <ui-checkbox
        .label=${t("approvals.design.once")}
        .checked=${definition.once}
        @change=${(event: Event) => this._set({ once: (event.currentTarget as HTMLElementTagNameMap["ui-checkbox"]).checked })}
      ></ui-checkbox>
      <person-picker
        multiple
        .label=${t("approvals.design.overseers")}
        .hint=${t("approvals.design.overseers-hint")}
        .people=${definition.overseers.map((id) => ({ id, userId: "", name: { en: nameOf(id), zh: "" }, title: { en: "", zh: "" } }))}
        @change=${(event: Event) => {
          const { people } = event.currentTarget as HTMLElementTagNameMap["person-picker"];
          for (const { id, name: called } of people) rememberName(id, called);
          this._set({ overseers: people.map(({ id }) => id) });
        }}
      ></person-picker>
    </div>`;
  }

  private _problems({ problems }: Design, definition: ApprovalDefinition) {
    if (problems.length === 0) return nothing;
    const nodes = flat(definition.nodes);
    const nameOfNode = (id: string | null): string => {
      const node = nodes.find((each) => each.id === id);
      return node === undefined ? (id ?? "") : localized(node.name);
    };
    return html`<ui-banner tone="warning">
      ${t("approvals.design.problems", { count: problems.length })}
      <ul>
        ${problems.map(
          ({ code, node, field }) =>
            html`<li>
              ${t(`approvals.design.problem.${code}` as StringKey, { place: node === null ? (field ?? "") : nameOfNode(node), field: field ?? "" })}
            </li>`,
        )}
      </ul>
    </ui-banner>`;
  }

  private _set(change: Partial<ApprovalDefinition>): void {
    if (this._definition !== null) this._definition = { ...this._definition, ...change };
  }

  private readonly _load = async (): Promise<void> => {
    try {
      this._take(await api.call("GET /api/approvals/designs/{formId}", { params: { formId: this.formId } }));
      this._error = null;
    } catch (error) {
      this._error = error;
    }
  };

  private _take(design: Design): void {
    this._design = design;
    this._definition = design.definition;
  }

  private async _saved(): Promise<Design | null> {
    const [design, definition] = [this._design, this._definition];
    if (design === null || definition === null) return null;
    if (!this._dirty) return design;
    const saved = await api.call("PUT /api/approvals/designs/{formId}", {
      params: { formId: design.id },
      body: { expectedVersion: design.version, definition },
    });
    this._take(saved);
    return saved;
  }

  private async _run(work: () => Promise<void>): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    try {
      await work();
    } catch (error) {
      showToast(errorText(error), "danger");
    } finally {
      this._busy = false;
    }
  }

  private readonly _save = async (): Promise<void> =>
    this._run(async () => {
      if ((await this._saved()) !== null) showToast(t("approvals.design.saved"));
    });

  private readonly _publish = async (): Promise<void> =>
    this._run(async () => {
      const saved = await this._saved();
      if (saved === null) return;
      const params = { formId: saved.id };
      this._take(
        await api.call("POST /api/approvals/designs/{formId}/publish", {
          params,
          body: { expectedVersion: saved.version },
        }),
      );
      showToast(t("approvals.design.published"));
    });
}

type Nodes = ApprovalDefinition["nodes"];
const flat = (nodes: Nodes): Nodes =>
  nodes.flatMap((node) => [node, ...("branches" in node ? node.branches.flatMap((branch) => flat(branch.nodes)) : [])]);

declare global {
  interface HTMLElementTagNameMap {
    "approval-designer": ApprovalDesigner;
  }
}
