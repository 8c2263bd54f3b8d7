import { asObject, asText } from "./plain-event.ts";
import type { Json, PlainEvent } from "./plain-event.ts";

/** How an event relates to another (`m.relates_to`), where it does. */
export const relationOf = (
  event: PlainEvent,
): { readonly type: string; readonly eventId: string; readonly key: string } => {
  const relation: Json = asObject(event.content["m.relates_to"]);
  return { type: asText(relation["rel_type"]), eventId: asText(relation["event_id"]), key: asText(relation["key"]) };
};

/** Messages of their own: not an edit of another one. */
export const isMessage = (event: PlainEvent): boolean =>
  event.stateKey === null &&
  event.wasEdit !== true &&
  (event.type === "m.room.message" || event.type === "m.sticker" || event.type === "m.room.encrypted") &&
  relationOf(event).type !== "m.replace";

/** The message in whose thread an event stands, or null in the conversation itself. */
export const threadOf = (event: PlainEvent): string | null => {
  const { type, eventId } = relationOf(event);
  return type === "m.thread" && eventId !== "" ? eventId : null;
};

/** What a system line says, or null for state that nobody needs to see. */
export const systemKind = (event: PlainEvent): SystemKind | null => {
  if (event.stateKey === null || event.redacted) return null;
  const { content, previous } = event;
  switch (event.type) {
    case "m.room.create":
      return "created";
    case "m.room.encryption":
      return "encrypted";
    case "m.room.name":
      return asText(content["name"]) === asText(previous["name"]) || previous["name"] === undefined ? null : "renamed";
    case "m.room.topic":
      return asText(content["topic"]) === asText(previous["topic"]) || previous["topic"] === undefined ? null : "topic";
    case "m.room.member":
      return membershipKind(event, asText(content["membership"]), asText(previous["membership"]));
    default:
      return null;
  }
};

export type SystemKind =
  | "created"
  | "joined"
  | "left"
  | "invited"
  | "removed"
  | "declined"
  | "renamed"
  | "topic"
  | "encrypted";

const membershipKind = (event: PlainEvent, now: string, before: string): SystemKind | null => {
  const bySelf = event.sender === event.stateKey;
  // A member event that keeps the membership is a change of name or picture.
  if (now === before) return null;
  if (now === "join") return "joined";
  if (now === "invite") return "invited";
  if (now === "ban") return "removed";
  if (now === "leave" && before === "invite") return bySelf ? "declined" : "removed";
  if (now === "leave") return bySelf ? "left" : "removed";
  return null;
};
