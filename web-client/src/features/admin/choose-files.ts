import { t } from "../../i18n/i18n.ts";
import { recogniseFile } from "./import-files.ts";
import type { ChosenFiles } from "./import-files.ts";

/** Largest file, bytes: the contract limits its base64 form to 14,000,000 characters. */
const largest = 10_000_000;
/** All files together, bytes: the service takes 20 MB, and base64 makes four characters of three bytes. */
const largestTogether = 14_000_000;
/** Bytes of a file's beginning that hold its head line. */
const headLength = 2000;

/** What can be imported after more files came, and what is to be said about them. */
interface Choice {
  /** Null: nothing is taken over. */
  readonly chosen: ChosenFiles | null;
  readonly problem: string;
}

/** Puts each file in its place, by its name or head line. One that is too large lets all of them wait; one that nobody knows is left out. */
export const chooseFiles = async (before: ChosenFiles, files: readonly File[]): Promise<Choice> => {
  const chosen = new Map(before);
  const unknown: string[] = [];
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- a later file of the same kind takes the place of an earlier one
    const [firstLine = ""] = (await file.slice(0, headLength).text()).split(/\r?\n/);
    const kind = recogniseFile(file.name, firstLine);
    if (kind === null) unknown.push(file.name);
    else if (file.size > largest) return { chosen: null, problem: t("admin.too-large", { file: file.name }) };
    else chosen.set(kind, file);
  }
  const together = [...chosen.values()].reduce((sum, file) => sum + file.size, 0);
  if (together > largestTogether) return { chosen: null, problem: t("admin.too-large-together") };
  return { chosen, problem: unknown.length === 0 ? "" : t("admin.not-recognised", { files: unknown.join(", ") }) };
};
