import type { z } from "zod";
import { problemText } from "./log.ts";
import type { ServiceClient } from "./service-client.ts";

/** The other side did not take a message. */
export class NotTaken extends Error {
  /** Trying again will not help. */
  readonly permanent: boolean;
  constructor(message: string, permanent: boolean, cause: unknown) {
    super(message, { cause });
    this.permanent = permanent;
  }
}

interface Channel<Message extends { readonly id: string }> {
  /** Where the service gives out what the channel sends. */
  readonly path: string;
  readonly message: z.ZodType<Message>;
  /** Brings one message to the other side; throws `NotTaken`. */
  readonly send: (message: Message) => Promise<void>;
  readonly service: ServiceClient;
}

/**
 * Sends what waits, one after the other, and tells the service how each went.
 * The service keeps the order within a conversation, decides when to try again,
 * and gives a message out anew when this process ends before it told.
 */
export const outgoingStep =
  <Message extends { readonly id: string }>({ path, message, send, service }: Channel<Message>) =>
  async (signal: AbortSignal): Promise<void> => {
    const next = await service.json(`${path}/next`, message.nullable(), { signal });
    if (next === null) return;
    const at = `${path}/${next.id}`;
    try {
      await send(next);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      await service.tell(`${at}/failed`, { json: { problem: problemText(error), permanent: error.permanent } });
      return;
    }
    await service.tell(`${at}/sent`);
  };
