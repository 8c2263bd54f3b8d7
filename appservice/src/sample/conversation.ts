import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { resolveSampleTime } from "@portico/config/sample-company/sample-time.ts";
import type { SampleConversation, SampleMessage } from "@portico/config/sample-company/schema.ts";
import { inParallel } from "../jobs/in-parallel.ts";
import { messageType, replacement, replyTo, textContent } from "./content.ts";
import { type History, reactionKey, readHistory, SAMPLE_FIELD } from "./history.ts";
import { imageSize } from "./image-size.ts";
import type { Loading } from "./loading.ts";

/** How long after a message its correction and each reaction came. */
const EDITED_AFTER_MS = 90_000;
const REACTED_AFTER_MS = 40_000;
const LANES = 4;

/** Says in a room what was said there up to now: in order, each entry as its author at its time, none twice. */
export async function loadConversation(
  loading: Loading,
  roomId: string,
  { messages }: SampleConversation,
): Promise<void> {
  const [first] = messages;
  if (first === undefined) return;
  const history = await readHistory(loading, roomId, loading.users.of(first.from).userId);
  for (const message of messages) {
    const at = resolveSampleTime(message.at, loading.loadedAt);
    if (at === null) return;
    await sayMessage(loading, roomId, message, at.getTime(), history);
  }
}

async function sayMessage(
  loading: Loading,
  roomId: string,
  message: SampleMessage,
  at: number,
  history: History,
): Promise<void> {
  const { loadedAt, matrix, users } = loading;
  const { key, edit, mentions, reactions = [] } = message;
  const sender = users.of(message.from).userId;
  const later = (offset: number) => Math.min(at + offset, loadedAt.getTime());

  async function once(entry: string, timestamp: number, content: () => Promise<Record<string, unknown>>) {
    const known = history.events.get(entry);
    if (known !== undefined) return known;
    const eventId = await matrix.messages.send({
      roomId,
      sender,
      type: "m.room.message",
      content: { ...(await content()), [SAMPLE_FIELD]: entry },
      transactionId: `sample-${entry}`,
      timestamp,
    });
    history.events.set(entry, eventId);
    return eventId;
  }

  const eventId = await once(key, at, () => contentOf(loading, message, sender, history));
  if (edit !== undefined) {
    await once(`${key}-edit`, later(EDITED_AFTER_MS), () =>
      Promise.resolve(replacement(eventId, textContent(edit.text, mentions, users))),
    );
  }
  await inParallel([...reactions.entries()], LANES, async ([index, reaction]) => {
    const reacting = users.of(reaction.by).userId;
    if (history.reactions.has(reactionKey(eventId, reacting, reaction.key))) return;
    await matrix.messages.send({
      roomId,
      sender: reacting,
      type: "m.reaction",
      content: { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key: reaction.key } },
      transactionId: `sample-${key}-reaction-${index}`,
      timestamp: later(REACTED_AFTER_MS * (index + 1)),
    });
  });
}

async function contentOf(
  { company, matrix, users }: Loading,
  message: SampleMessage,
  owner: string,
  history: History,
): Promise<Record<string, unknown>> {
  const { file, mentions, reply_to: answered, text } = message;
  const relation = replyTo(answered === undefined ? undefined : history.events.get(answered));
  if (file === undefined) return { msgtype: "m.text", ...textContent(text, mentions, users), ...relation };
  const bytes = await readFile(join(company.folder, file.path));
  const url = await matrix.media.upload({ bytes, name: file.name, contentType: file.mimetype, owner });
  return {
    msgtype: messageType(file),
    url,
    filename: file.name,
    info: { mimetype: file.mimetype, size: bytes.length, ...imageSize(bytes) },
    // Without a caption the body is the file's name (client-server API, "m.file").
    ...(text === "" ? { body: file.name, "m.mentions": {} } : textContent(text, mentions, users)),
    ...relation,
  };
}
