import type { LiveTopic } from "@portico/contract/live-topics.ts";

/** Something to read anew: a topic with what changed in it, or everything, because too much was missed. */
export type LiveMessage = { readonly topic: LiveTopic; readonly ids: readonly string[] } | "everything";

/** One look by polling. */
export interface Look {
  readonly items: readonly Exclude<LiveMessage, string>[];
  readonly position: number;
  readonly reset: boolean;
}

/** The part of `EventSource` that is used here. */
export interface Stream {
  readonly readyState: number;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "change" | "reset", listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

interface FeedParts {
  readonly openStream: (after: number | null) => Stream;
  readonly look: (after: number | null, signal: AbortSignal) => Promise<Look>;
  /** `position` is null while nothing has been told that has a place. */
  readonly tell: (message: LiveMessage, position: number | null) => void;
  /** Where others got to. */
  readonly startAt: number | null;
  readonly signal: AbortSignal;
  readonly pauses?: Partial<typeof defaults>;
}

/** In milliseconds. */
const defaults = {
  /** A stream that has not begun after this time is held back by something on the way. */
  open: 10_000,
  /** Between looks while there is no stream. */
  look: 5_000,
  /** How long looking goes on before the stream is tried again. */
  again: 60_000,
};
const CLOSED = 2;

/**
 * Follows live changes until the signal fires: by the stream while it works, by
 * asking again and again while it does not. The position goes over from one to
 * the other, so nothing is missed in between. Where there is none yet, everything
 * is to be read anew: what is shown may have been read before following began.
 */
export const follow = async ({ openStream, look, tell, startAt, signal, pauses }: FeedParts): Promise<void> => {
  const { open, look: lookPause, again } = { ...defaults, ...pauses };
  let position = startAt;

  const pause = async (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });

  /** Resolves, with whether the stream ever worked, when it is over for good; short cuts it mends by itself. */
  const stream = async (): Promise<boolean> =>
    new Promise((resolve) => {
      const source = openStream(position);
      let worked = false;
      const end = (): void => {
        clearTimeout(timer);
        source.close();
        signal.removeEventListener("abort", end);
        resolve(worked);
      };
      const timer = setTimeout(() => {
        if (!worked) end();
      }, open);
      signal.addEventListener("abort", end, { once: true });
      source.addEventListener("open", () => {
        if (!worked && position === null) tell("everything", null);
        worked = true;
      });
      source.addEventListener("error", () => {
        if (source.readyState === CLOSED) end();
      });
      source.addEventListener("change", ({ data, lastEventId }) => {
        position = Number(lastEventId);
        tell(JSON.parse(data) as Exclude<LiveMessage, string>, position);
      });
      source.addEventListener("reset", ({ lastEventId }) => {
        position = Number(lastEventId);
        tell("everything", position);
      });
    });

  /** One look; that there is no answer now is no reason to stop. */
  const lookOnce = async (): Promise<void> => {
    try {
      const seen = await look(position, signal);
      const missed = seen.reset || position === null;
      position = seen.position;
      if (missed) tell("everything", position);
      for (const item of seen.items) tell(item, position);
    } catch (error) {
      // The client has renewed the session by itself where that was possible; whoever was signed out stops this.
      if (!signal.aborted && !(error instanceof Error)) throw error;
    }
  };

  while (!signal.aborted) {
    const worked = await stream();
    const until = Date.now() + (worked ? 0 : again);
    do {
      if (signal.aborted) return;
      await lookOnce();
      await pause(worked ? Math.min(lookPause, 1_000) : lookPause);
    } while (Date.now() < until);
  }
};
