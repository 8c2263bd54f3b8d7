import { expect, test } from "vitest";
import { withoutQuote } from "./quoted.ts";

test.each([
  ["nothing quoted", "Hello\n\nMei", "Hello\n\nMei"],
  ["a quote below", "Yes.\n\n> Is it on?\n> Bob\n", "Yes."],
  ["with its introduction", "Yes.\n\nOn Tue, 1 Dec 2026 at 10:00, Bob <b@x.example> wrote:\n> Is it on?\n", "Yes."],
  ["in two lines", "Yes.\n\nOn Tue, 1 Dec 2026 at 10:00, Bob Long\n<b@x.example> wrote:\n> Is it on?\n", "Yes."],
  ["in Chinese", "好的。\n\n在 2026年12月1日 10:00，Bob 写道：\n> 开了吗？", "好的。"],
  ["Outlook", "Yes.\n\nFrom: Bob\nSent: Tuesday\nTo: Mei\nSubject: On?\n\nIs it on?", "Yes."],
  ["Outlook in Chinese", "好的。\n\n发件人: Bob\n发送时间: 2026年12月1日\n收件人: Mei\n\n开了吗？", "好的。"],
  ["a divider", "Yes.\n-----Original Message-----\nIs it on?", "Yes."],
  ["QQ", "好的。\n\n------------------ 原始邮件 ------------------\n开了吗？", "好的。"],
  [
    "answers in between stay",
    "On Tuesday, Bob wrote:\n> Is it on?\nYes.\n> Since when?\nNoon.",
    "On Tuesday, Bob wrote:\n> Is it on?\nYes.\n> Since when?\nNoon.",
  ],
  ["nothing but a quote stays", "> Is it on?", "> Is it on?"],
  [
    "From in a sentence",
    "From: the left side it smells.\nPlease come.",
    "From: the left side it smells.\nPlease come.",
  ],
  ["other line ends", "Yes.\r\n\r\n> Is it on?\r\n", "Yes."],
])("%s", (_what, text, expected) => {
  expect(withoutQuote(text)).toBe(expected);
});
