import { plainCaption, plainWords } from "./plain-words.ts";
import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import { plainName } from "@portico/contract/name-characters.ts";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { isMessage, threadOf } from "./drawn.ts";
import { personFromMember } from "./fold.ts";
import { contentOf } from "./message-content.ts";
import type { MessageContent, Person, Preview, NotifyLevel, RoomPurpose, RoomSummary } from "./model.ts";
import { asNumber, asObject, asText, asTexts } from "./plain-event.ts";
import type { PlainEvent } from "./plain-event.ts";
import { eventsOf, hasOlder, ownMembership, personIn, stateOf } from "./room-view.ts";
import { unreadInThread } from "./thread.ts";
import { countUnread } from "./unread.ts";
import type { ReadMark } from "./unread.ts";

/** Room account data: `unread` (Matrix 1.12, "Unread markers"), and from which message on. */
export const MARKED_UNREAD = "m.marked_unread";

const purposeOf = (room: Room): RoomPurpose | null => {
  const content = stateOf(room, ROOM_PURPOSE_EVENT);
  const purpose = asText(content["purpose"]);
  if (purpose === "") return null;
  return {
    purpose,
    departmentId: asText(content["department_id"]) || null,
    customerId: asText(content["customer_id"]) || null,
    outsiders: asTexts(content["outsiders"]),
    archived: content["archived"] === true,
    begin: asNumber(content["begin"]) ?? 0,
  };
};

/** Rooms of a space: by `order`, then by id (Matrix client-server API, "Ordering of children within a space"). */
const childrenOf = (room: Room): string[] =>
  room.currentState
    .getStateEvents("m.space.child")
    .filter((event) => Array.isArray(event.event.content?.["via"]))
    .map((event) => ({ roomId: event.getStateKey() ?? "", order: asText(event.event.content?.["order"]) }))
    .toSorted((a, b) => compareOrder(a.order, b.order) || (a.roomId < b.roomId ? -1 : 1))
    .map((child) => child.roomId);

const compareOrder = (a: string, b: string): number => {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  return a < b ? -1 : 1;
};

const wordsOf = (content: MessageContent): Pick<Preview, "kind" | "text"> => {
  if (content.kind === "deleted") return { kind: "deleted", text: "" };
  if (content.kind === "unreadable") return { kind: "other", text: "" };
  if (!("url" in content)) return { kind: "text", text: plainWords(content).slice(0, 200) };
  return { kind: content.kind, text: content.caption === "" ? content.name : plainCaption(content) };
};

const previewOf = (room: Room, events: readonly PlainEvent[]): Preview | null => {
  const last = events.findLast((event) => isMessage(event) && threadOf(event) === null);
  if (last === undefined) return null;
  // An edit changes the words of the row, not its time.
  const edit = events.findLast((event) => {
    const relation = asObject(event.content["m.relates_to"]);
    return relation["rel_type"] === "m.replace" && relation["event_id"] === last.id && event.sender === last.sender;
  });
  const content = edit === undefined || last.redacted ? last.content : asObject(edit.content["m.new_content"]);
  return {
    ...wordsOf(contentOf(last.type, content, last.redacted)),
    sender: personIn(room, last.sender),
    own: last.sender === room.myUserId,
    at: last.at,
  };
};

const directPerson = (room: Room, events: readonly PlainEvent[], directWith: string | undefined): Person | null => {
  if (directWith === undefined) return null;
  // Sliding sync brings the members who wrote; one who was only invited stands in the timeline.
  const invited = events.findLast((event) => event.type === "m.room.member" && event.stateKey === directWith);
  if (invited !== undefined && asText(stateOf(room, "m.room.member", directWith)["displayname"]) === "") {
    return personFromMember(directWith, invited.content);
  }
  const known = room.getMember(directWith) !== null;
  return known ? personIn(room, directWith) : { userId: directWith, name: room.name, avatar: null, company: null };
};

const inviterOf = (room: Room): Person | null => {
  const sender = room.currentState.getStateEvents("m.room.member", room.myUserId)?.getSender();
  return sender === undefined || sender === room.myUserId ? null : personIn(room, sender);
};

/** Whether the user set the room aside as unread. */
export const isMarkedUnread = (room: Room | null): boolean =>
  asObject(room?.getAccountData(MARKED_UNREAD)?.getContent())["unread"] === true;

/** Set by "mark unread from here": everything from there on counts, whatever was read before. */
const markedFrom = (room: Room, events: readonly PlainEvent[]): ReadMark | null => {
  const from = asText(asObject(room.getAccountData(MARKED_UNREAD)?.getContent())["from"]);
  const at = from === "" ? -1 : events.findIndex((event) => event.id === from);
  const before = events[at - 1];
  return at === -1 ? null : { eventId: before?.id ?? "", at: before?.at ?? 0 };
};

const threadUnread = (
  events: readonly PlainEvent[],
  userId: string,
  threadMark: (root: string) => ReadMark | null,
): number => {
  const threads = Map.groupBy(events.filter(isMessage), threadOf);
  let count = 0;
  for (const [root, replies] of threads) {
    if (root === null) continue;
    const began = events.find((event) => event.id === root);
    count += unreadInThread(began, replies, userId, threadMark(root));
  }
  return count;
};

/** The row of a room, or null where the user is neither in it nor invited. */
export const summariseRoom = (
  room: Room,
  mark: ReadMark | null,
  directWith: string | undefined,
  { threadMark, notify }: { threadMark: (root: string) => ReadMark | null; notify: NotifyLevel },
): RoomSummary | null => {
  const membership = ownMembership(room);
  if (membership !== "join" && membership !== "invite") return null;
  const events = eventsOf(room);
  const direct = directPerson(room, events, directWith);
  const purpose = purposeOf(room);
  const last = previewOf(room, events);
  const whole = !hasOlder(room);
  const people = room.getJoinedMembers().map((member) => personIn(room, member.userId));
  return {
    roomId: room.roomId,
    kind: room.isSpaceRoom() ? "space" : "room",
    membership,
    name: plainName(asText(stateOf(room, "m.room.name")["name"])) || (direct?.name ?? room.name),
    topic: asText(stateOf(room, "m.room.topic")["topic"]),
    avatar: asText(stateOf(room, "m.room.avatar")["url"]) || (direct?.avatar ?? null),
    direct,
    invitedBy: membership === "invite" ? inviterOf(room) : null,
    children: childrenOf(room),
    purpose,
    outsiders: people.filter((person) => person.company !== null),
    joinedCount: room.getJoinedMemberCount(),
    encrypted: room.hasEncryptionStateEvent(),
    unread: countUnread(events, room.myUserId, markedFrom(room, events) ?? mark, whole),
    threadUnread: threadUnread(events, room.myUserId, threadMark),
    favourite: room.tags["m.favourite"] !== undefined,
    notify,
    last,
    whole,
    activeAt: last?.at ?? events.at(-1)?.at ?? 0,
  };
};
