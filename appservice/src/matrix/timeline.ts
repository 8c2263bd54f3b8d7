import { z } from "zod";
import type { TimelineReader } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Events = z.array(z.looseObject({}));
const Rooms = z
  .record(
    z.string(),
    z.looseObject({
      timeline: z.looseObject({
        events: Events,
        limited: z.boolean().default(false),
        prev_batch: z.string().optional(),
      }),
    }),
  )
  .default({});
const Sync = z.looseObject({
  next_batch: z.string(),
  rooms: z.looseObject({ join: Rooms, leave: Rooms }).default({ join: {}, leave: {} }),
});
const Page = z.looseObject({ chunk: Events, end: z.string().optional() });

/** As many as the homeserver gives of a room at once; the rest is paged. */
const PAGE = 100;
const nothing = { types: [] };
const filterOf = (room: object): string =>
  JSON.stringify({
    presence: nothing,
    account_data: nothing,
    room: { ...room, ephemeral: nothing, account_data: nothing },
  });
const WITHOUT_ROOMS = filterOf({ rooms: [] });
const TIMELINES = filterOf({ state: nothing, timeline: { limit: PAGE } });

/** Reads by the bot's own sync, which knows nothing of application services and what was delivered to them. */
export function createTimelineReader(transport: MatrixTransport, applicationService: string): TimelineReader {
  const sync = async (query: Record<string, string>) =>
    Sync.parse(
      await transport.request({
        method: "GET",
        path: "/_matrix/client/v3/sync",
        query: { timeout: "0", set_presence: "offline", ...query },
      }),
    );

  /** What a room's timeline left out between two positions, in order. */
  async function between(roomId: string, from: string, to: string): Promise<z.infer<typeof Events>> {
    const pages: z.infer<typeof Events>[] = [];
    let next: string | undefined = from;
    while (next !== undefined) {
      const { chunk, end }: z.infer<typeof Page> = Page.parse(
        await transport.request({
          method: "GET",
          path: `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`,
          query: { dir: "b", from: next, to, limit: String(PAGE) },
        }),
      );
      pages.unshift(chunk.toReversed());
      next = chunk.length === 0 ? undefined : end;
    }
    return pages.flat();
  }

  return {
    now: async () => (await sync({ filter: WITHOUT_ROOMS })).next_batch,
    async read(since, onRoom) {
      const { next_batch: now, rooms } = await sync({ since, filter: TIMELINES });
      for (const [roomId, { timeline }] of [...Object.entries(rooms.join), ...Object.entries(rooms.leave)]) {
        const { events, limited, prev_batch: before } = timeline;
        const earlier = limited && before !== undefined ? await between(roomId, before, since) : [];
        await onRoom([...earlier, ...events].map((event) => ({ ...event, room_id: roomId })));
      }
      return now;
    },
    async askForDeliveries() {
      const id = encodeURIComponent(applicationService);
      await transport.request({ method: "POST", path: `/_matrix/client/v1/appservice/${id}/ping`, body: {} });
    },
  };
}
