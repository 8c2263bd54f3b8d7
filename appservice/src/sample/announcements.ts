import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { audienceKinds } from "@portico/contract/announcements.ts";
import { z } from "zod";
import { deterministicId } from "../deterministic-id.ts";
import { MatrixRefusal } from "../matrix/transport.ts";
import { signIn } from "./api.ts";
import type { Loading } from "./loading.ts";
import { announcementOnAir, backdateAnnouncement, readAnnouncement } from "./store.ts";

const Sample = z.array(
  z.strictObject({
    key: z.string(),
    author: z.string(),
    daysAgo: z.number(),
    audience: z.array(z.tuple([z.enum(audienceKinds), z.string()])),
    mustConfirm: z.boolean(),
    pinned: z.boolean(),
    files: z.array(z.string()),
    title: z.string(),
    text: z.string(),
    comments: z.array(z.tuple([z.string(), z.string()])),
    likes: z.array(z.string()),
    read: z.number().meta({ description: "Part of the audience that has read it" }),
    confirmed: z.number(),
  }),
);
type SampleAnnouncement = z.infer<typeof Sample>[number];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PROBE_MS = 250;
/** Joining everybody of the company to a room takes so long at most. */
const PATIENCE_MS = 120_000;

const types: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  txt: "text/plain",
  pdf: "application/pdf",
};

const readSample = async ({ company }: Loading): Promise<readonly SampleAnnouncement[]> =>
  Sample.parse(JSON.parse(await readFile(join(company.folder, "announcements.json"), "utf8")));

const publishedAt = ({ loadedAt }: Loading, { daysAgo }: SampleAnnouncement): Date =>
  new Date(loadedAt.getTime() - daysAgo * DAY_MS);

/** Writes and publishes them as their authors do; their rooms are made meanwhile. */
export async function publishAnnouncements(loading: Loading): Promise<void> {
  const { settings, transport, users, db } = loading;
  for (const each of (await readSample(loading)).toReversed()) {
    const author = users.of(each.author).userId;
    const api = await signIn(settings, transport, author);
    const { announcement } = await api.call("POST /api/announcements", {
      body: {
        title: each.title,
        text: each.text,
        files: await Promise.all(each.files.map((name) => store(loading, name, author))),
        audience: each.audience.map(([kind, id]) => ({ kind, id })),
        mustConfirm: each.mustConfirm,
        commentsOpen: true,
        pinned: each.pinned,
        expiresAt: null,
        requestId: deterministicId("sample-announcement", each.key),
      },
    });
    if (announcement.state === "draft") {
      await api.call("POST /api/announcements/{announcementId}/publish", {
        params: { announcementId: announcement.id },
        body: { expectedVersion: announcement.version },
      });
    }
    await readAnnouncement(db, announcement.id, each, publishedAt(loading, each));
  }
}

async function store({ company, matrix }: Loading, name: string, owner: string) {
  const bytes = await readFile(join(company.folder, "files", name));
  const type = types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const url = await matrix.media.upload({ bytes, name, contentType: type, owner });
  return { name, url, size: bytes.length, type };
}

/** Lets people comment and like, once their rooms stand and they are in; then everything lies in the past. */
export async function discussAnnouncements(loading: Loading): Promise<void> {
  const { matrix, users, db, say } = loading;
  const all = await readSample(loading);
  for (const each of all) {
    const at = publishedAt(loading, each);
    const { id, roomId, eventId, comments } = await until(`the room of the announcement ${each.key}`, async () =>
      announcementOnAir(db, each.title),
    );
    const send = async (person: string, type: string, entry: string, content: object, later: number) =>
      until(`${person} is in the room of ${each.key}`, async () => {
        try {
          return await matrix.messages.send({
            roomId,
            sender: users.of(person).userId,
            type,
            content: { ...content },
            transactionId: `sample-announcement-${each.key}-${entry}`,
            timestamp: Math.min(at.getTime() + later * HOUR_MS, loading.loadedAt.getTime()),
          });
        } catch (error) {
          if (!(error instanceof MatrixRefusal)) throw error;
          // Loading that was interrupted has it said already.
          if (error.errcode === "M_DUPLICATE_ANNOTATION") return "";
          if (error.errcode === "M_FORBIDDEN") return undefined;
          throw error;
        }
      });
    // Loading that was interrupted goes on behind what was said.
    for (const [index, [person, body]] of [...each.comments.entries()].slice(comments)) {
      const relation = { rel_type: "m.thread", event_id: eventId };
      const content = { msgtype: "m.text", body, "m.mentions": {}, "m.relates_to": relation };
      await send(person, "m.room.message", `comment-${index}`, content, index + 1);
    }
    for (const [index, person] of each.likes.entries()) {
      const relation = { rel_type: "m.annotation", event_id: eventId, key: "👍" };
      await send(person, "m.reaction", `like-${index}`, { "m.relates_to": relation }, index + 2);
    }
    await backdateAnnouncement(db, id, at);
  }
  say(`announcements: ${all.length}`);
}

async function until<Found>(fact: string, probe: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`did not come true: ${fact}`);
    await pause(PROBE_MS);
  }
}
