import { plainWords } from "../../matrix/plain-words.ts";
import type { NamedPerson } from "./markdown.ts";

/** A mention being typed: where its `@` stands, and what follows it up to the caret. */
export interface MentionQuery {
  readonly at: number;
  readonly term: string;
}

/** `@` (full width too) at the beginning, after white space, punctuation, or a Chinese character: not inside a mail address. */
const typed = /(?:^|[\s\p{Script=Han}]|(?![-._+%])[\p{P}\p{S}])[@＠]([^\s@＠]{0,30})$/u;

/** The mention that ends at the caret, or null. */
export const mentionAt = (text: string, caret: number): MentionQuery | null => {
  const term = typed.exec(text.slice(0, caret))?.[1];
  return term === undefined ? null : { at: caret - term.length - 1, term };
};

/** Somebody who can be named; `userId` is null for everybody in the room. */
export interface Nameable {
  readonly userId: string | null;
  readonly name: string;
  readonly company: string | null;
}

/** Who fits what was typed: names that begin so before names that contain it, at most eight. `everybody` names all in the room. */
export const nameables = (term: string, people: readonly Nameable[], everybody: string | null): Nameable[] => {
  const wanted = term.toLocaleLowerCase();
  const rank = (name: string): number => {
    const at = name.toLocaleLowerCase().indexOf(wanted);
    return at <= 0 ? at : 1;
  };
  const all = everybody === null ? people : [...people, { userId: null, name: everybody, company: null }];
  return all
    .map((each) => ({ each, rank: rank(each.name) }))
    .filter(({ rank: found }) => found >= 0)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 8)
    .map(({ each }) => each);
};

/** The people whose names still stand where they were put: somebody may have erased one again. */
export const stillNamed = (text: string, named: readonly NamedPerson[]): NamedPerson[] =>
  named.filter((person) => text.startsWith(person.text, person.at));

/** Where the names stand after a change of the text that left the caret where it is. A name that was changed names nobody any more. */
export const moveNamed = (
  before: string,
  after: string,
  caret: number,
  named: readonly NamedPerson[],
): NamedPerson[] => {
  // What stands behind the caret was not touched; where that cannot be, the caret says nothing.
  const behind = before.endsWith(after.slice(caret)) ? after.length - caret : 0;
  const most = Math.min(before.length, after.length) - behind;
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  const shift = after.length - before.length;
  const moved = named.flatMap((person) => {
    if (person.at + person.text.length <= same) return [person];
    return person.at >= before.length - behind ? [{ ...person, at: person.at + shift }] : [];
  });
  return stillNamed(after, moved);
};

const anchors = /<a\s[^>]*href="https:\/\/matrix\.to\/#\/(@[^"?]+|%40[^"?]+)[^"]*"[^>]*>([^<]*)<\/a>/gi;

/** The people whom a sent message names, where they stand in its text. */
export const namedIn = (body: string, html: string | null): NamedPerson[] => {
  let from = 0;
  return [...(html ?? "").matchAll(anchors)].flatMap(([, id = "", label = ""]) => {
    const text = plainWords({ kind: "text", body: "", html: label });
    const at = text === "" ? -1 : body.indexOf(text, from);
    if (at === -1) return [];
    from = at + text.length;
    return [{ text, userId: decoded(id), at }];
  });
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
};
