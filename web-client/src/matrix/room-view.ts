import { ROOM_PURPOSE_EVENT } from "@portico/contract/matrix.ts";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { Direction } from "matrix-js-sdk/lib/models/event-timeline.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { personFromMember } from "./fold.ts";
import type { Member, Person, RoomRights } from "./model.ts";
import { asNumber, asObject, asText, asTexts, plainEvent } from "./plain-event.ts";
import type { Json, PlainEvent } from "./plain-event.ts";

const copies = new WeakMap<MatrixEvent, PlainEvent>();

/** An event as data, copied once; a deletion is the only later change that matters. */
const copyOf = (event: MatrixEvent): PlainEvent => {
  const kept = copies.get(event);
  if (kept !== undefined && kept.redacted === event.isRedacted()) return kept;
  const fresh = plainEvent(event);
  copies.set(event, fresh);
  return fresh;
};

/** The events of a room without a gap up to now, oldest first. */
export const eventsOf = (room: Room): PlainEvent[] => room.getLiveTimeline().getEvents().map(copyOf);

/** Whether the homeserver has older events than those known. */
export const hasOlder = (room: Room): boolean => room.getLiveTimeline().getPaginationToken(Direction.Backward) !== null;

/** Content of a state event, empty where there is none. */
export const stateOf = (room: Room, type: string, key = ""): Json =>
  asObject(room.currentState.getStateEvents(type, key)?.event.content);

/** Somebody who left carries no name and no company any more: those of the membership before still say who he was. */
const memberContent = (room: Room, userId: string): Json => {
  const event = room.currentState.getStateEvents("m.room.member", userId)?.event;
  const content = asObject(event?.content);
  return content["membership"] === "leave" || content["membership"] === "ban"
    ? { ...asObject(event?.unsigned?.prev_content), ...content }
    : content;
};

/** Somebody as the room knows him now; with the name from his user id where it does not. */
export const personIn = (room: Room, userId: string): Person => personFromMember(userId, memberContent(room, userId));

/** The user's own membership. The SDK says `join` of a room that the user was removed from. */
export const ownMembership = (room: Room): string =>
  asText(memberContent(room, room.myUserId)["membership"]) || room.getMyMembership();

/** People in the room and invited to it, by name. */
export const membersOf = (room: Room): Member[] =>
  room
    .getMembers()
    .flatMap((member): Member[] => {
      const membership = member.membership;
      if (membership !== "join" && membership !== "invite") return [];
      return [{ ...personIn(room, member.userId), membership, powerLevel: member.powerLevel }];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));

/** Ids of the pinned messages, oldest first. */
export const pinnedIn = (room: Room | null): string[] =>
  room === null ? [] : asTexts(stateOf(room, "m.room.pinned_events")["pinned"]);

/** What the power levels let the user do. */
export const rightsIn = (room: Room): RoomRights => {
  const joined = ownMembership(room) === "join";
  const purpose = stateOf(room, ROOM_PURPOSE_EVENT);
  const own = joined && asText(purpose["purpose"]) === "";
  const state = room.currentState;
  const level = room.getMember(room.myUserId)?.powerLevel ?? 0;
  const forEverybody = asNumber(asObject(stateOf(room, "m.room.power_levels")["notifications"])["room"]) ?? 50;
  const send = joined && state.maySendEvent("m.room.message", room.myUserId);
  return {
    send,
    begin: send && level >= (asNumber(purpose["begin"]) ?? 0),
    react: joined && state.maySendEvent("m.reaction", room.myUserId),
    redactOthers: joined && state.hasSufficientPowerLevelFor("redact", level),
    mentionEverybody: joined && level >= forEverybody,
    pin: joined && state.maySendStateEvent("m.room.pinned_events", room.myUserId),
    // What the company keeps is named by its records.
    rename: own && state.maySendStateEvent("m.room.name", room.myUserId),
    setTopic: own && state.maySendStateEvent("m.room.topic", room.myUserId),
    setPicture: own && state.maySendStateEvent("m.room.avatar", room.myUserId),
  };
};
