import type { NamedPerson } from "./markdown.ts";

/** A mention being typed: where its `@` stands, and what follows it up to the caret. */
export interface MentionQuery {
  readonly at: number;
  readonly term: string;
}

/** `@` at the beginning, after white space, or after a Chinese character: not inside a mail address. */
const typed = /(?:^|[\s(（，。、：]|\p{Script=Han})@([^\s@]{0,30})$/u;

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

/** The people whose names are still in the text: somebody may have erased one again. */
export const stillNamed = (text: string, named: readonly NamedPerson[]): NamedPerson[] =>
  named.filter(
    (person, at) => text.includes(person.text) && named.findIndex((each) => each.text === person.text) === at,
  );
