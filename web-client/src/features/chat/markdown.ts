import { Marked } from "marked";

/** Somebody named in a message: the words that stand for him, and his user id. */
export interface NamedPerson {
  readonly text: string;
  readonly userId: string;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? character);

const marked = new Marked({
  gfm: true,
  // What looks like a new line in the field is a new line in the message.
  breaks: true,
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
    .toSorted((a, b) => b.text.length - a.text.length)
    .reduce(
      (result, { text: name, userId }) =>
        result.replaceAll(name, () => `[${inBrackets(name)}](https://matrix.to/#/${encodeURIComponent(userId)})`),
      text,
    );

/** Spaces at the ends and paragraph tags around a single paragraph say nothing. */
const unwrapped = (html: string): string => {
  const only = /^<p>([\s\S]*)<\/p>$/.exec(html)?.[1];
  return only === undefined || only.includes("<p>") ? html : only;
};

/** The HTML of a message written in Markdown, or null where it would say no more than the text itself. */
export const markdownToHtml = (text: string, named: readonly NamedPerson[] = []): string | null => {
  const html = unwrapped(marked.parse(withMentions(text, named), { async: false }).trim());
  return html === escapeHtml(text).replaceAll("\n", "<br>") || html === escapeHtml(text) ? null : html;
};
