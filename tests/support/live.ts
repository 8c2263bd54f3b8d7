import { stack } from "./stack.ts";
import { waitFor } from "./wait-for.ts";

interface LiveMessage {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly topic?: string; readonly ids?: readonly string[] };
}

/** A stream of live changes, read as a browser reads it. */
export interface LiveStream {
  readonly status: number;
  readonly messages: readonly LiveMessage[];
  /** The place to resume: the last id, of whatever message. */
  lastId(): string;
  ended(): boolean;
  close(): void;
}

/** Opens the stream of a session, at the service or through the web address. */
export async function openLive(
  { session }: { readonly session: string },
  { lastEventId, base = stack().service }: { readonly lastEventId?: string; readonly base?: string } = {},
): Promise<LiveStream> {
  const abort = new AbortController();
  const answer = await fetch(`${base}/api/live`, {
    headers: {
      accept: "text/event-stream",
      authorization: `Bearer ${session}`,
      ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
    },
    signal: abort.signal,
  });
  const messages: LiveMessage[] = [];
  let last = "";
  let over = false;
  async function read(): Promise<void> {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string) =>
          block
            .split("\n")
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        last = field("id") ?? last;
        const data = field("data");
        if (data !== undefined) messages.push({ id: last, event: field("event") ?? "message", data: JSON.parse(data) });
      }
    }
  }
  const reading = read()
    .catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    })
    .finally(() => {
      over = true;
    });
  void reading;
  if (answer.ok) await waitFor("the stream has begun", () => last !== "" || over);
  return { status: answer.status, messages, lastId: () => last, ended: () => over, close: () => abort.abort() };
}
