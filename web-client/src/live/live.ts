import type { LiveTopic } from "@portico/contract/live-topics.ts";
import { api } from "../api/client.ts";
import { follow } from "./live-feed.ts";
import type { LiveMessage } from "./live-feed.ts";

type Listener = (message: LiveMessage) => void;

const name = "portico-live";
const listeners = new Set<Listener>();
let position: number | null = null;
let stop: AbortController | null = null;

const tellHere = (message: LiveMessage): void => {
  for (const listener of listeners) listener(message);
};

interface Shared {
  readonly message: LiveMessage;
  readonly position: number | null;
}

/**
 * One window of the browser follows and tells the others: browsers open six
 * connections to an address at most, and a stream holds one for as long as it lasts.
 */
const begin = (): void => {
  const ending = new AbortController();
  stop = ending;
  const { signal } = ending;
  const channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }: MessageEvent<Shared>) => {
    position = data.position ?? position;
    tellHere(data.message);
  });
  signal.addEventListener("abort", () => channel.close());
  const lead = async (): Promise<void> =>
    follow({
      openStream: (after) => new EventSource(after === null ? "/api/live" : `/api/live?after=${after}`),
      look: async (after, aborted) =>
        api.call("GET /api/live/changes", { query: after === null ? {} : { after } }, aborted),
      tell: (message, at) => {
        position = at;
        tellHere(message);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches this origin only
        channel.postMessage({ message, position: at } satisfies Shared);
      },
      startAt: position,
      signal,
    });
  navigator.locks.request(name, { signal }, lead).catch((error: unknown) => {
    // Nobody listens any more, before it was this window's turn.
    if (!signal.aborted) throw error;
  });
};

/**
 * Calls back for changes of some topics, for as long as the result was not
 * called. Follows while anybody listens.
 */
export const onLive = (topics: readonly LiveTopic[], callback: (ids: readonly string[]) => void): (() => void) => {
  const listener: Listener = (message) => {
    if (message === "everything") callback([]);
    else if (topics.includes(message.topic)) callback(message.ids);
  };
  listeners.add(listener);
  if (stop === null) begin();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.abort();
    stop = null;
  };
};
