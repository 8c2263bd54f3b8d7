import type { ImapPosition } from "@portico/contract/mail-bridge.ts";
import { ImapFlow } from "imapflow";
import { setTimeout as pause } from "node:timers/promises";
import type { z } from "zod";
import type { Log } from "../core/log.ts";
import type { Intake } from "./intake.ts";

interface Parts {
  readonly address: string;
  readonly url: string;
  /** Where the last reading ended; null: never read. */
  readonly position: z.output<typeof ImapPosition> | null;
  readonly intake: Intake;
  readonly log: Log;
  readonly savePosition: (position: z.output<typeof ImapPosition>) => Promise<void>;
}

const LOOK_MS = 60_000;

/** What the server said, which the library keeps beside the words "Command failed". */
function inWords(error: unknown): Error {
  const { responseText, authenticationFailed } = Object(error) as {
    responseText?: unknown;
    authenticationFailed?: unknown;
  };
  const said = typeof responseText === "string" ? responseText : error instanceof Error ? error.message : String(error);
  const why = authenticationFailed === true ? "name or password is refused (authentication failed)" : "no connection";
  return new Error(`IMAP: ${why}: ${said}`, { cause: error });
}

/**
 * Reads a mailbox by IMAP, for as long as the connection lasts: every mail
 * after the last one, then whatever the server announces. The mailbox stays as
 * it is, and people may read it too. The first time it begins with what comes from then on.
 */
export function followMailbox({ address, url, position, intake, log, savePosition }: Parts) {
  let known = position;
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === "imaps:";

  return async (signal: AbortSignal): Promise<void> => {
    const client = new ImapFlow({
      host: hostname,
      port: port === "" ? (secure ? 993 : 143) : Number(port),
      secure,
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      logger: false,
      maxIdleTime: LOOK_MS,
    });
    let lost: Error | undefined;
    let announced = false;
    let wake = (): void => undefined;
    client.on("error", (error) => {
      lost = error;
      wake();
    });
    client.on("close", () => wake());
    client.on("exists", () => {
      announced = true;
      wake();
    });
    const end = (): void => client.close();
    signal.addEventListener("abort", end);
    /** Until the server announces something, the connection ends, or it is time to look all the same. */
    const somethingNew = async (): Promise<void> => {
      if (announced) return;
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const patience = new AbortController();
      // Ends when the next command begins.
      const idling = client.idle().catch((error: unknown) => {
        lost = error instanceof Error ? error : new Error(String(error));
        wake();
      });
      await Promise.race([woken, pause(LOOK_MS, undefined, { signal: patience.signal })]).finally(() => {
        patience.abort();
        void idling;
      });
    };
    try {
      await client.connect().catch((error: unknown) => {
        throw inWords(error);
      });
      const lock = await client.getMailboxLock("INBOX");
      try {
        log.info({ address }, "reading a mailbox");
        while (!signal.aborted) {
          announced = false;
          await fetchNew(client);
          await somethingNew();
          if (lost !== undefined) throw lost;
          if (!client.usable) throw new Error("the mail server ended the connection");
        }
      } finally {
        lock.release();
      }
    } finally {
      signal.removeEventListener("abort", end);
      client.close();
    }
  };

  async function fetchNew(client: ImapFlow): Promise<void> {
    const { mailbox } = client;
    if (mailbox === false) throw new Error("there is no INBOX");
    const validity = String(mailbox.uidValidity);
    if (known === null) await save({ validity, uid: Math.max(0, mailbox.uidNext - 1) });
    // The server numbered its mails anew: all are looked at, and those that are known are known.
    else if (known.validity !== validity) await save({ validity, uid: 0 });
    const from = (known?.uid ?? 0) + 1;
    const found = await client.search({ uid: `${from}:*` }, { uid: true });
    for (const uid of (found || []).filter((each) => each >= from).toSorted((a, b) => a - b)) {
      const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
      if (mail && mail.source !== undefined) {
        const returnPath = /^return-path:[ \t]*<([^>\r\n]*)>/im.exec(
          mail.source.subarray(0, 65_536).toString("latin1"),
        );
        const sender = returnPath?.[1] ?? address;
        await intake.keep(address, { sender, recipient: address, ip: "", helo: "" }, new Uint8Array(mail.source));
      }
      await save({ validity, uid });
    }
  }

  async function save(position: z.output<typeof ImapPosition>): Promise<void> {
    await savePosition(position);
    known = position;
  }
}
