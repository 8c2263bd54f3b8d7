import type { BridgeSettings } from "@portico/config/bridge-settings.ts";
import { ImapPosition, MAIL_BRIDGE_PATH } from "@portico/contract/mail-bridge.ts";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { keepDoing } from "../core/keep-doing.ts";
import type { Log } from "../core/log.ts";
import { outgoingStep } from "../core/outgoing.ts";
import type { ServiceClient } from "../core/service-client.ts";
import { OutgoingMail } from "@portico/contract/mail-bridge.ts";
import { createIntake } from "./intake.ts";
import { followMailbox } from "./imap.ts";
import { openListener } from "./listener.ts";
import { createReader } from "./reader.ts";
import { createSender } from "./sender.ts";

export type MailSettings = NonNullable<BridgeSettings["mail"]>;

interface Parts {
  readonly settings: MailSettings;
  readonly service: ServiceClient;
  readonly log: Log;
}

/** A bridge as `main.ts` sees it. */
interface RunningBridge {
  readonly name: string;
  readonly ready: () => boolean;
  readonly problems: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const BEAT_MS = 30_000;
const Positions = z.record(z.string(), z.object({ validity: z.string().nullable(), uid: z.number().nullable() }));

/** Mail in and out. Whatever is in hand when this process ends, the service gives out again. */
export function startEmail({ settings, service, log }: Parts): RunningBridge {
  const ending = new AbortController();
  const { signal } = ending;
  /** By mailbox, and "" for what concerns all of them. */
  const problems = new Map<string, string>();
  let ready = false;
  let tellNow = new AbortController();
  const problemOf = (of: string) => (problem: string | null) => {
    if ((problems.get(of) ?? null) === problem) return;
    if (problem === null) problems.delete(of);
    else problems.set(of, problem);
    tellNow.abort();
  };
  const at = (path: string): string => `${MAIL_BRIDGE_PATH}${path}`;

  async function sayHello() {
    const mailboxes = settings.mailboxes.map(({ imap: _imap, ...mailbox }) => mailbox);
    return service.json(at("/hello"), Positions, { json: { mailboxes }, signal });
  }

  async function beat(): Promise<void> {
    tellNow = new AbortController();
    for (const { address } of settings.mailboxes) {
      const problem = problems.get(address) ?? problems.get("") ?? null;
      await service.tell(at("/state"), { json: { address, problem }, signal });
    }
    await pause(BEAT_MS, undefined, { signal: AbortSignal.any([signal, tellNow.signal]) }).catch(() => undefined);
  }

  async function run(): Promise<void> {
    let positions: z.output<typeof Positions> | undefined;
    await keepDoing({
      name: "hello",
      signal: AbortSignal.any([signal, helloDone.signal]),
      log,
      step: async () => {
        positions = await sayHello();
        helloDone.abort();
      },
    });
    if (positions === undefined) return;
    const known = positions;
    const intake = createIntake({ service, mailboxes: settings.mailboxes });
    const reader = createReader({ service, settings, log });
    const sender = createSender({ settings, service, onProblem: problemOf("") });
    const listener = await openListener({ settings, intake, log });
    ready = true;
    const keep = (name: string, step: (signal: AbortSignal) => Promise<void>, of = "") =>
      keepDoing({ name, step, signal, log, onProblem: problemOf(of) });
    await Promise.all([
      keep("read", reader.step),
      keep(
        "send",
        outgoingStep({ path: at("/outgoing"), message: OutgoingMail, send: (mail) => sender.send(mail), service }),
      ),
      keep("tell", beat),
      ...settings.mailboxes.flatMap(({ address, imap }) => {
        if (imap === null) return [];
        const position = ImapPosition.safeParse(known[address]);
        const follow = followMailbox({
          address,
          url: imap,
          position: position.success ? position.data : null,
          intake,
          log,
          savePosition: (json) => service.tell(at(`/mailboxes/${encodeURIComponent(address)}/position`), { json }),
        });
        return [keep(`imap ${address}`, follow, address)];
      }),
    ]);
    await listener?.close();
    await reader.close();
  }

  const helloDone = new AbortController();
  const running = run();
  return {
    name: "email",
    ready: () => ready,
    problems: () => [...problems.values()],
    async stop() {
      ending.abort();
      await running;
    },
  };
}
