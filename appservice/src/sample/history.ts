import { z } from "zod";
import type { Loading } from "./loading.ts";

/** Field in the content of loaded events: which entry of the sample it is. */
export const SAMPLE_FIELD = "org.portico.sample";

/** What an interrupted loading has said in a room already. */
export interface History {
  /** Event ids by the sample's keys. */
  readonly events: Map<string, string>;
  /** `event id, sender, key` of each reaction. */
  readonly reactions: Set<string>;
}

const Page = z.looseObject({
  chunk: z.array(
    z.looseObject({
      event_id: z.string(),
      type: z.string(),
      sender: z.string(),
      content: z.record(z.string(), z.unknown()),
    }),
  ),
  end: z.string().optional(),
});
const Annotation = z.object({ "m.relates_to": z.object({ event_id: z.string(), key: z.string() }) });

export const reactionKey = (eventId: string, sender: string, key: string): string => `${eventId} ${sender} ${key}`;

/** Reads the whole room as one of its members. */
export async function readHistory({ transport }: Loading, roomId: string, member: string): Promise<History> {
  const history: History = { events: new Map(), reactions: new Set() };
  let from: string | undefined;
  do {
    const page = Page.parse(
      await transport.request({
        method: "GET",
        path: `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`,
        as: member,
        query: { dir: "b", limit: "1000", ...(from !== undefined && { from }) },
      }),
    );
    for (const event of page.chunk) {
      const key = event.content[SAMPLE_FIELD];
      if (typeof key === "string") history.events.set(key, event.event_id);
      const annotation = Annotation.safeParse(event.content);
      if (event.type !== "m.reaction" || !annotation.success) continue;
      const { event_id: eventId, key: emoji } = annotation.data["m.relates_to"];
      history.reactions.add(reactionKey(eventId, event.sender, emoji));
    }
    from = page.end;
  } while (from !== undefined);
  return history;
}
