import type {
  Can,
  Card,
  ClientFeature,
  Command,
  NavigationEntry,
  NoticeLook,
  ObjectLook,
  SettingsSection,
} from "./client-feature.ts";

const modules = import.meta.glob<ClientFeature>("../features/*/feature.ts", { eager: true, import: "feature" });

/** What the capabilities bring, in the order of their names. */
export const features: readonly ClientFeature[] = Object.values(modules);

const all = <Part>(part: (feature: ClientFeature) => readonly Part[] | undefined): Part[] =>
  features.flatMap((feature) => part(feature) ?? []);

/** Entries of the rail and of the lists inside it, in order. */
export const navigation: readonly NavigationEntry[] = all(({ navigation: entries }) => entries).toSorted(
  (a, b) => a.order - b.order,
);

/** What the user can begin: the menu "New". */
export const creatable = (can: Can): Command[] => all(({ create }) => create).filter(({ allowed }) => allowed(can));

/** The page entry that a path belongs to, inside a rail entry before the rail entry itself. */
export const entryOf = (path: string): NavigationEntry | undefined => {
  const found = navigation.filter((entry) => entry.contains(path));
  return found.find(({ within }) => within !== undefined) ?? found[0];
};

export const cardOf = (kind: string): Card | undefined =>
  features.find(({ cards }) => cards !== undefined && Object.hasOwn(cards, kind))?.cards?.[kind];

export const noticeLookOf = (kind: string): NoticeLook | undefined =>
  features.find(({ notices }) => notices !== undefined && Object.hasOwn(notices, kind))?.notices?.[kind];

/** Where the page of an old address is now. */
export const redirectOf = (path: string): string | undefined => {
  for (const { redirects = {} } of features) {
    const old = Object.keys(redirects).find((each) => path === each || path.startsWith(`${each}/`));
    if (old !== undefined) return `${redirects[old] ?? ""}${path.slice(old.length)}`;
  }
  return undefined;
};

const plainLook: ObjectLook = { icon: "inbox", label: { en: "Other", zh: "其他" } };

export const objectLookOf = (kind: string): ObjectLook =>
  features.find(({ objects }) => objects !== undefined && Object.hasOwn(objects, kind))?.objects?.[kind] ?? plainLook;

/** News that is shown outside the rail's entries. */
export const elsewhereCount = (): number => features.reduce((sum, { elsewhere }) => sum + (elsewhere?.() ?? 0), 0);

/** The areas of the user's own settings, in order. */
export const settingsSections = (audience: "staff" | "guest"): SettingsSection[] =>
  all(({ settings }) => settings)
    .filter((section) => section.audience === undefined || section.audience === audience)
    .toSorted((a, b) => a.order - b.order);
