import { consume } from "@lit/context";
import { Task } from "@lit/task";
import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { MenuItem, MenuSelectEvent } from "../../components/ui-menu.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { sessionContext } from "../../contexts/session.ts";
import type { Session } from "../../contexts/session.ts";
import { currentLocale, localized, t } from "../../i18n/i18n.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { sharedStyles } from "../../styles/shared.ts";
import { personPanelStyles } from "./person-panel-styles.ts";
import { roleName } from "./role-name.ts";
import type { Organisation, Person, Position, Profile, Project } from "./types.ts";
import "../../components/ui-avatar.ts";
import "../../components/ui-badge.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-icon-button.ts";
import "../../components/ui-icon.ts";
import "../../components/ui-menu.ts";
import "../../components/ui-skeleton.ts";
import "./person-row.ts";

/** A person's profile: who, where in the company, and how to reach them. Fires `ui-close`. */
@customElement("person-panel")
export class PersonPanel extends PorticoElement {
  static override styles = [sharedStyles, personPanelStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() personId = "";
  @property({ attribute: false }) organisation: Organisation | null = null;
  @property({ attribute: false }) profileHref: (person: Person) => string = () => "";
  @property({ attribute: false }) departmentHref: (departmentId: string) => string = () => "";
  @property({ attribute: false }) projectHref: (projectId: string) => string = () => "";

  private readonly _profile = new Task(this, {
    task: async ([personId], { signal }) =>
      api.call("GET /api/directory/people/{personId}", { params: { personId } }, signal),
    args: () => [this.personId] as const,
  });
  protected readonly live = new LiveReload(this, ["directory"], () => this._profile.run());

  override render() {
    return html`
      <header>
        <ui-icon-button
          class="back"
          icon="arrow-left"
          .label=${t("directory.back")}
          @click=${this._close}
        ></ui-icon-button>
        <span class="grow"></span>
        ${this._menu()}
        <ui-icon-button
          class="close"
          icon="close"
          .label=${t("components.close")}
          @click=${this._close}
        ></ui-icon-button>
      </header>
      ${this._profile.render({
        // What is read anew stays on screen until it is there.
        pending: () =>
          this._profile.value?.person.id === this.personId
            ? this._content(this._profile.value)
            : html`<ui-skeleton avatars rows="5"></ui-skeleton>`,
        error: (error) =>
          html`<ui-empty icon="user-off" .heading=${t("directory.profile-failed")} .text=${errorText(error)}>
            <ui-button icon="refresh" @click=${() => this._profile.run()}>${t("components.retry")}</ui-button>
          </ui-empty>`,
        complete: (profile) => this._content(profile),
      })}
    `;
  }

  private _content({ person, manager, reports, projects }: Profile) {
    const own = person.userId === this.session.account.value.userId;
    const department = this.organisation?.departments.find(({ id }) => id === person.departmentId);
    const rank = this.organisation?.ranks.find(({ id }) => id === person.rankId);
    return html`
      <section class="who">
        <ui-avatar .name=${localized(person.name)} .userId=${person.userId}></ui-avatar>
        <h2>${localized(person.name)}</h2>
        ${this._otherName(person)}
        <p class="title">${localized(person.title)}</p>
        <p class="badges">
          ${person.state === "left" ? html`<ui-badge tone="warning">${t("directory.left")}</ui-badge>` : nothing}
          ${person.role === "staff" ? nothing : html`<ui-badge tone="accent">${roleName(person.role)}</ui-badge>`}
          ${person.provisioned ? nothing : html`<ui-badge tone="info">${t("directory.not-yet")}</ui-badge>`}
        </p>
        ${
          own || person.state === "left" || !person.provisioned
            ? nothing
            : html`<ui-button variant="primary" icon="chat" href="/dm/${encodeURIComponent(person.userId)}"
                >${t("directory.message")}</ui-button
              >`
        }
      </section>
      <dl>
        ${
          department === undefined
            ? nothing
            : this._fact(
                t("directory.department"),
                html`<a href=${this.departmentHref(department.id)}>${localized(department.name)}</a>`,
              )
        }
        ${rank === undefined ? nothing : this._fact(t("directory.rank"), localized(rank.name))}
        ${
          person.positions.length === 0
            ? nothing
            : this._fact(
                t("directory.positions"),
                this._items(person.positions.map((position) => this._position(position))),
              )
        }
        ${
          projects.length === 0
            ? nothing
            : this._fact(
                t("directory.projects"),
                this._items(projects.map((project) => this._project(project, person))),
              )
        }
        ${
          person.email === null
            ? nothing
            : this._fact(t("directory.email"), html`<a href="mailto:${person.email}">${person.email}</a>`)
        }
        ${this._fact(t("directory.account"), html`<span class="mono">${person.userId}</span>`)}
      </dl>
      ${manager === null ? nothing : this._people(t("directory.manager"), [manager])}
      ${reports.length === 0 ? nothing : this._people(t("directory.reports", { count: reports.length }), reports)}
    `;
  }

  private _items(items: readonly TemplateResult[]) {
    return html`<ul class="items">
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>`;
  }

  private _position({ departmentId, rankId, title }: Position) {
    const department = this.organisation?.departments.find(({ id }) => id === departmentId);
    const rank = this.organisation?.ranks.find(({ id }) => id === rankId);
    const named = [localized(title), rank === undefined ? "" : localized(rank.name)].filter((text) => text !== "");
    return html`${named.join(" · ")}
      <a href=${this.departmentHref(departmentId)}
        >${department === undefined ? departmentId : localized(department.name)}</a
      >`;
  }

  private _project({ id, name, lead, state }: Project, person: Person) {
    return html`<a href=${this.projectHref(id)}>${localized(name)}</a>
      ${lead?.id === person.id ? html`<ui-badge tone="accent">${t("directory.leads")}</ui-badge>` : nothing}
      ${state === "ended" ? html`<ui-badge>${t("directory.ended")}</ui-badge>` : nothing}`;
  }

  private _otherName({ name }: Person) {
    const other = currentLocale() === "zh" ? name.en : name.zh;
    if (other === "" || other === localized(name)) return nothing;
    return html`<p class="other" lang=${currentLocale() === "zh" ? "en" : "zh-CN"}>${other}</p>`;
  }

  private _fact(name: string, value: unknown) {
    return html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  }

  private _people(heading: string, people: readonly Person[]) {
    return html`<section class="people">
      <h3>${heading}</h3>
      <ul>
        ${people.map(
          (person) => html`<li><person-row .person=${person} .href=${this.profileHref(person)}></person-row></li>`,
        )}
      </ul>
    </section>`;
  }

  private _menu() {
    const items: MenuItem[] = [
      ...(this.session.can("role.assign")
        ? [{ id: "role", label: t("directory.change-role"), icon: "shield" } as const]
        : []),
      ...(this.session.can("person.issue-link")
        ? [{ id: "link", label: t("directory.issue-link"), icon: "link" } as const]
        : []),
    ];
    if (items.length === 0 || this._profile.value?.person.state !== "active") return nothing;
    return html`<ui-menu .label=${t("directory.more")} .items=${items} @ui-select=${this._onMenu}>
      <ui-icon-button icon="more" .label=${t("directory.more")} .expanded=${false}></ui-icon-button>
    </ui-menu>`;
  }

  private async _onMenu(event: MenuSelectEvent): Promise<void> {
    const person = this._profile.value?.person;
    if (person === undefined) return;
    if (event.detail.id === "role") {
      const { DialogRole } = await import("./dialog-role.ts");
      const changed = await showDialog(Object.assign(new DialogRole(), { person }));
      if (changed !== null) await this._profile.run();
    } else {
      const { DialogPersonLink } = await import("./dialog-person-link.ts");
      await showDialog(Object.assign(new DialogPersonLink(), { person }));
    }
  }

  private _close(): void {
    this.dispatchEvent(new CustomEvent("ui-close"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "person-panel": PersonPanel;
  }
}
