import { randomUUID } from "node:crypto";
import { z } from "zod";
import { stack } from "./stack.ts";

/** The homeserver said no: compare with `rejects.toMatchObject({ status, errcode })`. */
export class MatrixRefusal extends Error {
  readonly status: number;
  readonly errcode: string;
  readonly body: Record<string, unknown>;
  constructor(request: string, status: number, body: Record<string, unknown>) {
    super(`${request}: ${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.errcode = String(body["errcode"]);
    this.body = body;
  }
}

const RoomEvent = z.looseObject({
  type: z.string(),
  event_id: z.string().optional(),
  sender: z.string(),
  state_key: z.string().optional(),
  content: z.record(z.string(), z.unknown()),
});
export type RoomEvent = z.infer<typeof RoomEvent>;

const Events = z.looseObject({ events: z.array(RoomEvent).default([]) }).default({ events: [] });
const JoinedRoom = z.looseObject({ state: Events, timeline: Events });
const Sync = z.looseObject({
  next_batch: z.string(),
  rooms: z
    .looseObject({
      join: z.record(z.string(), JoinedRoom).default({}),
      invite: z.record(z.string(), z.unknown()).default({}),
      leave: z.record(z.string(), z.unknown()).default({}),
    })
    .default({ join: {}, invite: {}, leave: {} }),
});

const WITHIN_MS = 15_000;
const FILTER = JSON.stringify({ room: { timeline: { limit: 50 } }, presence: { types: [] } });

/** A bare client of the client-server API, for asking exactly what a test wants to ask. */
export interface Matrix {
  readonly userId: string;
  /** Sends a request and resolves with whatever was answered. */
  request(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Sends a request; throws `MatrixRefusal` unless it succeeds. */
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Sends a text message; resolves with its event id. */
  send(roomId: string, text: string): Promise<string>;
  /** Ids of the rooms that the user is in. */
  joinedRooms(): Promise<string[]>;
  /** Waits for an event among the state and the last 50 of the room, or to come. */
  waitForEvent(fact: string, roomId: string, matches: (event: RoomEvent) => boolean): Promise<RoomEvent>;
  /** Waits for a text message of exactly these words. */
  waitForMessage(roomId: string, text: string): Promise<RoomEvent>;
  /** Waits until the user is in the room. */
  waitUntilJoined(roomId: string): Promise<void>;
}

/** A client with somebody's access token; without one it asks as nobody. */
export function matrix(as: { readonly userId: string; readonly accessToken: string } | "nobody"): Matrix {
  const token = as === "nobody" ? undefined : as.accessToken;

  const request: Matrix["request"] = async (method, path, body) => {
    const answer = await fetch(`${stack().homeserver}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  };

  const call: Matrix["call"] = async (method, path, body) => {
    const answer = await request(method, path, body);
    if (answer.status >= 300) throw new MatrixRefusal(`${method} ${path}`, answer.status, answer.body);
    return answer.body;
  };

  async function sync(since: string | undefined, timeoutMs: number): Promise<z.infer<typeof Sync>> {
    const query = new URLSearchParams({
      filter: FILTER,
      timeout: String(timeoutMs),
      ...(since !== undefined && { since }),
    });
    return Sync.parse(await call("GET", `/_matrix/client/v3/sync?${query}`));
  }

  async function waitInSync<T>(fact: string, find: (answer: z.infer<typeof Sync>) => T | undefined): Promise<T> {
    const deadline = performance.now() + WITHIN_MS;
    let since: string | undefined;
    for (;;) {
      const left = Math.max(0, deadline - performance.now());
      const answer = await sync(since, since === undefined ? 0 : Math.ceil(left));
      const found = find(answer);
      if (found !== undefined) return found;
      if (left === 0) throw new Error(`did not come true within ${WITHIN_MS} ms: ${fact}`);
      since = answer.next_batch;
    }
  }

  const client: Matrix = {
    userId: as === "nobody" ? "" : as.userId,
    request,
    call,
    async send(roomId, text) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${randomUUID()}`;
      return String((await call("PUT", path, { msgtype: "m.text", body: text }))["event_id"]);
    },
    async joinedRooms() {
      const answer = await call("GET", "/_matrix/client/v3/joined_rooms");
      return z.array(z.string()).parse(answer["joined_rooms"]);
    },
    waitForEvent: (fact, roomId, matches) =>
      waitInSync(fact, ({ rooms }) => {
        const room = rooms.join[roomId];
        return room && [...room.state.events, ...room.timeline.events].find(matches);
      }),
    waitForMessage: (roomId, text) =>
      client.waitForEvent(`"${text}" arrives`, roomId, (event) => event.content["body"] === text),
    async waitUntilJoined(roomId) {
      await waitInSync(`${client.userId} is in ${roomId}`, ({ rooms }) => rooms.join[roomId]);
    },
  };
  return client;
}
