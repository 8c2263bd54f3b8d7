import { t } from "../../i18n/i18n.ts";
import type { Draft, MessageItem, Problem } from "../../matrix/model.ts";
import { fileMessageOf } from "../../matrix/outgoing-file.ts";
import type { MatrixSession, OpenRoom } from "../../matrix/session.ts";
import { markdownToHtml } from "./markdown.ts";
import type { NamedPerson } from "./markdown.ts";
import { stillNamed } from "./mention-query.ts";

/** What is in the composer's field and above it. */
export interface Written {
  readonly text: string;
  readonly files: readonly File[];
  readonly named: readonly NamedPerson[];
  /** The message that it answers. */
  readonly replyTo: string | null;
}

const draftOf = (room: OpenRoom, { text, named, replyTo }: Written): Draft => {
  const body = text.trim();
  const lead = text.length - text.trimStart().length;
  const people = stillNamed(
    body,
    named.map((person) => ({ ...person, at: person.at - lead })),
  );
  return {
    body,
    html: markdownToHtml(body, people),
    mentions: [...new Set(people.map((person) => person.userId))],
    mentionsEverybody: room.rights.peek().mentionEverybody && body.includes(`@${t("chat.everybody")}`),
    replyTo,
    thread: room.thread,
  };
};

/** Changes an own message that has arrived to what was written. */
export const sendEdit = async (
  matrix: MatrixSession,
  room: OpenRoom,
  item: MessageItem,
  written: Written,
): Promise<Problem | null> =>
  item.eventId === null
    ? null
    : matrix.edit(
        room.roomId,
        item.eventId,
        draftOf(room, { ...written, replyTo: null }),
        "mentions" in item.content ? (item.content.mentions ?? []) : [],
      );

/**
 * Hands what was written to the outbox, and stops at the first problem with
 * what is left. One file takes the text as its caption; with several, the text
 * goes first.
 */
export const sendNew = async (
  matrix: MatrixSession,
  room: OpenRoom,
  written: Written,
): Promise<{ problem: Problem | null; rest: Written }> => {
  const { roomId } = room;
  const text = written.text.trim();
  const caption = written.files.length === 1 && written.replyTo === null ? text : "";
  let rest = written;
  if (caption === "" && text !== "") {
    const problem = await matrix.send(roomId, draftOf(room, written));
    if (problem !== null) return { problem, rest };
    rest = { ...rest, text: "", replyTo: null };
  }
  for (const file of written.files) {
    const content = await fileMessageOf(file, caption, matrix.uploadLimit.peek(), room.thread);
    const problem = "detail" in content ? (content as Problem) : await matrix.upload(roomId, content, file);
    if (problem !== null) return { problem, rest };
    rest = { ...rest, files: rest.files.filter((each) => each !== file) };
  }
  return { problem: null, rest };
};
