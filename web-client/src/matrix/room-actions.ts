import type { OBJECT_FIELD } from "@portico/contract/matrix.ts";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Preset } from "matrix-js-sdk/lib/@types/partials.js";
import type { Method } from "matrix-js-sdk/lib/http-api/method.js";
import type { MessageItem, NotifyLevel, Problem } from "./model.ts";
import type { Json } from "./plain-event.ts";
import type { MessagePage, RoomActions } from "./session.ts";

const PAGE = 40;
const at = (roomId: string, rest: string): string => `/rooms/${encodeURIComponent(roomId)}/${rest}`;

/** What the actions take from the session, whose code they share nothing with: they load alone. */
export interface ActionParts {
  readonly client: MatrixClient;
  /** Takes content into the outbox. */
  readonly queue: (roomId: string, content: Json) => Promise<Problem | null>;
  readonly problemFrom: (error: unknown) => Problem;
  /** Events as the homeserver serves them, as messages of the room. */
  readonly itemsOf: (roomId: string, events: readonly Json[]) => MessageItem[];
  readonly pinnedIn: (roomId: string) => readonly string[];
  readonly notifyOf: (roomId: string) => NotifyLevel;
}

const [GET, PUT, DELETE] = ["GET", "PUT", "DELETE"] as const as unknown as readonly [Method, Method, Method];
/** In the deletion of an edit: the message that it changed (`drawn.ts` reads it). */
const EDIT_FIELD = "org.portico.edit_of";
/** Written out, so that this code shares nothing with what loads at the start; the compiler compares. */
const objectField: typeof OBJECT_FIELD = "org.portico.object";
const PRIVATE = "private_chat" as Preset;

const asObject = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const asText = (value: unknown): string => (typeof value === "string" ? value : "");
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.map(asObject) : []);

