import type { SampleMessage } from "@portico/config/sample-company/schema.ts";
import { marked } from "marked";
import type { SampleUser, Users } from "./loading.ts";

/** The parts of `m.room.message` that say a text (client-server API, "m.room.message msgtypes"). */
export interface TextContent {
  readonly body: string;
  readonly format?: "org.matrix.custom.html";
  readonly formatted_body?: string;
  readonly "m.mentions": { readonly user_ids?: readonly string[] };
}

/** A Markdown text with its mentions, as Matrix clients write it. */
export function textContent(text: string, mentions: readonly string[] | undefined, users: Users): TextContent {
  const mentioned = (mentions ?? []).map((id) => users.of(id));
  const html = withPills(toHtml(text), mentioned);
  return {
    body: text,
    // Whoever shows plain text needs no second copy of it.
    ...(html !== escaped(text) && { format: "org.matrix.custom.html" as const, formatted_body: html }),
    "m.mentions": mentioned.length === 0 ? {} : { user_ids: mentioned.map((user) => user.userId) },
  };
}

function toHtml(text: string): string {
  // Matrix knows no check boxes (client-server API, "m.room.message", allowed HTML).
  const ticked = text.replaceAll(/^- \[x\] /gm, "- ☑ ").replaceAll(/^- \[ \] /gm, "- ☐ ");
  const html = marked.parse(ticked, { async: false, gfm: true, breaks: true }).trim();
  const only = /^<p>([^]*)<\/p>$/.exec(html)?.[1];
  return only === undefined || only.includes("<p>") ? html : only;
}

function withPills(html: string, mentioned: readonly SampleUser[]): string {
  let result = html;
  for (const { userId, names } of mentioned) {
    for (const name of names) {
      const pill = `<a href="https://matrix.to/#/${encodeURIComponent(userId)}">@${name}</a>`;
      result = result.replaceAll(`@${name}`, pill);
    }
  }
  return result;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** The relation of an answer; the answered event is named, not quoted. */
export const replyTo = (eventId: string | undefined): Record<string, unknown> =>
  eventId === undefined ? {} : { "m.relates_to": { "m.in_reply_to": { event_id: eventId } } };

/** The content that takes the place of an earlier event's (client-server API, "Event replacements"). */
export const replacement = (eventId: string, content: TextContent): Record<string, unknown> => ({
  msgtype: "m.text",
  ...content,
  body: `* ${content.body}`,
  "m.new_content": { msgtype: "m.text", ...content },
  "m.relates_to": { rel_type: "m.replace", event_id: eventId },
});

/** `msgtype` of a file by its media type. */
export function messageType({ mimetype }: NonNullable<SampleMessage["file"]>): string {
  const [kind] = mimetype.split("/");
  return kind === "image" || kind === "video" || kind === "audio" ? `m.${kind}` : "m.file";
}
