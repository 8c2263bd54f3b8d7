import type { RoomSummary } from "../../matrix/model.ts";

/** A collapsible part of the room list. */
export interface RoomSection {
  readonly key: string;
  readonly kind: "invitations" | "favourites" | "space" | "projects" | "customers" | "direct" | "others";
  /** The spaces that it shows, for its name: outermost first, more than one where a heading stands for several. */
  readonly spaces: readonly RoomSummary[];
  readonly rooms: readonly RoomSummary[];
  readonly sections: readonly RoomSection[];
}

/** What is closed comes last, whatever was said there. */
const byActivity = (a: RoomSummary, b: RoomSummary): number =>
  Number(a.purpose?.archived ?? false) - Number(b.purpose?.archived ?? false) || b.activeAt - a.activeAt;

/**
 * A section in as few headings as say the same: a part named like the whole
 * gives it its contents, and a section that holds only one further section
 * becomes one with it.
 */
const compact = (section: RoomSection): RoomSection => {
  const [{ name } = { name: "" }] = section.spaces;
  const parts = section.sections.map((each) => ({
    ...each,
    spaces: each.spaces[0]?.name === name ? each.spaces.slice(1) : each.spaces,
  }));
  const rooms = [...section.rooms, ...parts.flatMap((each) => (each.spaces.length === 0 ? each.rooms : []))];
  const sections = parts.flatMap((each) => (each.spaces.length === 0 ? each.sections : [each]));
  const [only] = sections;
  return rooms.length === 0 && sections.length === 1 && only !== undefined
    ? { ...only, spaces: [...section.spaces, ...only.spaces] }
    : { ...section, rooms, sections };
};

/**
 * Orders what the user is in: invitations first, then the organisation as its
 * spaces nest, then projects, customers and direct conversations by activity,
 * then the rest. Each room appears once; spaces that contain each other appear once too.
 * Sections without anything in them are left out, and headings that would hold
 * nothing but one further heading become one with it.
 */
export const buildRoomTree = (summaries: readonly RoomSummary[]): RoomSection[] => {
  const byId = new Map(summaries.map((room) => [room.roomId, room]));
  const placed = new Set<string>();
  const take = (rooms: readonly RoomSummary[]): RoomSummary[] => {
    const fresh = rooms.filter((room) => !placed.has(room.roomId));
    fresh.forEach((room) => placed.add(room.roomId));
    return fresh;
  };
  const only = (kind: RoomSection["kind"], rooms: RoomSummary[]): RoomSection[] =>
    rooms.length === 0 ? [] : [{ key: kind, kind, spaces: [], rooms, sections: [] }];

  const rooms = summaries.filter((room) => room.kind === "room" && room.membership === "join");
  const invitations = only("invitations", take(summaries.filter((room) => room.membership === "invite")));
  const favourites = only("favourites", take(rooms.filter((room) => room.favourite).toSorted(byActivity)));
  const direct = only("direct", take(rooms.filter((room) => room.direct !== null).toSorted(byActivity)));
  const of = (purpose: string): RoomSummary[] =>
    take(rooms.filter((room) => room.purpose?.purpose === purpose).toSorted(byActivity));
  const projects = only("projects", of("project"));
  // Rooms of objects that concern a customer stand with the customer's.
  const withCustomers = rooms.filter(({ purpose }) => purpose?.purpose === "owned" && purpose.customerId !== null);
  const customers = only("customers", [...of("customer"), ...take(withCustomers)].toSorted(byActivity));

  const spaceSection = (space: RoomSummary): RoomSection[] => {
    const inside = space.children
      .flatMap((roomId) => byId.get(roomId) ?? [])
      .filter((room) => room.membership === "join");
    const own = take(inside.filter((room) => room.kind === "room"));
    const sections = take(inside.filter((room) => room.kind === "space")).flatMap(spaceSection);
    if (own.length === 0 && sections.length === 0) return [];
    return [compact({ key: space.roomId, kind: "space", spaces: [space], rooms: own, sections })];
  };
  const spaces = summaries.filter((room) => room.kind === "space" && room.membership === "join");
  const nested = new Set(spaces.flatMap((space) => space.children));
  const roots = spaces.filter((space) => !nested.has(space.roomId)).toSorted((a, b) => a.name.localeCompare(b.name));
  // Spaces that only contain each other have no root; the rest of them comes after.
  const organisation = [...roots, ...spaces].flatMap((space) => take([space]).flatMap(spaceSection));
  const others = only("others", take(rooms.toSorted(byActivity)));
  return [...invitations, ...favourites, ...organisation, ...projects, ...customers, ...direct, ...others];
};

/** All rooms of a section, those of its parts included. */
export const roomsIn = (section: RoomSection): RoomSummary[] => [
  ...section.rooms,
  ...section.sections.flatMap((each) => roomsIn(each)),
];

/** The tree with only the rooms that match; parts without any vanish. */
export const filterRoomTree = (
  sections: readonly RoomSection[],
  matches: (room: RoomSummary) => boolean,
): RoomSection[] =>
  sections
    .map((section) => ({
      ...section,
      rooms: section.rooms.filter((room) => matches(room)),
      sections: filterRoomTree(section.sections, matches),
    }))
    .filter((section) => section.rooms.length > 0 || section.sections.length > 0);
