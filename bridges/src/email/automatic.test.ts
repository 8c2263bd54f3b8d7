import { describe, expect, test } from "vitest";
import { automaticSign } from "./automatic.ts";

const judge = (
  headers: Record<string, string>,
  { subject = "Hello", from = "mei@a.example", sender = "mei@a.example" } = {},
) => {
  const { automatic, quiet } = automaticSign((name) => headers[name], subject, from, sender);
  return automatic !== null ? "automatic" : quiet ? "quiet" : "person";
};

describe("who wrote a mail", () => {
  test.each<[string, Record<string, string>, string]>([
    ["a person", {}, "person"],
    ["a person whose program says so", { "auto-submitted": "no" }, "person"],
    ["a vacation program", { "auto-submitted": "auto-replied" }, "automatic"],
    ["one with a comment", { "auto-submitted": "auto-replied; vacation" }, "automatic"],
    ["a notifier", { "auto-submitted": "auto-notified" }, "automatic"],
    ["an alarm, which may be a request", { "auto-submitted": "auto-generated" }, "quiet"],
    ["a newsletter", { precedence: "bulk" }, "automatic"],
    ["a list", { precedence: "list" }, "automatic"],
    ["junk", { precedence: "junk" }, "automatic"],
    ["an old autoresponder", { precedence: "auto_reply" }, "automatic"],
    ["something urgent", { precedence: "first-class" }, "person"],
    ["a mailing list", { "list-id": "<users.example.org>" }, "automatic"],
    ["a newsletter that says only how to leave", { "list-unsubscribe": "<mailto:x@y>" }, "automatic"],
    ["an old vacation program", { "x-autoreply": "yes" }, "automatic"],
    ["another one", { "x-autorespond": "Re: Hello" }, "automatic"],
    ["who wants no receipt", { "x-auto-response-suppress": "OOF, AutoReply" }, "quiet"],
  ])("%s", (_who, headers, expected) => {
    expect(judge(headers)).toBe(expected);
  });

  test.each([
    ["Automatic reply: Hello", "automatic"],
    ["Out of Office: Hello", "automatic"],
    ["自动回复：您好", "automatic"],
    ["自动回复怎么设置？", "person"],
    ["Your automatic reply is broken", "person"],
  ])("the subject %s", (subject, expected) => {
    expect(judge({}, { subject })).toBe(expected);
  });

  test("nobody can be answered without a return address, and machines are not", () => {
    expect(judge({}, { sender: "" })).toBe("automatic");
    expect(judge({}, { from: "no-reply@shop.example" })).toBe("quiet");
    expect(judge({}, { from: "noreply+1@shop.example" })).toBe("quiet");
  });
});
