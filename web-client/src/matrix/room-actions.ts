import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { Preset } from "matrix-js-sdk/lib/@types/partials.js";
import { Method } from "matrix-js-sdk/lib/http-api/method.js";
import { foldTimeline } from "./fold.ts";
import type { MessageItem, Problem } from "./model.ts";
import { setNotifyLevel } from "./notify-level.ts";
import { asObject, asText, asTexts, fromJson } from "./plain-event.ts";
import type { Json, PlainEvent } from "./plain-event.ts";
import { problemFrom } from "./problem.ts";
import { MARKED_UNREAD } from "./room-summary.ts";
import { personIn, stateOf } from "./room-view.ts";
import type { MessagePage, RoomActions } from "./session.ts";

const PAGE = 40;
const at = (roomId: string, rest: string): string => `/rooms/${encodeURIComponent(roomId)}/${rest}`;

interface Parts {
  readonly client: MatrixClient;
  /** Takes content into the outbox. */
  readonly queue: (roomId: string, content: Json) => Promise<Problem | null>;
}

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.map(asObject) : []);

/** What one does to a room besides talking in it. */
export const createRoomActions = ({ client, queue }: Parts): RoomActions => {
  const ask = async (method: Method, path: string, body?: object, query?: Record<string, string>): Promise<Json> =>
    asObject(await client.http.authedRequest(method, path, query, body === undefined ? undefined : { ...body }));

  const attempt = async (work: () => Promise<unknown>): Promise<Problem | null> => {
    try {
      await work();
      return null;
    } catch (error) {
      return problemFrom(error);
    }
  };

  const putState = async (roomId: string, type: string, content: object): Promise<Problem | null> =>
    attempt(async () => ask(Method.Put, at(roomId, `state/${type}/`), content));

  const itemsOf = (roomId: string, events: readonly PlainEvent[]): MessageItem[] => {
    const room = client.getRoom(roomId);
    if (room === null) return [];
    const context = {
      userId: room.myUserId,
      personOf: (userId: string) => personIn(room, userId),
      readersOf: () => [],
      keyOf: () => undefined,
    };
    return events.flatMap((event) =>
      foldTimeline([{ ...event, content: withoutThread(event.content) }], context).flatMap((item) =>
        item.kind === "message" ? [item] : [],
      ),
    );
  };

  const page = async (roomId: string, work: () => Promise<{ events: Json[]; next: string }>): Promise<MessagePage> => {
    try {
      const { events, next } = await work();
      const items = itemsOf(
        roomId,
        events.map(fromJson).filter((event) => !event.redacted),
      );
      return { items, next: next === "" ? null : next, problem: null };
    } catch (error) {
      return { items: [], next: null, problem: problemFrom(error) };
    }
  };

  return {
    createGroup: async ({ name, people, picture }) => {
      try {
        const avatar = picture === null ? null : (await client.uploadContent(picture)).content_uri;
        const made = await client.createRoom({
          name,
          invite: [...people],
          preset: Preset.PrivateChat,
          ...(avatar === null
            ? {}
            : { initial_state: [{ type: "m.room.avatar", state_key: "", content: { url: avatar } }] }),
        });
        return { roomId: made.room_id };
      } catch (error) {
        return { problem: problemFrom(error) };
      }
    },
    rename: async (roomId, name) => putState(roomId, "m.room.name", { name }),
    setTopic: async (roomId, topic) => putState(roomId, "m.room.topic", { topic }),
    setPicture: async (roomId, picture) =>
      attempt(async () => {
        const { content_uri: url } = await client.uploadContent(picture);
        await ask(Method.Put, at(roomId, "state/m.room.avatar/"), { url });
      }),
    setNotify: async (roomId, level) => attempt(async () => setNotifyLevel(client, roomId, level)),
    setFavourite: async (roomId, favourite) =>
      attempt(async () => {
        const path = `/user/${encodeURIComponent(client.getSafeUserId())}/rooms/${encodeURIComponent(roomId)}/tags/m.favourite`;
        await (favourite ? ask(Method.Put, path, {}) : ask(Method.Delete, path));
      }),
    setPinned: async (roomId, eventId, pinned) => {
      const room = client.getRoom(roomId);
      const before = room === null ? [] : asTexts(stateOf(room, "m.room.pinned_events")["pinned"]);
      const others = before.filter((each) => each !== eventId);
      return putState(roomId, "m.room.pinned_events", { pinned: pinned ? [...others, eventId] : others });
    },
    markUnread: async (roomId, eventId) =>
      attempt(async () => client.setRoomAccountData(roomId, MARKED_UNREAD as never, markedFrom(eventId) as never)),
    forward: async (fromRoomId, eventId, roomId) => {
      try {
        const event = fromJson(await ask(Method.Get, at(fromRoomId, `event/${encodeURIComponent(eventId)}`)));
        const current =
          event.bundledEdit === null ? event.content : asObject(event.bundledEdit.content["m.new_content"]);
        const { "m.relates_to": _relation, "m.mentions": _mentions, ...content } = current;
        // Nobody is called by what was said elsewhere.
        return await queue(roomId, { ...content, "m.mentions": {} });
      } catch (error) {
        return problemFrom(error);
      }
    },
    messages: async (roomId, eventIds) =>
      page(roomId, async () => {
        const found = await Promise.allSettled(
          eventIds.map(async (eventId) => ask(Method.Get, at(roomId, `event/${encodeURIComponent(eventId)}`))),
        );
        return { events: found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [])), next: "" };
      }),
    files: async (roomId, from) =>
      page(roomId, async () => {
        const filter = JSON.stringify({ types: ["m.room.message"], contains_url: true });
        const query = { dir: "b", limit: String(PAGE), filter, ...(from === null ? {} : { from }) };
        const { chunk, end } = await ask(Method.Get, at(roomId, "messages"), undefined, query);
        return { events: objects(chunk), next: asText(end) };
      }),
    threads: async (roomId, from) =>
      page(roomId, async () => {
        const query = { limit: String(PAGE), ...(from === null ? {} : { from }) };
        const path = at(roomId, "threads");
        const answer: unknown = await client.http.authedRequest(Method.Get, path, query, undefined, {
          prefix: "/_matrix/client/v1",
        });
        const { chunk, next_batch: next } = asObject(answer);
        return { events: objects(chunk), next: asText(next) };
      }),
  };
};

const markedFrom = (eventId: string | null): object =>
  eventId === null ? { unread: false } : { unread: true, from: eventId };

/** A list shows replies of threads like all other messages. */
const withoutThread = (content: Json): Json => {
  const { "m.relates_to": _relation, ...rest } = content;
  return rest;
};
