import { once } from "node:events";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { waitFor } from "./wait-for.ts";

export interface ArrivedMail {
  readonly to: readonly string[];
  readonly from: string;
  readonly raw: Buffer;
  readonly mail: Email;
}

export interface MailServer {
  readonly arrived: readonly ArrivedMail[];
  /** Answers to recipients with this address, in place of 250, until it is taken back with null. */
  refuse(address: string, code: number | null): void;
  /** The first mail to an address that fits. */
  wait(address: string, fits?: (mail: ArrivedMail) => boolean): Promise<ArrivedMail>;
  stop(): Promise<void>;
}

/** The rest of the world's mail: takes what the bridge sends. */
export async function startMailServer(port: number): Promise<MailServer> {
  const arrived: ArrivedMail[] = [];
  const refusals = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const code = refusals.get(address);
      if (code === undefined) done();
      else done(Object.assign(new Error("no such person here"), { responseCode: code }));
    },
    onData(stream, session, answer) {
      const read = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        arrived.push({
          to: rcptTo.map(({ address }) => address),
          from: mailFrom === false ? "" : mailFrom.address,
          raw,
          mail: await PostalMime.parse(raw),
        });
      };
      read().then(
        () => answer(),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // Whoever is killed in the middle leaves a broken conversation.
  server.on("error", () => undefined);
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  return {
    arrived,
    refuse(address, code) {
      if (code === null) refusals.delete(address);
      else refusals.set(address, code);
    },
    wait: (address, fits = () => true) =>
      waitFor(
        `a mail to ${address} arrived`,
        () => arrived.find((each) => each.to.includes(address) && fits(each)),
        30_000,
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
