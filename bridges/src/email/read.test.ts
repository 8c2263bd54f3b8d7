import { describe, expect, test } from "vitest";
import { readMail } from "./read.ts";

const lines = (...all: (string | Buffer)[]): Buffer =>
  Buffer.concat(all.flatMap((line) => [Buffer.from(line), Buffer.from("\r\n")]));
const head = ["From: Mei Lin <mei@a.example>", "To: support@b.example", "Subject: Hello", "Message-ID: <1@a.example>"];
const read = (bytes: Buffer, sender = "mei@a.example") => readMail(new Uint8Array(bytes), sender);

describe("charsets", () => {
  test.each([
    ["big5", [0xc1, 0xc2, 0xc1, 0xc2], "謝謝"],
    ["gb18030", [0xd0, 0xbb, 0xd0, 0xbb], "谢谢"],
    ["gb2312", [0xd0, 0xbb, 0xd0, 0xbb], "谢谢"],
    ["gbk", [0xc4, 0xfa, 0xba, 0xc3], "您好"],
    ["iso-2022-jp", [0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42], "あ"],
    ["shift_jis", [0x82, 0xa0], "あ"],
    ["euc-kr", [0xb0, 0xa1], "가"],
    ["koi8-r", [0xc4, 0xc1], "да"],
    ["windows-1252", [0x80, 0x35], "€5"],
    ["utf-8", [0xe8, 0xb0, 0xa2], "谢"],
    ["no-such-charset", [0x68, 0x69], "hi"],
  ])("%s", async (charset, bytes, text) => {
    const mail = lines(...head, `Content-Type: text/plain; charset=${charset}`, "", Buffer.from(bytes));
    expect((await read(mail)).mail.text).toBe(text);
  });

  test("names and subjects in words of other charsets", async () => {
    const mail = lines(
      "From: =?big5?B?p/Wp+g==?= <li@a.example>",
      "Subject: =?gb18030?B?0LvQuw==?= =?utf-8?Q?_=E8=B0=A2?=",
      "",
      "x",
    );
    expect((await read(mail)).mail).toMatchObject({ from: { name: "李明" }, subject: "谢谢 谢" });
  });
});

test("HTML becomes text without scripts, styles and pictures", async () => {
  const html =
    '<style>p{}</style><p>Hello <b>you</b></p><script>x()</script><img src="https://spy.example/1.gif" alt="spy">' +
    '<ul><li>one</li></ul><a href="https://a.example/x">look</a>';
  const { mail } = await read(lines(...head, "Content-Type: text/html; charset=utf-8", "", html));
  expect(mail.text).toContain("Hello you");
  expect(mail.text).toContain("one");
  expect(mail.text).toContain("https://a.example/x");
  expect(mail.text).not.toMatch(/spy|x\(\)|p\{\}|</);
});

test("plain text goes before HTML", async () => {
  const body = [
    "--b",
    "Content-Type: text/plain",
    "",
    "plain",
    "--b",
    "Content-Type: text/html",
    "",
    "<p>rich</p>",
    "--b--",
  ];
  const { mail } = await read(lines(...head, 'Content-Type: multipart/alternative; boundary="b"', "", ...body));
  expect(mail.text).toBe("plain");
});

test("a report on one of ours tells which, and why", async () => {
  const id = `<portico.${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}.${"a".repeat(24)}@b.example>`;
  const parts = [
    ["Content-Type: text/plain", "", "It did not arrive."],
    [
      "Content-Type: message/delivery-status",
      "",
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 nobody",
    ],
    ["Content-Type: message/rfc822", "", `Message-ID: ${id}`, "Subject: ours", "", "text"],
  ];
  const body = parts.flatMap((part) => ["--b", ...part]);
  const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"';
  const { mail } = await read(lines("From: mailer-daemon@a.example", type, "", ...body, "--b--"), "");
  expect(mail.bounce).toEqual({ messageIds: [id], action: "failed", text: "5.1.1 550 nobody" });
  expect(mail.automatic, "it is that and nothing else").toBeNull();
});

describe("hard mails are read, or refused by an error", () => {
  test("no header, no body, no line end", async () => {
    for (const bytes of ["", "\r\n", "x", "From", "From: ", ": :\r\n\r\n", "\0\0\0\0"]) {
      expect((await read(Buffer.from(bytes))).mail.from).toBeNull();
    }
  });

  test("a message in a message in a message is a file", async () => {
    let inner = lines("From: x@y.example", "Subject: inner", "", "core");
    for (let depth = 0; depth < 40; depth += 1)
      inner = lines("Content-Type: message/rfc822", "Subject: outer", "", inner);
    const { mail, files } = await read(Buffer.concat([lines("From: mei@a.example"), inner]));
    expect(mail.subject).toBe("outer");
    expect(files).toHaveLength(1);
  });

  test("two hundred parts: the first forty are taken out, the others counted", async () => {
    const part = (at: number) => ["--b", `Content-Disposition: attachment; filename="f${at}.txt"`, "", `file ${at}`];
    const body = Array.from({ length: 200 }, (_, at) => part(at)).flat();
    const { mail, files } = await read(
      lines(...head, 'Content-Type: multipart/mixed; boundary="b"', "", ...body, "--b--"),
    );
    expect(files).toHaveLength(40);
    expect(mail.leftOut).toBe(160);
  });

  test("characters that hide or turn text are left out", async () => {
    const mail = lines("From: \u202eevil\u0007 <e@a.example>", "Subject: a\u0000b\u2066c", "", "x\u0000y");
    expect((await read(mail)).mail).toMatchObject({ from: { name: "evil" }, subject: "abc", text: "xy" });
  });

  test("names of files are names only", async () => {
    const part = (name: string) => ["--b", `Content-Disposition: attachment; filename="${name}"`, "", "x"];
    const body = [...part("../../etc/passwd"), ...part("C:\\\\evil.exe"), ...part("")];
    const { files } = await read(lines(...head, 'Content-Type: multipart/mixed; boundary="b"', "", ...body, "--b--"));
    for (const { name } of files) expect(name).toMatch(/^[^./\\][^/\\]*$/);
  });
});
