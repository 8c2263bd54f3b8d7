import { MOST_FILES, type ReadMail } from "@portico/contract/mail-bridge.ts";
import { convert } from "html-to-text";
import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import { automaticSign } from "./automatic.ts";
import { readBounce } from "./bounce.ts";
import { withoutQuote } from "./quoted.ts";

export interface ReadFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Reading {
  readonly mail: Omit<ReadMail, "auth">;
  readonly files: readonly ReadFile[];
}

const MOST_HTML = 2_000_000;
const MOST_TEXT = 20_000;
/** Characters that turn the order of reading around, and those that no screen shows. */
// oxlint-disable-next-line no-control-regex -- these are what it is about
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export const clean = (text: string): string => text.toWellFormed().replaceAll(UNSEEN, "");
const line = (text: string, most: number): string => clean(text).replaceAll(/\s+/g, " ").trim().slice(0, most);

const flat = (addresses: readonly (Address | undefined)[]): { address: string; name: string }[] =>
  addresses.flatMap((each) => (each === undefined ? [] : each.group === undefined ? [each] : each.group));

const idsIn = (text: string | undefined): string[] => (text?.match(/<[^<>\s]{1,998}>/g) ?? []).map((id) => clean(id));

/** Plain text goes first. HTML becomes text: nothing of it runs, and no picture is fetched. */
function textOf(email: Email): string {
  if (email.text !== undefined && email.text.trim() !== "") return email.text;
  if (email.html === undefined) return "";
  return convert(email.html.slice(0, MOST_HTML), {
    wordwrap: false,
    limits: { maxInputLength: MOST_HTML, maxDepth: 50, maxChildNodes: 20_000 },
    selectors: [
      { selector: "img", format: "skip" },
      { selector: "a", options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: "table", options: { uppercaseHeaderCells: false } },
      ...["h1", "h2", "h3", "h4"].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}

function bytesOf({ content }: Attachment): Uint8Array<ArrayBuffer> {
  if (typeof content === "string") return new Uint8Array(Buffer.from(content, "utf8"));
  return content instanceof ArrayBuffer ? new Uint8Array(content) : new Uint8Array(content);
}

/** A name that is only a name, wherever it is saved. */
function nameOf({ filename, mimeType }: Attachment, at: number): string {
  const given = line((filename ?? "").replaceAll(/[/\\]/g, "_"), 150).replace(/^\.+/, "");
  if (given !== "") return given;
  return mimeType === "message/rfc822" ? `message-${at + 1}.eml` : `attachment-${at + 1}`;
}

const OF_REPORTS =
  /^(message\/(global-)?delivery-status|text\/rfc822-headers|message\/(global|rfc822|global-headers))$/;

/** Reads a mail. Throws for what is no mail at all, or nested beyond measure. */
export async function readMail(bytes: Uint8Array, envelopeSender: string): Promise<Reading> {
  const email = await PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    maxNestingDepth: 60,
    maxHeadersSize: 1024 * 1024,
  });
  const header = (name: string): string | undefined => email.headers.find(({ key }) => key === name)?.value;
  const [sender] = flat([email.from, email.sender]);
  const address = line(sender?.address ?? "", 320);
  const subject = line(email.subject ?? "", 500);
  const whole = clean(textOf(email)).replaceAll("\r\n", "\n");
  const references = [...idsIn(email.inReplyTo), ...idsIn(email.references)];
  const bounce = readBounce({
    contentType: header("content-type") ?? "",
    from: address,
    envelopeSender,
    references,
    text: whole,
    parts: email.attachments
      .filter(({ mimeType }) => OF_REPORTS.test(mimeType))
      .map((part) => ({ type: part.mimeType, text: Buffer.from(bytesOf(part)).toString("utf8").slice(0, 200_000) })),
  });
  const { automatic, quiet } = automaticSign(header, subject, address, envelopeSender);
  const files = email.attachments.map((part, at) => ({
    name: nameOf(part, at),
    type: part.mimeType,
    bytes: bytesOf(part),
  }));
  const kept = files.filter((file) => file.bytes.length > 0).slice(0, MOST_FILES);
  return {
    files: kept,
    mail: {
      messageId: idsIn(email.messageId)[0] ?? null,
      inReplyTo: idsIn(email.inReplyTo).slice(0, 20),
      references: idsIn(email.references).slice(-100),
      from: address.includes("@") ? { address, name: line(sender?.name ?? "", 200) } : null,
      to: flat([...(email.to ?? []), ...(email.cc ?? [])])
        .map((each) => line(each.address, 320))
        .slice(0, 100),
      subject,
      text: withoutQuote(whole).slice(0, MOST_TEXT),
      automatic: bounce === null ? automatic : null,
      quiet,
      bounce,
      leftOut: email.attachments.length - kept.length,
    },
  };
}
