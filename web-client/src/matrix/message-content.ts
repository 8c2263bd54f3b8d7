import { OBJECT_FIELD } from "@portico/contract/matrix.ts";
import { plainName } from "@portico/contract/name-characters.ts";
import type { FileContent, MessageContent, TextContent } from "./model.ts";
import { asNumber, asObject, asText, asTexts } from "./plain-event.ts";
import type { Json } from "./plain-event.ts";

/** HTML in messages goes by this name and no other (Matrix client-server API, `m.room.message`). */
export const HTML_FORMAT = "org.matrix.custom.html";

const textKinds: Readonly<Record<string, TextContent["kind"]>> = {
  "m.text": "text",
  "m.notice": "notice",
  "m.emote": "emote",
};

const fileKinds: Readonly<Record<string, FileContent["kind"]>> = {
  "m.image": "image",
  "m.video": "video",
  "m.audio": "audio",
  "m.file": "file",
};

/** Old clients put the quoted text with its sender's id in front of a reply (before Matrix 1.13); other lines with `>` are the writer's own. */
const withoutFallback = (body: string): string => body.replace(/^> (?:\* )?<@[^\n>]+>[^\n]*\n(?:>[^\n]*\n)*\n/, "");
const withoutHtmlFallback = (html: string): string => html.replace(/^\s*<mx-reply>[\s\S]*?<\/mx-reply>/i, "");

const htmlOf = (content: Json): string | null =>
  (content["format"] === HTML_FORMAT && withoutHtmlFallback(asText(content["formatted_body"]))) || null;

const positive = (value: unknown): number | null => {
  const number = asNumber(value);
  return number !== null && number > 0 ? number : null;
};

const fileOf = (kind: FileContent["kind"], content: Json): FileContent => {
  const info = asObject(content["info"]);
  const body = asText(content["body"]);
  const name = plainName(asText(content["filename"]) || body);
  return {
    kind,
    name: name === "" ? "file" : name,
    caption: plainName(body) === name ? "" : body,
    captionHtml: plainName(body) === name ? null : htmlOf(content),
    url: asText(content["url"]),
    mimeType: asText(info["mimetype"]),
    size: asNumber(info["size"]),
    width: positive(info["w"]),
    height: positive(info["h"]),
  };
};

/** What an event's content shows, whatever its sender put into it. */
export const contentOf = (type: string, content: Json, redacted: boolean): MessageContent => {
  if (redacted) return { kind: "deleted" };
  if (type === "m.room.encrypted") return { kind: "unreadable" };
  if (type === "m.sticker") return fileOf("image", content);
  const messageType = asText(content["msgtype"]);
  const fileKind = fileKinds[messageType];
  if (fileKind !== undefined && asText(content["url"]).startsWith("mxc://")) return fileOf(fileKind, content);
  const isReply = asObject(content["m.relates_to"])["m.in_reply_to"] !== undefined;
  const body = asText(content["body"]);
  return {
    kind: textKinds[messageType] ?? "text",
    body: isReply ? withoutFallback(body) : body,
    html: htmlOf(content),
    ...mentionsOf(content),
    ...objectOf(content),
  };
};

const mentionsOf = (content: Json): Pick<TextContent, "mentions"> => {
  const mentions = asTexts(asObject(content["m.mentions"])["user_ids"]);
  return mentions.length === 0 ? {} : { mentions };
};

/** Somebody else may have written it, so it only says where to ask. */
const objectOf = (content: Json): Pick<TextContent, "object"> => {
  const { kind, id } = asObject(content[OBJECT_FIELD]);
  return asText(kind) === "" || asText(id) === "" ? {} : { object: { kind: asText(kind), id: asText(id) } };
};
