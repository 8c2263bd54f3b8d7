import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  /** The mail as it is, with lines that end as they end. */
  readonly raw: string | Buffer;
  /** Where it is said to come from (XCLIENT). */
  readonly origin?: { readonly ip: string; readonly helo: string };
}

/** The mail server said no. */
export class SmtpRefusal extends Error {
  readonly code: number;
  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

/** Brings one mail to a mail server, byte for byte. Resolves with its last answer; throws `SmtpRefusal`. */
export async function bringMail(port: number, { from, to, raw, origin }: Letter): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    const answers = linesOf(socket);
    const say = async (line: string | Buffer | null, expected: string): Promise<string> => {
      if (line !== null) socket.write(typeof line === "string" ? `${line}\r\n` : line);
      for (;;) {
        const { value, done } = await answers.next();
        if (done === true) throw new Error("the mail server ended the conversation");
        if (/^\d{3}-/.test(value)) continue;
        if (!value.startsWith(expected)) throw new SmtpRefusal(Number(value.slice(0, 3)), value);
        return value;
      }
    };
    await say(null, "220");
    await say("EHLO sender.example", "250");
    if (origin !== undefined) {
      await say(`XCLIENT ADDR=${origin.ip} NAME=[UNAVAILABLE] HELO=${origin.helo}`, "220");
      await say("EHLO sender.example", "250");
    }
    await say(`MAIL FROM:<${from}>`, "250");
    for (const address of to) await say(`RCPT TO:<${address}>`, "250");
    await say("DATA", "354");
    return await say(stuffed(raw), "250");
  } finally {
    socket.destroy();
  }
}

/** Dots at the beginning of lines are doubled (RFC 5321, section 4.5.2), and a dot of its own ends it. */
function stuffed(raw: string | Buffer): Buffer {
  const text = (typeof raw === "string" ? Buffer.from(raw, "utf8") : raw).toString("latin1");
  const lines = text.replaceAll(/\r?\n/g, "\r\n").replaceAll(/^\./gm, "..");
  return Buffer.from(`${lines}${lines.endsWith("\r\n") ? "" : "\r\n"}.\r\n`, "latin1");
}

const linesOf = (socket: Socket): AsyncIterator<string> =>
  createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
