import type { ReadMail } from "@portico/contract/mail-bridge.ts";

type Bounce = NonNullable<ReadMail["bounce"]>;

interface Report {
  readonly contentType: string;
  readonly from: string;
  readonly envelopeSender: string;
  /** Parts that a program reads: the report itself, and the head of the mail that it is about. */
  readonly parts: readonly { readonly type: string; readonly text: string }[];
  readonly text: string;
  readonly references: readonly string[];
}

const OURS = /<?portico\.[0-9a-f-]{36}\.[0-9a-f]{24}@[^\s<>]{1,255}>?/gi;
const field = (text: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, "im").exec(text)?.[1]?.replaceAll(/\s+/g, " ").trim() ?? "";

/** Reads a report on a mail that did not arrive (RFC 3464), or null when it is none. */
export function readBounce({ contentType, from, envelopeSender, parts, text, references }: Report): Bounce | null {
  const isReport = /^multipart\/report/i.test(contentType) && !/disposition-notification/i.test(contentType);
  const isDaemon = /^(mailer-daemon|postmaster)@/i.test(from) && (envelopeSender === "" || envelopeSender === "<>");
  if (!isReport && !isDaemon) return null;
  const status = parts.find(
    ({ type }) => type === "message/delivery-status" || type === "message/global-delivery-status",
  );
  const all = [...references, ...parts.map((part) => part.text), text].join("\n");
  const said = status?.text ?? "";
  const action = field(said, "Action").toLowerCase();
  const diagnostic = [field(said, "Status"), field(said, "Diagnostic-Code").replace(/^smtp;\s*/i, "")];
  const words = diagnostic.filter((each) => each !== "").join(" ") || text.trim().slice(0, 300) || "no reason given";
  return {
    messageIds: [...new Set(all.match(OURS) ?? [])].slice(0, 20),
    action: action === "delayed" ? "delayed" : action === "" || action === "failed" ? "failed" : "other",
    text: words.slice(0, 1_000),
  };
}
