import { randomUUID } from "node:crypto";

export interface CorpusMail {
  readonly kind: string;
  readonly from: string;
  /** Envelope sender; "" for none. */
  readonly sender: string;
  readonly raw: Buffer;
  /** Where it must end; "either" where only an end is promised. */
  readonly end: "taken" | "refused" | "either";
  /** It was brought before, byte for byte. */
  readonly again?: true;
}

/** Numbers that one seed always gives (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Made {
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  /** The whole mail, in place of the two. */
  readonly raw?: string | Buffer;
  readonly sender?: string;
  readonly from?: string;
  readonly end?: CorpusMail["end"];
  readonly again?: true;
}

interface Around {
  readonly at: number;
  readonly support: string;
  readonly from: string;
  readonly random: () => number;
  /** An earlier mail, if there is one. */
  readonly earlier: CorpusMail | undefined;
}

const plain = (text: string): string => `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
const multipart = (parts: readonly string[], type = "mixed", end = "--b--"): string =>
  `Content-Type: multipart/${type}; boundary="b"\r\n\r\n${parts.map((part) => `--b\r\n${part}\r\n`).join("")}${end}\r\n`;
const attachment = (name: string, text: string): string =>
  `Content-Disposition: attachment; filename="${name}"\r\n\r\n${text}`;
const idOf = (mail: CorpusMail | undefined): string =>
  /^message-id: (<.*>)/im.exec(mail?.raw.toString("latin1").slice(0, 4_000) ?? "")?.[1] ?? "<nobody@elsewhere.example>";
const nested = (depth: number, inner: string): string =>
  depth === 0 ? inner : `Content-Type: message/rfc822\r\n\r\nSubject: level ${depth}\r\n${nested(depth - 1, inner)}`;
const within = (depth: number): string =>
  depth === 0
    ? plain("core")
    : `Content-Type: multipart/mixed; boundary="d${depth}"\r\n\r\n--d${depth}\r\n${within(depth - 1)}\r\n--d${depth}--\r\n`;

/** The kinds of mail that make mail hard, and where each must end. */
const kinds: Readonly<Record<string, (around: Around) => Made>> = {
  plain: () => ({ body: plain("hello") }),
  "the same once more": ({ earlier }) =>
    earlier === undefined
      ? { body: plain("first") }
      : { raw: earlier.raw, sender: earlier.sender, end: earlier.end, again: true },
  "the id of another mail": ({ earlier, at }) => ({
    headers: [`Message-ID: ${idOf(earlier)}`],
    body: plain(`not that one ${at}`),
  }),
  "no id": ({ at }) => ({ headers: ["Message-ID:"], body: plain(`who am I ${at}`) }),
  "an answer to a stranger's mail": ({ earlier }) => ({
    headers: [`In-Reply-To: ${idOf(earlier)}`, `References: ${idOf(earlier)}`],
    body: plain("let me in"),
  }),
  "somebody's number": () => ({ headers: ["Subject: Re: PT-1001-6"], body: plain("let me in") }),
  "stripped headers": ({ from, at }) => ({ raw: `From: ${from}\r\n\r\nnothing but this ${at}\r\n` }),
  vacation: () => ({ headers: ["Auto-Submitted: auto-replied"], body: plain("I am away"), end: "refused" }),
  newsletter: () => ({ headers: ["List-Id: <news.example>", "Precedence: bulk"], body: plain("buy"), end: "refused" }),
  alarm: () => ({ headers: ["Auto-Submitted: auto-generated"], body: plain("pump 7 is hot") }),
  bounce: ({ at }) => ({
    sender: "",
    headers: ["Subject: Undelivered"],
    end: "refused",
    body: multipart(
      ["Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.0.0", plain(`x ${at}`)],
      "report",
    ),
  }),
  "no return address": () => ({ sender: "", body: plain("who answers me"), end: "refused" }),
  ourselves: ({ support }) => ({ from: support, body: plain("hello me"), end: "refused" }),
  "no sender": ({ at }) => ({ raw: `Subject: nobody ${at}\r\n\r\nhello ${randomUUID()}\r\n`, end: "refused" }),
  big5: () => ({
    body: Buffer.concat([Buffer.from("Content-Type: text/plain; charset=big5\r\n\r\n"), Buffer.from([0xc1, 0xc2])]),
  }),
  gb18030: () => ({
    body: Buffer.concat([Buffer.from("Content-Type: text/plain; charset=gb18030\r\n\r\n"), Buffer.from([0xd0, 0xbb])]),
  }),
  "HTML alone": () => ({ body: 'Content-Type: text/html\r\n\r\n<p>hi<script>x</script><img src="//spy.example/1">' }),
  "a boundary without end": () => ({ body: multipart([plain("half"), attachment("a.txt", "half")], "mixed", "--") }),
  "a boundary that is never used": () => ({ body: 'Content-Type: multipart/mixed; boundary="never"\r\n\r\nhello\r\n' }),
  "base64 that is none": () => ({ body: "Content-Transfer-Encoding: base64\r\n\r\n%%%%=a=b=\r\n" }),
  "an encoding that nobody knows": () => ({ body: "Content-Transfer-Encoding: x-secret\r\n\r\nhello\r\n" }),
  "a charset that nobody knows": () => ({ body: "Content-Type: text/plain; charset=klingon\r\n\r\nhello\r\n" }),
  "two hundred parts": () => ({
    body: multipart(Array.from({ length: 200 }, (_, at) => attachment(`f${at}.txt`, `${at}`))),
  }),
  "a message in a message": () => ({ body: nested(50, plain("core")) }),
  "parts in parts without end": () => ({ body: within(200), end: "either" }),
  "nothing at all": ({ from }) => ({ raw: `From: ${from}\r\nMessage-ID: <${randomUUID()}@a.example>\r\n\r\n` }),
  "zeros in it": () => ({ body: plain("a\0b\0c") }),
  noise: ({ random }) => ({
    body: Buffer.concat([
      Buffer.from("\r\n"),
      Buffer.from(Array.from({ length: 3_000 }, () => Math.floor(random() * 256))),
    ]),
    end: "either",
  }),
  "noise and nothing else": ({ random }) => ({
    raw: Buffer.concat([
      Buffer.from(Array.from({ length: 3_000 }, () => Math.floor(random() * 256))),
      Buffer.from(randomUUID()),
    ]),
    end: "either",
  }),
  "a subject of ten thousand characters": () => ({
    headers: [`Subject: ${"long ".repeat(2_000)}`],
    body: plain("hello"),
  }),
  "a thousand references": () => ({
    headers: [`References: ${Array.from({ length: 1_000 }, (_, at) => `<${at}@x.example>`).join("\r\n ")}`],
    body: plain("hello"),
  }),
  "a header of two megabytes": () => ({
    headers: [`X-Long: ${"y".repeat(2_000_000)}`],
    body: plain("hello"),
    end: "either",
  }),
  "a line of a megabyte": () => ({ body: plain("z".repeat(1_000_000)) }),
  "a name that turns text around": () => ({
    headers: ["From: =?utf-8?B?4oCuZXZpbA==?= <turn@a.example>"],
    body: plain("hello"),
  }),
  "a page as a file": () => ({ body: multipart([plain("see"), attachment("page.html", "<script>alert(1)</script>")]) }),
  "lines that end with LF only": ({ from, at }) => ({ raw: `From: ${from}\nSubject: unix ${at}\n\nhello\n` }),
};

const LARGE = (): Made => ({
  body: multipart([plain("see the file"), attachment("large.bin", `${"x".repeat(76)}\r\n`.repeat(400_000))]),
});

/** Mails of all kinds in turn, the same for the same seed; a few of them have 30 MB. */
export function makeCorpus(count: number, support: string, seed: number): CorpusMail[] {
  const random = randomOf(seed);
  const names = Object.keys(kinds);
  const mails: CorpusMail[] = [];
  for (let at = 0; at < count; at += 1) {
    const name = at > 0 && at % 350 === 50 ? "thirty megabytes" : (names[at % names.length] ?? "plain");
    const from = `c${at}-${randomUUID().slice(0, 8)}@corpus.example`;
    const fits = mails.filter(({ again, end, raw }) => again !== true && end !== "either" && raw.length < 100_000);
    const earlier = fits[Math.floor(random() * fits.length)];
    const make = kinds[name] ?? LARGE;
    mails.push(complete(name, from, make({ at, support, from, random, earlier })));
  }
  return mails;
}

function complete(kind: string, given: string, made: Made): CorpusMail {
  const from = made.from ?? given;
  const headers = made.headers ?? [];
  const missing = (field: string, line: string): string[] =>
    headers.some((each) => each.toLowerCase().startsWith(`${field}:`)) ? [] : [line];
  const head = [
    ...missing("from", `From: Somebody <${from}>`),
    ...missing("subject", `Subject: ${kind}`),
    ...missing("message-id", `Message-ID: <${randomUUID()}@corpus.example>`),
    "MIME-Version: 1.0",
    ...headers,
  ].join("\r\n");
  const whole = made.raw ?? Buffer.concat([Buffer.from(`${head}\r\n`), Buffer.from(made.body ?? plain("hello"))]);
  return {
    kind,
    from,
    sender: made.sender ?? from,
    raw: Buffer.from(whole),
    end: made.end ?? "taken",
    ...(made.again === true && { again: true }),
  };
}
