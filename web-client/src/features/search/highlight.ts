import { html } from "lit";
import type { TemplateResult } from "lit";

interface Part {
  readonly text: string;
  readonly hit: boolean;
}

/** The text cut at the words that were looked for, whatever their case. */
export const partsOf = (text: string, words: readonly string[]): Part[] => {
  const folded = text.toLocaleLowerCase("en");
  // Where folding changes the length, places no longer fit: then nothing is marked.
  if (folded.length !== text.length) return [{ text, hit: false }];
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    const next = words
      .map((word) => ({ word, start: word === "" ? -1 : folded.indexOf(word, at) }))
      .filter(({ start }) => start >= 0)
      .toSorted((a, b) => a.start - b.start || b.word.length - a.word.length)[0];
    if (next === undefined) break;
    if (next.start > at) parts.push({ text: text.slice(at, next.start), hit: false });
    at = next.start + next.word.length;
    parts.push({ text: text.slice(next.start, at), hit: true });
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
};

/** The text with the words marked. */
export const highlight = (text: string, words: readonly string[]): TemplateResult[] =>
  partsOf(text, words).map(({ text: part, hit }) => (hit ? html`<mark>${part}</mark>` : html`${part}`));
