import { LARGEST_MAIL } from "@portico/contract/mail-bridge.ts";
import { once } from "node:events";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { type Log, problemText } from "../core/log.ts";
import type { MailSettings } from "./index.ts";
import { type Intake, subjectOf } from "./intake.ts";

interface Parts {
  readonly settings: MailSettings;
  readonly intake: Intake;
  readonly log: Log;
}

/** An answer with an SMTP code. */
const reply = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/** Reads the whole mail; of one that is too large only its beginning is kept. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_MAIL) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Takes mails from mail servers. 250 is answered only when the service has the
 * mail; a server that does not hear it brings the mail again, and it is there once.
 */
export async function openListener({
  settings,
  intake,
  log,
}: Parts): Promise<{ close: () => Promise<void> } | undefined> {
  const { listen, hostName } = settings;
  if (listen === null) return undefined;

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const bytes = await readAll(stream);
    const envelope = {
      sender: session.envelope.mailFrom === false ? "" : (session.envelope.mailFrom?.address ?? ""),
      ip: session.remoteAddress,
      helo: session.hostNameAppearsAs.slice(0, 255),
    };
    const [first] = session.envelope.rcptTo;
    const recipient = first?.address ?? "";
    const mailbox = intake.mailboxOf(recipient);
    if (mailbox === undefined) throw reply(550, "5.1.1 There is no such mailbox here");
    if (stream.sizeExceeded) {
      await intake.turn(mailbox, { ...envelope, recipient }, stream.byteLength, subjectOf(bytes));
      throw reply(552, "5.3.4 This mail is too large");
    }
    await intake.keep(mailbox, { ...envelope, recipient }, bytes);
  }

  const server = new SMTPServer({
    name: hostName,
    size: LARGEST_MAIL,
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    // Only a mail server on this machine may say for whom it speaks.
    useXClient: ["127.0.0.1", "::1", "::ffff:127.0.0.1"],
    maxClients: 50,
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      if (intake.mailboxOf(address) === undefined) done(reply(550, "5.1.1 There is no such mailbox here"));
      else done();
    },
    onData(stream, session, answer) {
      take(stream, session).then(
        () => answer(null, "2.0.0 kept"),
        (error: unknown) => {
          stream.resume();
          if (error instanceof Error && "responseCode" in error) return answer(error);
          log.warn({ problem: problemText(error) }, "a mail could not be kept and will come again");
          answer(reply(451, "4.3.0 Not now, please try again"));
        },
      );
    },
  });
  server.on("error", (error) => log.debug({ problem: problemText(error) }, "a mail server's connection was lost"));
  server.listen(listen.port, listen.host);
  await once(server.server, "listening");
  log.info(listen, "taking mails by SMTP");
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
