import { describe, expect, test } from "vitest";
import type { Draft } from "./model.ts";
import { CONTENT_LIMIT, editOf, messageOf } from "./outgoing.ts";
import { fileMessageOf } from "./outgoing-file.ts";

const draft = (change: Partial<Draft> = {}): Draft => ({
  body: "hi",
  html: null,
  mentions: [],
  mentionsEverybody: false,
  replyTo: null,
  thread: null,
  ...change,
});

describe("outgoing messages", () => {
  test("a plain message always says that it mentions nobody", () => {
    expect(messageOf(draft())).toEqual({ msgtype: "m.text", body: "hi", "m.mentions": {} });
  });

  test("a reply with mentions and formatting", () => {
    expect(
      messageOf(draft({ html: "<b>hi</b>", mentions: ["@li:t"], mentionsEverybody: true, replyTo: "$1" })),
    ).toEqual({
      msgtype: "m.text",
      body: "hi",
      format: "org.matrix.custom.html",
      formatted_body: "<b>hi</b>",
      "m.mentions": { user_ids: ["@li:t"], room: true },
      "m.relates_to": { "m.in_reply_to": { event_id: "$1" } },
    });
  });

  test("an edit carries the new content and a fallback", () => {
    expect(editOf("$1", draft())).toEqual({
      msgtype: "m.text",
      body: "* hi",
      "m.mentions": {},
      "m.new_content": { msgtype: "m.text", body: "hi", "m.mentions": {} },
      "m.relates_to": { rel_type: "m.replace", event_id: "$1" },
    });
  });

  test("an edit keeps whom it names, and tells only those who are new", () => {
    expect(editOf("$1", draft({ mentions: ["@li:t", "@wang:t"] }), ["@li:t"])).toMatchObject({
      "m.mentions": { user_ids: ["@wang:t"] },
      "m.new_content": { "m.mentions": { user_ids: ["@li:t", "@wang:t"] } },
    });
  });

  test("formatting is given up before a long message is refused", () => {
    const body = "字".repeat(12_000);
    expect(messageOf(draft({ body, html: `<p>${body}</p>` }))).toMatchObject({ body });
    expect(messageOf(draft({ body, html: `<p>${body}</p>` }))).not.toHaveProperty("formatted_body");
  });

  test("70 kB are refused here, with the limit", () => {
    expect(messageOf(draft({ body: "a".repeat(70_000) }))).toMatchObject({
      kind: "message-too-large",
      limit: CONTENT_LIMIT,
    });
  });

  test("an empty file and a file over the limit are refused before they are sent", async () => {
    expect(await fileMessageOf(new File([], "empty.txt"), "", null)).toMatchObject({ kind: "file-empty" });
    expect(await fileMessageOf(new File(["abc"], "big.txt"), "", 2)).toMatchObject({
      kind: "file-too-large",
      limit: 2,
    });
  });

  test("a file's caption is its body, its name stays its name", async () => {
    expect(await fileMessageOf(new File(["abc"], "a.txt", { type: "text/plain" }), "see here", 10)).toEqual({
      msgtype: "m.file",
      body: "see here",
      filename: "a.txt",
      info: { mimetype: "text/plain", size: 3 },
      "m.mentions": {},
    });
  });
});
