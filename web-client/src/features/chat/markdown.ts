import { Marked } from "marked";
import { linkify } from "./linkify.ts";

/** Somebody named in a message: the words that stand for him, where they begin, and his user id. */
export interface NamedPerson {
  readonly text: string;
  readonly userId: string;
  readonly at: number;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? character);

const marked = new Marked({
  gfm: true,
  // What looks like a new line in the field is a new line in the message.
  breaks: true,
  tokenizer: {
    // One tilde means "about" in Chinese text, "from … to" in others; two strike through.
    del(source) {
      const found = /^~~(?=\S)([^\n]*?\S)~~(?!~)/.exec(source);
      if (found === null) return undefined;
      const [raw, text = ""] = found;
      return { type: "del", raw, text, tokens: this.lexer.inlineTokens(text) };
    },
    // Addresses end where `linkify` ends them, before full-width punctuation.
    url(source) {
      const part = /^https?:/i.test(source) ? linkify(source)[0] : undefined;
      if (part === undefined || part.href === null) return undefined;
      const { text, href } = part;
      return { type: "link", raw: text, text, href, tokens: [{ type: "text", raw: text, text }] };
    },
  },
  renderer: {
    // HTML that somebody typed is text that he wants to show.
    html: ({ text }) => escapeHtml(text),
    image: ({ href, text }) => `<a href="${escapeHtml(href)}">${escapeHtml(text === "" ? href : text)}</a>`,
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

const inBrackets = (text: string): string => text.replaceAll(/[\\[\]`*_~<>]/g, (character) => `\\${character}`);

/** Mentions become links to the person, the form in which Matrix clients know them (specification, "Mentioning users"). */
const withMentions = (text: string, named: readonly NamedPerson[]): string =>
  named
    .toSorted((a, b) => b.at - a.at)
    .reduce((result, { text: name, userId, at }) => {
      const link = `[${inBrackets(name)}](https://matrix.to/#/${encodeURIComponent(userId)})`;
      return result.slice(0, at) + link + result.slice(at + name.length);
    }, text);

/** Spaces at the ends and paragraph tags around a single paragraph say nothing. */
const unwrapped = (html: string): string => {
  const only = /^<p>([\s\S]*)<\/p>$/.exec(html)?.[1];
  return only === undefined || only.includes("<p>") ? html : only;
};

/** Null for nesting (thousands of list marks in a row) that is too deep for the parser: it goes as plain text. */
const parsed = (markdown: string): string | null => {
  try {
    return unwrapped(marked.parse(markdown, { async: false }).trim());
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** The HTML of a message written in Markdown, or null where it would say no more than the text itself. */
export const markdownToHtml = (text: string, named: readonly NamedPerson[] = []): string | null => {
  const html = parsed(withMentions(text, named));
  if (html === null) return null;
  return html === escapeHtml(text).replaceAll("\n", "<br>") || html === escapeHtml(text) ? null : html;
};
