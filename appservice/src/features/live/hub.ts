import type { DbPool } from "../../db/connection.ts";
import type { LiveChangeRow } from "../../db/tables/live-change.ts";
import type { EventStream } from "../../http/event-stream.ts";
import { Loop, type Worker } from "../../jobs/loop.ts";
import type { Log } from "../../log/logger.ts";
import type { Actor } from "../../policy/actor.ts";
import { rolesOfOpenSessions } from "../session/index.ts";
import { maySee, resumeAt } from "./model.ts";
import { listChanges, readKept } from "./store.ts";

/** Streams of windows that are open, fed from the table of changes. */
export interface LiveHub {
  /** Says that changes were written. */
  wake(): void;
  /** Opens a stream and resolves when it has ended: the client left, or its session ended within the last second. */
  attach(actor: Actor, stream: EventStream, after?: number): Promise<void>;
  readonly worker: Worker;
}

interface Listener {
  actor: Actor;
  readonly stream: EventStream;
  position: number;
  quietSince: number;
}

const BATCH = 1_000;
/** How often sessions are looked at; a stream whose session ended ends within twice this time. */
const REST_MS = 400;
/** Proxies give up on answers that say nothing for half a minute or longer. */
const BEAT_MS = 15_000;
/** Windows of one account; the oldest gives way. */
const STREAMS_PER_ACCOUNT = 30;
/** A client that takes nothing any more comes again and resumes. */
const BACKLOG_BYTES = 1_000_000;

export function createLiveHub({ db, log }: { readonly db: DbPool; readonly log: Log }): LiveHub {
  const listeners = new Set<Listener>();

  async function step(): Promise<boolean> {
    if (listeners.size === 0) return false;
    await endThoseSignedOut();
    const from = Math.min(...[...listeners].map((listener) => listener.position));
    if (!Number.isFinite(from)) return false;
    const changes = await listChanges(db, from, BATCH);
    for (const listener of listeners) feed(listener, changes);
    return changes.length === BATCH;
  }

  function feed(listener: Listener, changes: readonly LiveChangeRow[]): void {
    const { stream, actor } = listener;
    for (const change of changes) {
      if (change.id <= listener.position) continue;
      listener.position = change.id;
      if (!maySee(actor, change)) continue;
      stream.send({ id: String(change.id), event: "change", data: { topic: change.topic, ids: change.ids } });
      listener.quietSince = performance.now();
    }
    if (performance.now() - listener.quietSince > BEAT_MS) {
      stream.send({ id: String(listener.position) });
      listener.quietSince = performance.now();
    }
    if (stream.backlog > BACKLOG_BYTES) stream.end();
  }

  /** A role that changed counts from now on. */
  async function endThoseSignedOut(): Promise<void> {
    const hashes = [...listeners].flatMap(({ actor }) => (actor.kind === "operator" ? [] : [actor.sessionHash]));
    if (hashes.length === 0) return;
    const roles = await rolesOfOpenSessions(db, hashes, new Date());
    for (const listener of listeners) {
      const { actor } = listener;
      if (actor.kind === "operator") continue;
      const role = roles.get(actor.sessionHash);
      if (role === undefined) listener.stream.end();
      else if (role !== actor.role) listener.actor = { ...actor, role };
    }
  }

  function makeRoomFor(actor: Actor): void {
    if (actor.kind === "operator") return;
    const own = [...listeners].filter((each) => each.actor.kind !== "operator" && each.actor.userId === actor.userId);
    if (own.length >= STREAMS_PER_ACCOUNT) own[0]?.stream.end();
  }

  const loop = new Loop({ name: "live", step, restMs: REST_MS, log });
  return {
    wake: () => {
      loop.wake();
    },
    async attach(actor, stream, after) {
      const seen = /^\d{1,15}$/.test(stream.lastEventId ?? "") ? Number(stream.lastEventId) : after;
      const { position, reset } = resumeAt(seen, await readKept(db));
      if (stream.closed.aborted) return;
      makeRoomFor(actor);
      stream.open();
      stream.send({ id: String(position), ...(reset && { event: "reset", data: {} }) });
      const listener: Listener = { actor, stream, position, quietSince: performance.now() };
      listeners.add(listener);
      loop.wake();
      await new Promise<void>((resolve) => {
        stream.closed.addEventListener("abort", () => resolve(), { once: true });
        if (stream.closed.aborted) resolve();
      });
      listeners.delete(listener);
    },
    worker: {
      start: () => loop.start(),
      async stop() {
        for (const { stream } of listeners) stream.end();
        await loop.stop();
      },
    },
  };
}
