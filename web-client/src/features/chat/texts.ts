import { intlTag, t } from "../../i18n/i18n.ts";
import type { MessageContent, Preview, Problem, SystemItem } from "../../matrix/model.ts";

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
  const limit = problem.limit === null ? "" : sizeText(problem.limit);
  switch (problem.kind) {
    case "message-too-large":
      return t("chat.problem.message-too-large");
    case "file-too-large":
      return limit === "" ? t("chat.problem.file-too-large") : t("chat.problem.file-too-large-limit", { limit });
    default:
      return t(`chat.problem.${problem.kind}`);
  }
};

/** One line of words for a message: for quotes, the room list and those who listen. */
export const contentText = (content: MessageContent): string => {
  switch (content.kind) {
    case "text":
    case "notice":
    case "emote":
      return content.body;
    case "deleted":
      return t("chat.deleted");
    case "unreadable":
      return t("chat.unreadable");
    default:
      return content.caption === "" ? content.name : `${content.name}: ${content.caption}`;
  }
};

/** The newest message of a room as one line. */
export const previewText = (preview: Preview): string => {
  switch (preview.kind) {
    case "text":
      return preview.text;
    case "deleted":
      return t("chat.deleted");
    case "other":
      return t("chat.unreadable");
    default:
      return `[${t(`chat.kind.${preview.kind}`)}] ${preview.text}`;
  }
};

/** What happened in the room, in words. */
export const systemText = (item: SystemItem): string =>
  t(`chat.system.${item.what}`, { actor: item.actor.name, subject: item.subject.name, text: item.text });
