import { css, html } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { IconName } from "../components/icon-name.ts";
import sprite from "../components/icons.svg?raw";
import { confirmed } from "../components/dialog-confirm.ts";
import { showToast } from "../components/toasts.ts";
import type { Tone } from "../components/ui-badge.ts";
import { chooseTheme, currentTheme, themes } from "../contexts/theme.ts";
import { chooseLocale, currentLocale } from "../i18n/i18n.ts";
import type { UiLocale } from "../i18n/i18n.ts";
import { PorticoElement } from "../lib/portico-element.ts";
import { sharedStyles } from "../styles/shared.ts";
import "../components/ui-avatar.ts";
import "../components/ui-badge.ts";
import "../components/ui-banner.ts";
import "../components/ui-button.ts";
import "../components/ui-copy-field.ts";
import "../components/ui-empty.ts";
import "../components/ui-file-drop.ts";
import "../components/ui-icon-button.ts";
import "../components/ui-icon.ts";
import "../components/ui-input.ts";
import "../components/ui-menu.ts";
import "../components/ui-progress.ts";
import "../components/ui-select.ts";
import "../components/ui-skeleton.ts";
import "../components/ui-spinner.ts";
import "../components/ui-table.ts";
import "../components/ui-tabs.ts";
import "../components/ui-toaster.ts";
import "../components/ui-tree.ts";

const icons = [...sprite.matchAll(/<symbol id="([\w-]+)"/g)].map(([, id]) => id as IconName);
const tones: readonly Tone[] = ["neutral", "accent", "info", "success", "warning", "danger", "outside"];
const variants = ["primary", "secondary", "ghost", "danger"] as const;
const locales: readonly UiLocale[] = ["en", "zh", "x-pseudo"];
const swatches = ["canvas", "surface", "sunken", "line", "line-strong", "text", "text-2", "text-3", "accent", "danger"];
const options = [
  { value: "a", label: "Heronbay Instruments" },
  { value: "b", label: "鹭湾仪器" },
];
const leaf = (id: string, label: string, count: number) => ({ id, label, count, children: [] });

