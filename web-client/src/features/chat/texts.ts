import { intlTag, t } from "../../i18n/i18n.ts";
import { plainCaption, plainWords } from "../../matrix/plain-words.ts";
import type { MessageContent, Person, Preview, Problem, SystemItem } from "../../matrix/model.ts";

const units = ["B", "kB", "MB", "GB"] as const;

/** Bytes in the largest unit (of 1000) that leaves a number above one. */
export const sizeText = (bytes: number): string => {
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = new Intl.NumberFormat(intlTag(), { maximumFractionDigits: step === 0 ? 0 : 1 }).format(
    bytes / 1000 ** step,
  );
  return `${value} ${units[step] ?? "B"}`;
};

/** What went wrong, and what to do, in the user's language. `detail` is the file's name where there is one. */
export const problemText = (problem: Problem): string => {
  const { kind, limit } = problem;
  if (kind === "file-too-large" && limit !== null)
    return t("chat.problem.file-too-large-limit", { limit: sizeText(limit) });
  return t(`chat.problem.${kind}`);
};

/** One line of words for a message: for quotes, the room list and those who listen. */
export const contentText = (content: MessageContent): string => {
  if (content.kind === "deleted") return t("chat.deleted");
  if (content.kind === "unreadable") return t("chat.unreadable");
  if (!("url" in content)) return plainWords(content);
  return content.caption === "" ? content.name : `${content.name}: ${plainCaption(content)}`;
};

/** The newest message of a room as one line. */
export const previewText = (preview: Preview): string => {
  const { kind, text } = preview;
  if (kind === "text") return text;
  if (kind === "deleted") return t("chat.deleted");
  return kind === "other" ? t("chat.unreadable") : `[${t(`chat.kind.${kind}`)}] ${text}`;
};

/** What happened in the room, in words; `nameOf` says how the user reads somebody. */
export const systemText = (item: SystemItem, nameOf: (person: Person) => string): string =>
  t(`chat.system.${item.what}`, { actor: nameOf(item.actor), subject: nameOf(item.subject), text: item.text });
