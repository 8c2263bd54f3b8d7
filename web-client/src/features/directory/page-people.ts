import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { TreeNode } from "../../components/tree-lines.ts";
import type { TreeSelectEvent } from "../../components/ui-tree.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { departmentTree } from "../../lib/department-tree.ts";
import type { DepartmentNode } from "../../lib/department-tree.ts";
import { currentUrl, navigate } from "../../lib/navigation.ts";
import { Poll } from "../../lib/poll.ts";
import { PorticoElement } from "../../lib/portico-element.ts";
import { TypedText } from "../../lib/typed-text.ts";
import { LiveReload } from "../../live/live-reload.ts";
import { pageStyles } from "../../styles/page.ts";
import { sharedStyles } from "../../styles/shared.ts";
import type { DepartmentLink } from "./people-list.ts";
import type { Department, Organisation, Person, Projects } from "./types.ts";
import "../../components/ui-button.ts";
import "../../components/ui-empty.ts";
import "../../components/ui-input.ts";
import "../../components/ui-skeleton.ts";
import "../../components/ui-tree.ts";
import "./people-list.ts";
import "./person-panel.ts";

/** Id of the tree's first node, which stands for everybody. */
const everybody = "";

/** Id of the tree's node above the projects, and the beginning of theirs. */
const projectsNode = "project:";

const nodeOf = ({ department, children }: DepartmentNode<Department>): TreeNode => ({
  id: department.id,
  label: localized(department.name),
  count: department.branchCount,
  children: children.map(nodeOf),
});

/** Everybody in the company: by department, by text, and one at a time. */
@customElement("page-people")
export class PagePeople extends PorticoElement {
  static override styles = [
    sharedStyles,
    pageStyles,
    css`
      .columns {
        display: grid;
        flex: 1;
        grid-template-columns: 18rem minmax(0, 1fr);
        min-block-size: 0;
      }
      .columns.open {
        grid-template-columns: 18rem minmax(0, 1fr) 22rem;
      }
      .tree {
        padding: var(--space-3);
        border-inline-end: 1px solid var(--color-line);
        background: var(--color-sunken);
        overflow: auto;
      }
      .list {
        overflow: auto;
      }
      .search {
        position: sticky;
        z-index: 1;
        inset-block-start: 0;
        padding: var(--space-3) var(--space-6) var(--space-2);
        background: var(--color-surface);
      }
      .pick {
        display: none;
      }
      person-panel {
        border-inline-start: 1px solid var(--color-line);
      }
      @media (max-width: 64rem) {
        .columns,
        .columns.open {
          grid-template-columns: minmax(0, 1fr);
        }
        .tree,
        .open .list {
          display: none;
        }
        /* The profile fills the screen; the heading stays for those who listen. */
        .wide.hide {
          position: absolute;
          clip-path: inset(50%);
        }
        .wide.hide ui-button {
          display: none;
        }
        .tree.shown {
          display: block;
          border: 0;
        }
        .tree.shown + .list {
          display: none;
        }
        .pick {
          display: inline-flex;
        }
        .search {
          padding-inline: var(--space-4);
        }
        person-panel {
          border: 0;
        }
      }
    `,
  ];

  @property() personId: string | null = null;
  @state() private _picking = false;
  private readonly _search = new TypedText(this);

  private readonly _organisation = new Poll<Organisation>(this, {
    load: async (signal) => api.call("GET /api/directory/organisation", {}, signal),
    next: () => null,
  });
  private readonly _projects = new Poll<Projects>(this, {
    load: async (signal) => api.call("GET /api/directory/projects", { query: { state: "active", limit: 500 } }, signal),
    next: () => null,
  });
  protected readonly live = new LiveReload(this, ["directory"], async () =>
    Promise.all([this._organisation.look(), this._projects.look()]),
  );

  private get _projectId(): string {
    return currentUrl.value.searchParams.get("project") ?? "";
  }

  private get _departmentId(): string {
    return currentUrl.value.searchParams.get("department") ?? everybody;
  }

  override render() {
    const { value, error } = this._organisation;
    if (value !== null) return this._page(value);
    if (error === null) return html`<div class="body"><ui-skeleton rows="10"></ui-skeleton></div>`;
    return html`<ui-empty
      icon="offline"
      tone="danger"
      .heading=${t("directory.people-failed")}
      .text=${errorText(error)}
    >
      <ui-button icon="refresh" @click=${this._organisation.look}>${t("components.retry")}</ui-button>
    </ui-empty>`;
  }

