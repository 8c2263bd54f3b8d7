import { readStored, writeStored } from "../../lib/stored.ts";

/** An anonymous suggestion of this browser: the secret is the only link to its author, and is nowhere else. */
export interface KeptSuggestion {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly secret: string;
}

/** A pass that is not used yet. */
export interface Pass {
  readonly pass: string;
  readonly signature: string;
}

const suggestionsKey = "portico.suggestions.anonymous";
const passesKey = "portico.suggestions.passes";

const hasTexts = (value: unknown, ...names: string[]): boolean =>
  typeof value === "object" && value !== null && names.every((name) => typeof Reflect.get(value, name) === "string");
const isKept = (value: unknown): value is KeptSuggestion[] =>
  Array.isArray(value) && value.every((each) => hasTexts(each, "id", "title", "secret"));
const isPasses = (value: unknown): value is Pass[] =>
  Array.isArray(value) && value.every((each) => hasTexts(each, "pass", "signature"));

/** Anonymous suggestions that were sent from this browser, newest first. */
export const keptSuggestions = (): readonly KeptSuggestion[] => readStored(suggestionsKey, isKept) ?? [];
export const keepSuggestion = (suggestion: KeptSuggestion): void =>
  writeStored(suggestionsKey, [suggestion, ...keptSuggestions().filter(({ id }) => id !== suggestion.id)]);

export const keptPasses = (): readonly Pass[] => readStored(passesKey, isPasses) ?? [];
export const keepPasses = (passes: readonly Pass[]): void => writeStored(passesKey, passes);
