import type { FileContent, TextContent } from "./model.ts";

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", amp: "&" };

const decode = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal: string, hex: string, name: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

/** Words of HTML without its marks, on one line. Only ever drawn as text, so nothing needs to be made safe here. */
const wordsOfHtml = (html: string): string =>
  decode(html.replaceAll(/<(?:br|\/p|\/li|\/h\d|\/tr|\/blockquote|\/pre)\b[^>]*>/gi, " ").replaceAll(/<[^>]*>/g, ""))
    .replaceAll(/\s+/g, " ")
    .trim();

/** What a text says, without the marks that its sender typed for bold, lists or code. */
export const plainWords = (content: TextContent): string =>
  content.html === null ? content.body : wordsOfHtml(content.html);

/** What stands under a file, in the same way. */
export const plainCaption = (content: FileContent): string =>
  content.captionHtml === null ? content.caption : wordsOfHtml(content.captionHtml);
