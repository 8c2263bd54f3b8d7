/** A message as the index keeps it. */
export interface IndexedMessage {
  readonly eventId: string;
  readonly roomId: string;
  readonly sender: string;
  readonly at: Date;
  readonly text: string;
  readonly file: string | null;
}

/** Words beyond this are found no more: nobody searches the end of a pasted log. */
const MOST = 20_000;
/** Of one question; more words make it no narrower. */
const MOST_WORDS = 12;
const EXCERPT = 180;

/** The form in which texts are compared: full-width, upper-case and composed characters are the plain ones. */
export const fold = (text: string): string =>
  text.normalize("NFKC").toLocaleLowerCase("en").replaceAll(/\s+/g, " ").trim().slice(0, MOST);

/** Neighbouring characters of each word, by code points: what contains the word has all of them. */
export function pairsOf(folded: string): string[] {
  const pairs = new Set<string>();
  for (const word of folded.split(" ")) {
    let before = "";
    for (const character of word) {
      if (before !== "") pairs.add(before + character);
      before = character;
    }
  }
  return [...pairs];
}

/** The words of a question; each must be in what is found. */
export const wordsOf = (question: string): string[] => fold(question).split(" ").filter(Boolean).slice(0, MOST_WORDS);

/** A part of the text with the first word in it. */
export function excerpt(text: string, words: readonly string[]): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  const folded = plain.toLocaleLowerCase("en");
  const first = Math.min(...words.map((word) => folded.indexOf(word)).filter((at) => at >= 0));
  if (plain.length <= EXCERPT) return plain;
  const from = Number.isFinite(first) ? Math.max(0, first - EXCERPT / 3) : 0;
  const cut = plain.slice(from, from + EXCERPT).toWellFormed();
  return `${from > 0 ? "…" : ""}${cut}${from + EXCERPT < plain.length ? "…" : ""}`;
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const asText = (value: unknown): string => (typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : "");

const fileTypes = new Set(["m.file", "m.image", "m.video", "m.audio"]);

/** Text and file of a message's content (client-server API, "m.room.message"); null where there is nothing to find. */
export function contentOf(content: Record<string, unknown>): { text: string; file: string | null } | null {
  const body = asText(content["body"]);
  if (!fileTypes.has(asText(content["msgtype"]))) {
    const text = withoutFallback(content, body);
    return text.trim() === "" ? null : { text, file: null };
  }
  const name = asText(content["filename"]);
  return name === "" || name === body ? { text: "", file: body } : { text: body, file: name };
}

/** What older clients put before a reply (client-server API, "Fallbacks for rich replies"). */
function withoutFallback(content: Record<string, unknown>, body: string): string {
  if (asObject(asObject(content["m.relates_to"])["m.in_reply_to"])["event_id"] === undefined) return body;
  return body.startsWith("> <") ? body.replace(/^(?:>[^\n]*\n?)+\n?/, "") : body;
}

/** The event that a correction replaces, with what it says now; null for everything else. */
export function correctionOf(
  content: Record<string, unknown>,
): { of: string; content: Record<string, unknown> } | null {
  const relation = asObject(content["m.relates_to"]);
  if (relation["rel_type"] !== "m.replace") return null;
  return { of: asText(relation["event_id"]), content: asObject(content["m.new_content"]) };
}