/** Every shared element in its states, for eyes and for tests. Not part of the product's build. */
@customElement("sandbox-page")
export class SandboxPage extends PorticoElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-8);
        max-inline-size: 64rem;
        margin: 0 auto;
        padding: var(--space-8) var(--space-6);
      }
      section {
        display: grid;
        gap: var(--space-3);
      }
      h2 {
        color: var(--color-text-3);
        font-size: var(--text-s);
        font-weight: var(--weight-medium);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3);
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
        gap: var(--space-4);
      }
      .swatch {
        display: grid;
        gap: var(--space-1);
        font-size: var(--text-xs);
      }
      .swatch span {
        inline-size: 5rem;
        block-size: 2.5rem;
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
      }
    `,
  ];

  @state() private _tab = "one";

  override render() {
    return html`
      <header class="line">
        ${locales.map(
          (locale) =>
            html`<ui-button
              size="small"
              .variant=${currentLocale() === locale ? "primary" : "secondary"}
              @click=${async () => chooseLocale(locale)}
              >${locale}</ui-button
            >`,
        )}
        ${themes.map(
          (theme) =>
            html`<ui-button
              size="small"
              .variant=${currentTheme.value === theme ? "primary" : "secondary"}
              @click=${() => chooseTheme(theme)}
              >${theme}</ui-button
            >`,
        )}
      </header>
      ${this._section("Colours", this._colours())} ${this._section("Icons", this._icons())}
      ${this._section("Buttons", this._buttons())} ${this._section("Fields", this._fields())}
      ${this._section("People and words about things", this._marks())} ${this._section("Notices", this._notices())}
      ${this._section("Choosing", this._choosing())} ${this._section("Waiting and nothing", this._waiting())}
      <div data-dialogs></div>
      <ui-toaster></ui-toaster>
    `;
  }

  private _section(heading: string, content: unknown) {
    return html`<section>
      <h2>${heading}</h2>
      ${content}
    </section>`;
  }

  private _colours() {
    return html`<div class="line">
      ${swatches.map(
        (name) => html`<div class="swatch"><span .style=${`background:var(--color-${name})`}></span>${name}</div>`,
      )}
    </div>`;
  }

  private _icons() {
    return html`<div class="line">${icons.map((name) => html`<ui-icon .name=${name} title=${name}></ui-icon>`)}</div>`;
  }

  private _buttons() {
    return html`
      ${(["medium", "small"] as const).map(
        (size) =>
          html`<div class="line">
            ${variants.map((variant) => html`<ui-button .variant=${variant} .size=${size}>${variant}</ui-button>`)}
            <ui-button .size=${size} icon="plus">icon</ui-button>
            <ui-button .size=${size} variant="primary" busy>busy</ui-button>
            <ui-button .size=${size} variant="primary" disabled>disabled</ui-button>
            <ui-button .size=${size} href="#link">link</ui-button>
            <ui-icon-button .size=${size} icon="more" label="More"></ui-icon-button>
            <ui-icon-button .size=${size} icon="star" label="Favourite" .pressed=${true}></ui-icon-button>
          </div>`,
      )}
      <div class="line">
        <ui-button @click=${() => showToast("Saved")}>toast</ui-button>
        <ui-button @click=${() => showToast("The server does not answer.", "danger")}>failed toast</ui-button>
        <ui-button @click=${this._ask}>dialog</ui-button>
        <ui-menu
          label="Menu"
          .items=${[
            { id: "a", label: "Open", icon: "chat" },
            { id: "b", label: "One", checked: true, section: "Choice" },
            { id: "c", label: "Other", checked: false },
            { id: "d", label: "Delete", icon: "trash", danger: true, section: "" },
          ]}
        >
          <ui-button icon="chevron-down">menu</ui-button>
        </ui-menu>
      </div>
    `;
  }

  private _fields() {
    return html`<div class="pair">
      <ui-input label="Name" hint="As on the door"></ui-input>
      <ui-input label="Password" type="password" value="secret"></ui-input>
      <ui-input label="Search" type="search" icon="search" value="lin"></ui-input>
      <ui-input label="With an error" value="x" error="At least two characters"></ui-input>
      <ui-input label="Disabled" value="fixed" disabled></ui-input>
      <ui-select label="Company" .options=${options} value="a"></ui-select>
      <ui-select label="Nothing chosen" placeholder="Choose" .options=${options}></ui-select>
      <ui-copy-field label="Link" value="https://portico.example.com/link#abcdef"></ui-copy-field>
    </div>`;
  }

  private _marks() {
    return html`
      <div class="line">
        <ui-avatar name="Shen Ruolan"></ui-avatar><ui-avatar name="沈若兰"></ui-avatar>
        <ui-avatar name="Marit de Boer" outside></ui-avatar><ui-avatar square name="Research"></ui-avatar>
        <ui-avatar name="韩东旭" .style=${"--avatar-size:4rem"}></ui-avatar>
      </div>
      <div class="line">
        ${tones.map((tone) => html`<ui-badge .tone=${tone}>${tone}</ui-badge>`)}
        ${tones.map((tone) => html`<ui-badge count .tone=${tone}>12</ui-badge>`)}
      </div>
    `;
  }

  private _notices() {
    return tones.map(
      (tone) => html`<ui-banner .tone=${tone}>This is how it is. <a href="#more">More about it</a></ui-banner>`,
    );
  }

  private _choosing() {
    return html`
      <ui-tabs
        label="Tabs"
        .tabs=${[
          { id: "one", label: "One", count: 3 },
          { id: "two", label: "Two" },
        ]}
        .value=${this._tab}
        @ui-select=${(event: CustomEvent<{ id: string }>) => (this._tab = event.detail.id)}
      ></ui-tabs>
      <div class="pair">
        <ui-tree
          label="Departments"
          value="b"
          .nodes=${[
            { id: "a", label: "Heronbay", count: 62, children: [leaf("b", "Research", 18), leaf("c", "销售部", 5)] },
          ]}
        ></ui-tree>
        <ui-file-drop hint="Up to four CSV files" multiple></ui-file-drop>
      </div>
      <ui-table
        label="Rows"
        .columns=${[
          { id: "label", label: "Name", cell: ({ label }: { label: string }) => label },
          { id: "value", label: "Id", cell: ({ value }: { value: string }) => value },
        ]}
        .rows=${options}
        .keyOf=${({ value }: { value: string }) => value}
      ></ui-table>
    `;
  }

  private _waiting() {
    return html`
      <div class="line"><ui-spinner label="Loading"></ui-spinner></div>
      <ui-progress label="Accounts" value="40" max="62"></ui-progress>
      <div class="pair">
        <ui-skeleton avatars rows="4"></ui-skeleton>
        <ui-empty icon="guests" heading="No guests yet" text="Invite somebody by link.">
          <ui-button variant="primary">Invite</ui-button>
        </ui-empty>
      </div>
    `;
  }

  private async _ask(): Promise<void> {
    const agreed = await confirmed({ heading: "End it?", text: "It cannot be undone.", action: "End", danger: true });
    showToast(agreed ? "Ended" : "Kept", "info");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "sandbox-page": SandboxPage;
  }
}