/** What one does to a room besides talking in it. */
export const createRoomActions = ({
  client,
  queue,
  problemFrom,
  itemsOf,
  pinnedIn,
  notifyOf,
}: ActionParts): RoomActions => {
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
    attempt(async () => ask(PUT, at(roomId, `state/${type}/`), content));

  const page = async (roomId: string, work: () => Promise<{ events: Json[]; next: string }>): Promise<MessagePage> => {
    try {
      const { events, next } = await work();
      const items = itemsOf(roomId, events);
      return { items, next: next === "" ? null : next, problem: null };
    } catch (error) {
      return { items: [], next: null, problem: problemFrom(error) };
    }
  };

  /** Sets it for all devices of the user. */
  const setNotifyLevel = async (roomId: string, level: NotifyLevel): Promise<void> => {
    const now = notifyOf(roomId);
    const path = (kind: string): string => `/pushrules/global/${kind}/${encodeURIComponent(roomId)}`;
    if (now === level) return;
    if (level === "off") {
      const conditions = [{ kind: "event_match", key: "room_id", pattern: roomId }];
      await ask(PUT, path("override"), { actions: [], conditions });
    }
    if (level === "mentions") await ask(PUT, path("room"), { actions: [] });
    if (now === "off") await ask(DELETE, path("override"));
    if (now === "mentions") await ask(DELETE, path("room"));
  };

  const redactOne = async (roomId: string, eventId: string, content: object): Promise<unknown> => {
    const transaction = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16)).join("");
    return ask(PUT, at(roomId, `redact/${encodeURIComponent(eventId)}/${transaction}`), content);
  };

  const editsOf = async (roomId: string, eventId: string): Promise<string[]> => {
    const path = at(roomId, `relations/${encodeURIComponent(eventId)}/m.replace`);
    const found: string[] = [];
    let from = "";
    do {
      const query = { limit: "100", ...(from === "" ? {} : { from }) };
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
      const page = await client.http.authedRequest<object>(GET, path, query, undefined, {
        prefix: "/_matrix/client/v1",
      });
      const { chunk, next_batch: next } = asObject(page);
      found.push(...objects(chunk).map((event) => asText(event["event_id"])));
      from = asText(next);
    } while (from !== "");
    return found;
  };

  return {
    redact: async (roomId, eventId) =>
      attempt(async () => {
        const edits = await editsOf(roomId, eventId);
        // A deleted event no longer says that it was an edit, so the deletion does.
        await Promise.all(edits.map(async (edit) => redactOne(roomId, edit, { [EDIT_FIELD]: eventId })));
        await redactOne(roomId, eventId, {});
      }),
    createGroup: async ({ name, people, picture }) => {
      try {
        const avatar = picture === null ? null : (await client.uploadContent(picture)).content_uri;
        const made = await client.createRoom({
          name,
          invite: [...people],
          preset: PRIVATE,
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
        await ask(PUT, at(roomId, "state/m.room.avatar/"), { url });
      }),
    setNotify: async (roomId, level) => attempt(async () => setNotifyLevel(roomId, level)),
    setFavourite: async (roomId, favourite) =>
      attempt(async () => {
        const path = `/user/${encodeURIComponent(client.getSafeUserId())}/rooms/${encodeURIComponent(roomId)}/tags/m.favourite`;
        await (favourite ? ask(PUT, path, {}) : ask(DELETE, path));
      }),
    setPinned: async (roomId, eventId, pinned) => {
      const before = pinnedIn(roomId);
      const others = before.filter((each) => each !== eventId);
      return putState(roomId, "m.room.pinned_events", { pinned: pinned ? [...others, eventId] : others });
    },
    markUnread: async (roomId, eventId) =>
      attempt(async () => client.setRoomAccountData(roomId, "m.marked_unread" as never, markedFrom(eventId) as never)),
    forward: async (fromRoomId, eventId, roomId) => {
      try {
        const event = await ask(GET, at(fromRoomId, `event/${encodeURIComponent(eventId)}`));
        const edit = asObject(asObject(asObject(event["unsigned"])["m.relations"])["m.replace"]);
        const changed = asObject(edit["content"])["m.new_content"];
        const current = changed === undefined ? asObject(event["content"]) : asObject(changed);
        const { "m.relates_to": _relation, "m.mentions": _mentions, ...content } = current;
        // Nobody is called by what was said elsewhere.
        return await queue(roomId, { ...content, "m.mentions": {} });
      } catch (error) {
        return problemFrom(error);
      }
    },
    sayObject: async (roomId, object, words) =>
      queue(roomId, { msgtype: "m.text", body: words, [objectField]: object, "m.mentions": {} }),
    messages: async (roomId, eventIds) =>
      page(roomId, async () => {
        const found = await Promise.allSettled(
          eventIds.map(async (eventId) => ask(GET, at(roomId, `event/${encodeURIComponent(eventId)}`))),
        );
        return { events: found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [])), next: "" };
      }),
    files: async (roomId, from) =>
      page(roomId, async () => {
        const filter = JSON.stringify({ types: ["m.room.message"], contains_url: true });
        const query = { dir: "b", limit: String(PAGE), filter, ...(from === null ? {} : { from }) };
        const { chunk, end } = await ask(GET, at(roomId, "messages"), undefined, query);
        return { events: objects(chunk), next: asText(end) };
      }),
    replies: async (roomId, root, from) => {
      const id = encodeURIComponent(root);
      const query = { limit: String(PAGE), dir: "b", ...(from === null ? {} : { from }) };
      const prefix = "/_matrix/client/v1";
      const path = at(roomId, `relations/${id}/m.thread`);
      const [answer, began] = await Promise.all([
        client.http.authedRequest<object>(GET, path, query, undefined, { prefix }),
        from === null ? ask(GET, at(roomId, `event/${id}`)) : null,
      ]);
      const { chunk, next_batch: next } = asObject(answer);
      const events = objects(chunk).toReversed();
      return { events: began === null ? events : [began, ...events], next: asText(next) || null };
    },
    threads: async (roomId, from) =>
      page(roomId, async () => {
        const query = { limit: String(PAGE), ...(from === null ? {} : { from }) };
        const path = at(roomId, "threads");
        const answer: unknown = await client.http.authedRequest(GET, path, query, undefined, {
          prefix: "/_matrix/client/v1",
        });
        const { chunk, next_batch: next } = asObject(answer);
        return { events: objects(chunk), next: asText(next) };
      }),
  };
};

const markedFrom = (eventId: string | null): object =>
  eventId === null ? { unread: false } : { unread: true, from: eventId };
