/** A piece of text; with `href` it is a link. */
export interface TextPart {
  readonly text: string;
  readonly href: string | null;
}

/** Addresses end before white space, quotes, and the punctuation that full-width text puts behind them. */
const address = /\bhttps?:\/\/[^\s<>"'，。；：！？、（）《》〈〉【】「」『』〔〕“”‘’…～｜]+/gi;
const trailing = /[.,;:!?)\]}]+$/;

/** Splits plain text at the web addresses in it. */
export const linkify = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const [found] = match;
    const tail = trailing.exec(found)?.[0] ?? "";
    // A closing bracket belongs to the address when it was opened within.
    const href = tail.startsWith(")") && found.includes("(") ? found : found.slice(0, found.length - tail.length);
    if (!URL.canParse(href)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null });
    parts.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
};
