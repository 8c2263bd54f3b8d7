import { describe, expect, test } from "vitest";
import { contentOf } from "./message-content.ts";

describe("content of a message", () => {
  test("takes the fallback of old clients out of a reply", () => {
    const content = {
      msgtype: "m.text",
      body: "> <@a:b> 原文\n> second line\n\n收到",
      format: "org.matrix.custom.html",
      formatted_body: "<mx-reply><blockquote>原文</blockquote></mx-reply>收到",
      "m.relates_to": { "m.in_reply_to": { event_id: "$1" } },
    };
    expect(contentOf("m.room.message", content, false)).toEqual({ kind: "text", body: "收到", html: "收到" });
  });

  test("leaves a quotation that begins a reply", () => {
    const relation = { "m.in_reply_to": { event_id: "$1" } };
    const content = { msgtype: "m.text", body: "> clause 4\n\nagreed", "m.relates_to": relation };
    expect(contentOf("m.room.message", content, false)).toMatchObject({ body: "> clause 4\n\nagreed" });
  });

  test("leaves a quotation in a message that is no reply", () => {
    expect(contentOf("m.room.message", { msgtype: "m.text", body: "> quoted\n\nmine" }, false)).toEqual({
      kind: "text",
      body: "> quoted\n\nmine",
      html: null,
    });
  });

  test("a file's name hides no ending", () => {
    const content = { msgtype: "m.file", body: "invoice\u202Efdp.exe", url: "mxc://s/1" };
    expect(contentOf("m.room.message", content, false)).toMatchObject({ name: "invoicefdp.exe", caption: "" });
  });

  test("tells a file's name from its caption", () => {
    const content = { msgtype: "m.image", body: "on site", filename: "a.png", url: "mxc://s/1", info: { w: 4, h: 3 } };
    expect(contentOf("m.room.message", content, false)).toMatchObject({ name: "a.png", caption: "on site", width: 4 });
  });

  test.each([
    ["an image without an address", { msgtype: "m.image", body: "a.png" }, "text"],
    ["an image at another server's http address", { msgtype: "m.image", body: "a", url: "https://x/a.png" }, "text"],
    ["content of the wrong types", { msgtype: 7, body: ["x"], formatted_body: {} }, "text"],
    ["an unknown kind", { msgtype: "org.example.poll", body: "Lunch?" }, "text"],
  ])("shows %s as text", (_what, content, kind) => {
    expect(contentOf("m.room.message", content, false).kind).toBe(kind);
  });
});