  private _page(organisation: Organisation) {
    const departmentId = this._departmentId;
    const department = organisation.departments.find(({ id }) => id === departmentId);
    const projectId = this._projectId;
    const project = this._projects.value?.items.find(({ id }) => id === projectId);
    const heading =
      projectId === ""
        ? department === undefined
          ? t("directory.everybody")
          : localized(department.name)
        : project === undefined
          ? projectId
          : localized(project.name);
    return html`
      <header class="head wide ${this.personId === null ? "" : "hide"}">
        <h1>${heading}</h1>
        <span class="grow"></span>
        <ui-button class="pick" size="small" icon="department" @click=${() => (this._picking = !this._picking)}
          >${t("directory.departments")}</ui-button
        >
      </header>
      <div class="columns ${this.personId === null ? "" : "open"}">
        <nav class="tree ${this._picking ? "shown" : ""}" aria-label=${t("directory.departments")}>
          <ui-tree
            .label=${t("directory.departments")}
            .value=${projectId === "" ? departmentId : projectsNode + projectId}
            .nodes=${this._nodes(organisation)}
            @ui-select=${this._onDepartment}
          ></ui-tree>
        </nav>
        <section class="list" aria-label=${t("directory.people")}>
          <div class="search">
            <ui-input
              type="search"
              icon="search"
              labelHidden
              .label=${t("directory.search")}
              .placeholder=${t("directory.search")}
              @input=${this._search.onInput}
            ></ui-input>
          </div>
          <people-list
            .departmentId=${departmentId}
            .projectId=${projectId}
            .search=${this._search.text}
            .departments=${organisation.departments}
            .below=${projectId === "" ? this._below(organisation, departmentId) : []}
            .current=${this.personId}
            .profileHref=${this._profileHref}
          ></people-list>
        </section>
        ${
          this.personId === null
            ? nothing
            : html`<person-panel
                role="complementary"
                aria-label=${t("directory.profile")}
                .personId=${this.personId}
                .organisation=${organisation}
                .profileHref=${this._profileHref}
                .departmentHref=${this._departmentHref}
                .projectHref=${this._projectHref}
                @ui-close=${() => navigate(this._listHref)}
              ></person-panel>`
        }
      </div>
    `;
  }

  /** One top department that holds all is the company itself, and then stands for everybody. */
  private _nodes({ company, departments, peopleCount: everyone }: Organisation): TreeNode[] {
    const tree = departmentTree(departments);
    const [top, ...others] = tree;
    const below = top !== undefined && others.length === 0 ? top.children : tree;
    const projects = (this._projects.value?.items ?? []).map(({ id, name, peopleCount }): TreeNode => ({
      id: projectsNode + id,
      label: localized(name),
      count: peopleCount,
      children: [],
    }));
    return [
      { id: everybody, label: localized(company), count: everyone, children: below.map(nodeOf) },
      ...(projects.length === 0
        ? []
        : [{ id: projectsNode, label: t("directory.projects"), count: projects.length, children: projects }]),
    ];
  }

  /** The departments right below the chosen one. Everybody are shown as one list. */
  private _below({ departments }: Organisation, departmentId: string): DepartmentLink[] {
    const find = (nodes: readonly DepartmentNode<Department>[]): DepartmentNode<Department> | undefined =>
      nodes.find(({ department }) => department.id === departmentId) ??
      nodes.map(({ children }) => find(children)).find((found) => found !== undefined);
    return (find(departmentTree(departments))?.children ?? []).map(({ department }) => ({
      id: department.id,
      label: localized(department.name),
      count: department.branchCount,
      href: this._departmentHref(department.id),
    }));
  }

  private readonly _departmentHref = (departmentId: string): string =>
    departmentId === everybody ? "/people" : `/people?department=${encodeURIComponent(departmentId)}`;

  private readonly _projectHref = (projectId: string): string => `/people?project=${encodeURIComponent(projectId)}`;

  /** Address of the list behind a profile. */
  private get _listHref(): string {
    return this._projectId === "" ? this._departmentHref(this._departmentId) : this._projectHref(this._projectId);
  }

  private readonly _profileHref = ({ id }: Person): string =>
    this._listHref.replace("/people", `/people/${encodeURIComponent(id)}`);

  private _onDepartment(event: TreeSelectEvent): void {
    const { id } = event.detail;
    if (id === projectsNode) return;
    this._picking = false;
    navigate(id.startsWith(projectsNode) ? this._projectHref(id.slice(projectsNode.length)) : this._departmentHref(id));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "page-people": PagePeople;
  }
}
