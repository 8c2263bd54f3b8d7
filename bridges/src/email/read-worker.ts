import { parentPort } from "node:worker_threads";
import type { Envelope } from "@portico/contract/mail-bridge.ts";
import { authenticate } from "./authenticate.ts";
import { readMail } from "./read.ts";

/** Reads mails in a thread of its own, which may be ended when one takes too long or too much. */
export interface Task {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly envelope: Envelope;
  readonly nameServers: readonly string[];
  readonly hostName: string;
}

parentPort?.on("message", (task: Task) => {
  void answer(task);
});

async function answer({ bytes, envelope, ...options }: Task): Promise<void> {
  try {
    const { mail, files } = await readMail(bytes, envelope.sender);
    const auth = await authenticate(Buffer.from(bytes.buffer), envelope, options);
    parentPort?.postMessage({ mail: { ...mail, auth }, files }, []);
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) }, []);
  }
}
