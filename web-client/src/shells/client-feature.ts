import type { LocalizedText } from "@portico/contract/common.ts";
import type { Ability } from "@portico/contract/abilities.ts";
import type { ReactiveControllerHost, TemplateResult } from "lit";
import type { IconName } from "../components/icon-name.ts";
import type { Session } from "../contexts/session.ts";
import type { TextSet } from "../i18n/keys.ts";
import type { LazyPage } from "./lazy-route.ts";

export type Can = Session["can"];

/** A page with its address; `:name` in the path is a parameter. */
export interface FeaturePage extends LazyPage {
  readonly path: string;
}

/**
 * An entry of the rail, or of the side list inside one (`within`). Its label
 * stands here and not in the texts, because the rail is there before they are.
 */
export interface NavigationEntry {
  readonly id: string;
  readonly path: string;
  readonly icon: IconName;
  readonly label: LocalizedText;
  /** Place in the rail, top first. */
  readonly order: number;
  /** The rail entry under which this one is listed. */
  readonly within?: "work" | "customers";
  readonly allowed: (can: Can) => boolean;
  readonly contains: (path: string) => boolean;
  /** How many things wait there; read in a render, it renders again when it changes. */
  readonly count?: () => number;
  /** How much of it the window's title counts; all of `count` where nothing is said. */
  readonly inTitle?: () => number;
}

/** A page of the administration, at `/admin/<id>`. */
export interface AdminSection {
  readonly id: string;
  readonly icon?: IconName;
  /** What can be done there, for the overview. */
  readonly summary?: LocalizedText;
  readonly ability: Ability;
  readonly label: LocalizedText;
  readonly order: number;
  readonly texts: readonly TextSet[];
  readonly load: () => Promise<unknown>;
  readonly render: (params: { readonly id: string | null }) => TemplateResult;
}

/** An area of the user's own settings, at `/settings/<id>`. */
export interface SettingsSection {
  readonly id: string;
  readonly icon: IconName;
  readonly label: LocalizedText;
  readonly order: number;
  /** Whom it is for; everybody where nothing is said. */
  readonly audience?: "staff" | "guest";
  readonly texts: readonly TextSet[];
  readonly load: () => Promise<unknown>;
  readonly render: () => TemplateResult;
}

/** A tab of the portal that guests have. */
export interface PortalTab {
  readonly id: string;
  readonly path: string;
  readonly icon: IconName;
  readonly label: LocalizedText;
  readonly order: number;
  readonly allowed: (can: Can) => boolean;
}

/** How an object of the capability is drawn in a conversation: live from the API, with the reader's actions. */
export interface Card {
  readonly texts: readonly TextSet[];
  readonly load: () => Promise<unknown>;
  readonly render: (id: string) => TemplateResult;
}

/** How things of a kind look in lists of different things, like the inbox. */
export interface ObjectLook {
  readonly icon: IconName;
  /** Several of them, like "Approvals". */
  readonly label: LocalizedText;
}

/** Something that "New" and Ctrl+K offer. */
export interface Command {
  readonly id: string;
  readonly icon: IconName;
  readonly label: LocalizedText;
  readonly allowed: (can: Can) => boolean;
  readonly run: () => void | Promise<void>;
}

/** How the bell shows a kind of notice; the words are `notifications.<kind>` in `strings-notifications.*.json`. */
export interface NoticeLook {
  readonly icon: IconName;
  /** Where it leads. */
  readonly href: (fields: Readonly<Record<string, string | LocalizedText>>) => string;
}

/**
 * What a capability brings to the client. Its folder exports one as `feature`
 * from `feature.ts`, which is found there; everything behind it loads on demand.
 */
export interface ClientFeature {
  readonly staffPages?: readonly FeaturePage[];
  readonly portalPages?: readonly FeaturePage[];
  /** Addresses that pages had before, with those that they have now. */
  readonly redirects?: Readonly<Record<string, string>>;
  readonly navigation?: readonly NavigationEntry[];
  readonly portalTabs?: readonly PortalTab[];
  readonly adminSections?: readonly AdminSection[];
  readonly settings?: readonly SettingsSection[];
  /** By the kind of object, as messages name it. */
  readonly cards?: Readonly<Record<string, Card>>;
  /** By the kind of object. */
  readonly objects?: Readonly<Record<string, ObjectLook>>;
  /** What "New" offers. */
  readonly create?: readonly Command[];
  /** By kind of notice. */
  readonly notices?: Readonly<Record<string, NoticeLook>>;
  /** News that has a place of its own in the rail, for whoever sees only a part of it. */
  readonly elsewhere?: () => number;
  /** Begins what goes on behind every page of the staff, for as long as the host is there. Waits for no page. */
  readonly behind?: (host: ReactiveControllerHost, session: Session) => Promise<unknown>;
}

/** Whether a path is this one or below it. */
export const under =
  (...prefixes: readonly string[]) =>
  (path: string): boolean =>
    prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
