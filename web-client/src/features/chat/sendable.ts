import { t } from "../../i18n/i18n.ts";
import { sizeText } from "./texts.ts";

/** The files that the homeserver would take, and in words what is wrong with the others. `limit` in bytes, null while unknown. */
export const sendable = (files: readonly File[], limit: number | null): { good: readonly File[]; problem: string } => {
  const problemOf = (file: File): string | null => {
    if (file.size === 0) return t("chat.problem.file-empty");
    if (limit === null || file.size <= limit) return null;
    return t("chat.problem.file-too-large-limit", { limit: sizeText(limit) });
  };
  const looked = files.map((file) => ({ file, problem: problemOf(file) }));
  return {
    good: looked.filter(({ problem }) => problem === null).map(({ file }) => file),
    problem: looked
      .flatMap(({ file, problem }) => (problem === null ? [] : t("chat.file-problem", { name: file.name, problem })))
      .join(" "),
  };
};
