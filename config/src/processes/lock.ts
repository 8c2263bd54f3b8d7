import { createHash } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";

/** Held until released or until the process ends, however it ends. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * A lock on a folder or another named thing: a listening socket in Linux's
 * abstract namespace (unix(7)). The kernel gives it to one process at a time
 * and takes it back when that process dies, so there is no stale lock. Resolves
 * to undefined when somebody else holds it.
 */
export function tryLock(name: string): Promise<Lock | undefined> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => {
    waiting.add(socket);
    // A waiter that gives up resets the connection; that is its right.
    socket.on("error", () => undefined).on("close", () => waiting.delete(socket));
    socket.unref();
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen({ path: address(name) }, () => {
      server.unref();
      resolve({
        release: () =>
          new Promise((released) => {
            server.close(() => released());
            for (const socket of waiting) socket.destroy();
          }),
      });
    });
  });
}

/** Takes the lock as soon as it is free; `onWait` is told once when that is not now. */
export async function waitForLock(name: string, onWait: () => void, signal: AbortSignal): Promise<Lock> {
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const lock = await tryLock(name);
    if (lock) return lock;
    if (!told) onWait();
    told = true;
    await untilReleased(name, signal);
  }
}

/** Resolves when the present holder lets go; at once when there is none. */
export function untilReleased(name: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ path: address(name) });
    const abort = () => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    // The end of the connection, and a refused one, both say that the holder is gone.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
    socket.resume();
  });
}

const address = (name: string) => `\0portico-${createHash("sha256").update(name).digest("hex").slice(0, 40)}`;
