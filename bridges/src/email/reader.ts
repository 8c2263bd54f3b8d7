import { Claimed, MAIL_BRIDGE_PATH, type ReadMail } from "@portico/contract/mail-bridge.ts";
import { Worker } from "node:worker_threads";
import { type Log, problemText } from "../core/log.ts";
import { type ServiceClient, ServiceRefused } from "../core/service-client.ts";
import type { MailSettings } from "./index.ts";
import type { ReadFile } from "./read.ts";
import type { Task } from "./read-worker.ts";

interface Parts {
  readonly service: ServiceClient;
  readonly settings: MailSettings;
  readonly log: Log;
}

type Answer = { readonly mail: ReadMail; readonly files: readonly ReadFile[] } | { readonly problem: string };

const PATIENCE_MS = 45_000;
const MOST_MEMORY_MB = 1_024;

/** Reads what was kept, one mail after the other, and tells the service what is in it. */
export function createReader({ service, settings, log }: Parts) {
  let worker: Worker | undefined;
  let answerTo: ((answer: Answer) => void) | undefined;
  const { nameServers, hostName } = settings;

  /** The thread ends, and another is begun for the next mail. */
  function giveUp(problem: string): void {
    const ended = worker;
    worker = undefined;
    void ended?.terminate();
    answerTo?.({ problem });
  }

  function begin(): Worker {
    const begun = new Worker(new URL("./read-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    begun.on("message", (answer: Answer) => answerTo?.(answer));
    begun.on("error", (error) => {
      log.warn({ problem: problemText(error) }, "a reading thread ended");
      if (worker === begun) giveUp(problemText(error));
    });
    begun.on("exit", () => {
      if (worker === begun) giveUp("Reading it took too much memory.");
    });
    return begun;
  }

  async function read(task: Task): Promise<Answer> {
    worker ??= begin();
    const reading = worker;
    const late = setTimeout(() => giveUp(`Reading it took longer than ${PATIENCE_MS / 1_000} seconds.`), PATIENCE_MS);
    try {
      return await new Promise<Answer>((resolve) => {
        answerTo = resolve;
        reading.postMessage(task, [task.bytes.buffer]);
      });
    } finally {
      clearTimeout(late);
      answerTo = undefined;
    }
  }

  async function step(signal: AbortSignal): Promise<void> {
    const next = await service.json(`${MAIL_BRIDGE_PATH}/incoming/next`, Claimed.nullable(), { signal });
    if (next === null) return;
    const at = `${MAIL_BRIDGE_PATH}/incoming/${next.id}`;
    const bytes = await service.bytes(`${at}/raw`, signal);
    const answer = await read({ bytes, envelope: next.envelope, nameServers, hostName });
    if ("problem" in answer) {
      log.warn({ mail: next.id, problem: answer.problem }, "a mail cannot be read");
      await service.tell(`${at}/unreadable`, { json: { detail: answer.problem.slice(0, 1_000) } });
      return;
    }
    let { leftOut } = answer.mail;
    for (const [position, { name, type, bytes: content }] of answer.files.entries()) {
      try {
        await service.tell(`${at}/files/${position}`, { method: "PUT", query: { name, type }, bytes: content });
      } catch (error) {
        // What the homeserver does not take stays in the original.
        if (!(error instanceof ServiceRefused) || ![413, 422].includes(error.status)) throw error;
        leftOut += 1;
      }
    }
    await service.tell(`${at}/read`, { json: { ...answer.mail, leftOut } });
  }

  return {
    step,
    async close() {
      await worker?.terminate();
    },
  };
}
