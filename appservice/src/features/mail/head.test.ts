import { expect, test } from "vitest";
import { fingerprintOf, plainHead } from "./head.ts";

const mail = (header: string, body = "hello\r\n") => Buffer.from(`${header}\r\n\r\n${body}`);
const header =
  "From: Mei <mei@a.example>\r\nSubject: Hello\r\nMessage-ID: <1@a.example>\r\nDate: Tue, 1 Dec 2026 10:00:00 +0000";

test("copies of one mail have one fingerprint, whichever way they came", () => {
  const first = fingerprintOf(mail(header));
  expect(fingerprintOf(mail(`Received: from a by b;\r\n now\r\n${header}`))).toBe(first);
  expect(fingerprintOf(mail(header, "hello\n"))).toBe(first);
  expect(fingerprintOf(Buffer.from(mail(header).toString().replaceAll("\r\n", "\n"))), "other line ends").toBe(first);
});

test("another text, subject, sender or id is another mail", () => {
  const all = [
    mail(header),
    mail(header, "hello?\r\n"),
    mail(header.replace("Subject: Hello", "Subject: Help")),
    mail(header.replace("mei@", "bob@")),
    mail(header.replace("<1@", "<2@")),
    mail(header.replace("Message-ID: <1@a.example>\r\n", "")),
    mail(header.replace("Subject: Hello", "Subject: Hello\r\n there")),
    Buffer.from("noise"),
    Buffer.from("other noise"),
  ].map(fingerprintOf);
  expect(new Set(all).size).toBe(all.length);
});

test("sender and subject of what cannot be read are read from the header", () => {
  expect(plainHead(mail(header))).toEqual({ from: "mei@a.example", subject: "Hello" });
  expect(plainHead(Buffer.from("\0\0"))).toEqual({ from: "", subject: "" });
});
