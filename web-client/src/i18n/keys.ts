import type { FeatureSet, StringKey } from "./text-files.gen.ts";

export type { StringKey };

/** The sets of texts that load apart: one for each feature, and those every page needs. */
export const baseTexts = ["api", "components"] as const;
export type TextSet = (typeof baseTexts)[number] | "shells" | FeatureSet;
