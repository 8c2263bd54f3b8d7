import type {
  ApprovalDefinition,
  ApprovalFork,
  ApprovalNode,
  ApprovalStep,
  ApprovalWho,
} from "@portico/contract/approvals-form.ts";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { freshId } from "./design-edit.ts";
import { nameOf, rememberName } from "./names.ts";
import "../../components/ui-button.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-input.ts";
import "../../components/ui-select.ts";
import "../directory/person-picker.ts";
import "./condition-editor.ts";

const whoKinds = ["people", "manager", "managers", "head", "role", "chosen", "field", "initiator"] as const;
const roles = ["admin", "department_head", "staff", "support_agent", "sales", "auditor"] as const;
const modes = ["any", "all", "order"] as const;
const selves = ["manager", "head", "skip", "decide"] as const;
const deadlines = ["none", "remind", "pass-on", "approve", "refuse"] as const;
const rights = ["read", "edit", "hidden"] as const;

/** Everything about one node of a route. Fires `node-change` with `node` set. */
@customElement("node-editor")
export class NodeEditor extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
        gap: var(--space-3);
        align-items: end;
      }
      .branch {
        display: grid;
        gap: var(--space-3);
        padding: var(--space-3);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
      }
      summary {
        color: var(--color-text-2);
        cursor: pointer;
      }
      details .pair {
        margin-block-start: var(--space-3);
      }
      .quiet {
        color: var(--color-text-2);
        font-size: var(--text-s);
      }
    `,
  ];

  @property({ attribute: false }) node!: ApprovalNode;
  @property({ attribute: false }) definition!: ApprovalDefinition;

  override render() {
    const { node } = this;
    return html`<div class="pair">
        <ui-input
          .label=${t("approvals.design.label-en")}
          .value=${node.name.en}
          @change=${(event: Event) => this._set({ ...node, name: { ...node.name, en: valueOf(event) } })}
        ></ui-input>
        <ui-input
          .label=${t("approvals.design.label-zh")}
          .value=${node.name.zh}
          @change=${(event: Event) => this._set({ ...node, name: { ...node.name, zh: valueOf(event) } })}
        ></ui-input>
      </div>
      ${"branches" in node ? this._branches(node) : this._who(node)} ${"mode" in node ? this._rules(node) : nothing}
      ${"rights" in node ? this._rights(node) : nothing}`;
  }

  private _branches(node: ApprovalFork) {
    const set = (branches: ApprovalFork["branches"]): void => this._set({ ...node, branches });
    return html`${node.branches.map((branch, index) => {
        const put = (change: Partial<typeof branch>): void =>
          set(node.branches.map((each, at) => (at === index ? { ...each, ...change } : each)));
        return html`<div class="branch">
          <div class="pair">
            <ui-input
              .label=${t("approvals.design.branch-en")}
              .value=${branch.name.en}
              @change=${(event: Event) => put({ name: { ...branch.name, en: valueOf(event) } })}
            ></ui-input>
            <ui-input
              .label=${t("approvals.design.branch-zh")}
              .value=${branch.name.zh}
              @change=${(event: Event) => put({ name: { ...branch.name, zh: valueOf(event) } })}
            ></ui-input>
            <ui-icon-button
              size="small"
              icon="trash"
              .label=${t("approvals.design.remove")}
              @click=${() => set(node.branches.filter((_, at) => at !== index))}
            ></ui-icon-button>
          </div>
          ${
            node.kind === "parallel"
              ? nothing
              : branch.when === null
                ? html`<p class="quiet">${t("approvals.design.otherwise")}</p>`
                : html`<condition-editor
                    .condition=${branch.when}
                    .fields=${this.definition.fields}
                    @condition-change=${(event: Event) => {
                      event.stopPropagation();
                      put({ when: (event.currentTarget as HTMLElementTagNameMap["condition-editor"]).condition });
                    }}
                  ></condition-editor>`
          }
        </div>`;
      })}
      <div>
        <ui-button
          size="small"
          icon="plus"
          @click=${() => {
            const id = freshId(
              node.id,
              node.branches.map((branch) => branch.id),
            );
            const added = {
              id,
              name: { en: "", zh: "" },
              when: node.kind === "condition" ? { match: "all" as const, tests: [] } : null,
              nodes: [],
            };
            // The branch for all others stays the last.
            set([
              ...node.branches.filter(({ when }) => when !== null || node.kind === "parallel"),
              added,
              ...node.branches.filter(({ when }) => when === null && node.kind === "condition"),
            ]);
          }}
          >${t("approvals.design.add-branch")}</ui-button
        >
      </div>`;
  }

  private _who(node: Exclude<ApprovalNode, ApprovalFork>) {
    const { who } = node;
    const set = (next: ApprovalWho): void => this._set({ ...node, who: next });
    return html`<div class="pair">
      <ui-select
        .label=${t("approvals.design.who")}
        .value=${who.kind}
        .options=${whoKinds.map((value) => ({ value, label: t(`approvals.who.${value}`) }))}
        @change=${(event: Event) => set(freshWho(valueOf(event)))}
      ></ui-select>
      ${this._whoMore(who, set)}
    </div>`;
  }

  private _whoMore(who: ApprovalWho, set: (next: ApprovalWho) => void) {
    const number = (label: string, value: number, put: (value: number) => void, min = "1") =>
      html`<ui-input
        type="number"
        .min=${min}
        .label=${label}
        .value=${String(value)}
        @change=${(event: Event) => put(Math.max(Number(min), Math.round(Number(valueOf(event))) || Number(min)))}
      ></ui-input>`;
    switch (who.kind) {
      case "people":
        return html`<person-picker
          multiple
          .label=${t("approvals.people")}
          .people=${who.ids.map(asPicked)}
          @change=${(event: Event) => {
            const { people } = event.currentTarget as HTMLElementTagNameMap["person-picker"];
            for (const { id, name } of people) rememberName(id, name);
            set({ kind: "people", ids: people.map(({ id }) => id) });
          }}
        ></person-picker>`;
      case "manager":
        return number(t("approvals.design.level"), who.level, (level) => set({ kind: "manager", level }));
      case "managers":
        return number(t("approvals.design.up-to"), who.upTo, (upTo) => set({ kind: "managers", upTo }));
      case "head":
        return number(t("approvals.design.above"), who.above, (above) => set({ kind: "head", above }), "0");
      case "role":
        return html`<ui-select
          .label=${t("approvals.design.role")}
          .value=${who.role}
          .options=${roles.map((value) => ({ value, label: t(`directory.role.${value}`) }))}
          @change=${(event: Event) => set({ kind: "role", role: roles.find((role) => role === valueOf(event)) ?? "admin" })}
        ></ui-select>`;
      case "field":
        return html`<ui-select
          .label=${t("approvals.design.field")}
          .value=${who.field}
          .placeholder=${t("approvals.choose")}
          .options=${this.definition.fields.filter(({ type }) => type === "person" || type === "department").map(({ id, label }) => ({ value: id, label: localized(label) }))}
          @change=${(event: Event) => set({ kind: "field", field: valueOf(event) })}
        ></ui-select>`;
      default:
        return nothing;
    }
  }

  private _rules(node: ApprovalStep) {
    const { deadline } = node;
    return html`<div class="pair">
        <ui-select
          .label=${t("approvals.design.mode")}
          .value=${node.mode}
          .options=${modes.map((value) => ({ value, label: t(`approvals.mode.${value}`) }))}
          @change=${(event: Event) => this._set({ ...node, mode: modes.find((mode) => mode === valueOf(event)) ?? "any" })}
        ></ui-select>
        <ui-select
          .label=${t("approvals.design.empty")}
          .value=${node.empty.rule}
          .options=${(["admin", "pass", "person"] as const).map((value) => ({ value, label: t(`approvals.empty.${value}`) }))}
          @change=${(event: Event) => {
            const rule = valueOf(event);
            this._set({
              ...node,
              empty: rule === "person" ? { rule, id: "" } : { rule: rule === "pass" ? "pass" : "admin" },
            });
          }}
        ></ui-select>
        <ui-select
          .label=${t("approvals.design.self")}
          .value=${node.self}
          .options=${selves.map((value) => ({ value, label: t(`approvals.self.${value}`) }))}
          @change=${(event: Event) => this._set({ ...node, self: selves.find((self) => self === valueOf(event)) ?? "manager" })}
        ></ui-select>
        <ui-select
          .label=${t("approvals.design.deadline")}
          .value=${deadline?.action ?? "none"}
          .options=${deadlines.map((value) => ({ value, label: t(`approvals.deadline.${value}`) }))}
          @change=${(event: Event) => {
            const action = deadlines.find((each) => each === valueOf(event)) ?? "none";
            this._set({ ...node, deadline: action === "none" ? null : { hours: deadline?.hours ?? 48, action } });
          }}
        ></ui-select>
        ${
          deadline === null
            ? nothing
            : html`<ui-input
                type="number"
                min="1"
                .label=${t("approvals.design.hours")}
                .value=${String(deadline.hours)}
                @change=${(event: Event) => this._set({ ...node, deadline: { ...deadline, hours: Math.max(1, Math.round(Number(valueOf(event))) || 1) } })}
              ></ui-input>`
        }
      </div>
      ${
        node.empty.rule === "person"
          ? html`<person-picker
              .label=${t("approvals.empty.person")}
              .people=${node.empty.id === "" ? [] : [asPicked(node.empty.id)]}
              @change=${(event: Event) => {
                const [person] = (event.currentTarget as HTMLElementTagNameMap["person-picker"]).people;
                if (person !== undefined) rememberName(person.id, person.name);
                this._set({ ...node, empty: { rule: "person", id: person?.id ?? "" } });
              }}
            ></person-picker>`
          : nothing
      }`;
  }

  private _rights(node: Exclude<ApprovalNode, ApprovalFork>) {
    const offered = node.kind === "copy" ? rights.filter((right) => right !== "edit") : rights;
    return html`<details>
      <summary>${t("approvals.design.rights")}</summary>
      <div class="pair">
        ${this.definition.fields.map(
          ({ id, label }) =>
            html`<ui-select
              .label=${localized(label)}
              .value=${node.rights[id] ?? "read"}
              .options=${offered.map((value) => ({ value, label: t(`approvals.right.${value}`) }))}
              @change=${(event: Event) => this._set({ ...node, rights: { ...node.rights, [id]: rights.find((right) => right === valueOf(event)) ?? "read" } })}
            ></ui-select>`,
        )}
      </div>
    </details>`;
  }

  private _set(node: ApprovalNode): void {
    this.node = node;
    this.dispatchEvent(new Event("node-change", { bubbles: true, composed: true }));
  }
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;

const asPicked = (id: string) => ({ id, userId: "", name: { en: nameOf(id), zh: "" }, title: { en: "", zh: "" } });

function freshWho(kind: string): ApprovalWho {
  switch (kind) {
    case "people":
      return { kind, ids: [] };
    case "managers":
      return { kind, upTo: 5 };
    case "head":
      return { kind, above: 0 };
    case "role":
      return { kind, role: "admin" };
    case "chosen":
    case "initiator":
      return { kind };
    case "field":
      return { kind, field: "" };
    default:
      return { kind: "manager", level: 1 };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "node-editor": NodeEditor;
  }
}
