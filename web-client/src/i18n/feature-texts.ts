import type { TextSet } from "./keys.ts";
import type { Messages } from "./load.ts";

const files = {
  ...import.meta.glob<Messages>("../shells/strings.*.json", { import: "default" }),
  ...import.meta.glob<Messages>("../features/*/strings.*.json", { import: "default" }),
};
/** Texts that one feature adds to the set of another: `strings-audit.en.json` belongs to the set "audit". */
const additions = Object.entries(import.meta.glob<Messages>("../features/*/strings-*.*.json", { import: "default" }));

/** Reads the texts of a set, with what other features add to it. */
export const readFeatureTexts = async (set: TextSet, language: "en" | "zh"): Promise<Messages> => {
  const name = `strings.${language}.json`;
  const load = files[`../${set}/${name}`] ?? files[`../features/${set}/${name}`];
  if (load === undefined) throw new Error(`There are no texts "${set}" in language "${language}"`);
  const added = additions.filter(([path]) => path.endsWith(`/strings-${set}.${language}.json`));
  const loaded = await Promise.all([load, ...added.map(([, each]) => each)].map(async (each) => each()));
  return Object.assign({}, ...loaded) as Messages;
};
