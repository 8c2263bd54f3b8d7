import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Takes what others give up in the meantime. */
const TOP_UP_MS = 20;

/** A disk of its own, in memory, that can be full. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it to the last byte and keeps it so. */
  fill(): void;
  /** Makes room again. */
  free(): void;
  unmount(): void;
}

/** Throws, with the remedy, where this account may not mount. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "portico-disk-"));
  asRoot("mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=0777`, "portico-test", folder);
  const filler = join(folder, "filler");
  let filling: NodeJS.Timeout | undefined;

  function topUp(): void {
    const descriptor = openSync(filler, "a");
    try {
      for (const size of [1 << 20, 4096, 1]) writeWhileThereIsRoom(descriptor, Buffer.alloc(size));
    } finally {
      closeSync(descriptor);
    }
  }

  const free = () => {
    clearInterval(filling);
    rmSync(filler, { force: true });
  };
  const unmount = () => {
    process.removeListener("exit", unmount);
    clearInterval(filling);
    asRoot("umount", "--lazy", folder);
    rmdirSync(folder);
  };
  process.once("exit", unmount);
  return {
    folder,
    fill() {
      topUp();
      filling = setInterval(topUp, TOP_UP_MS);
    },
    free,
    unmount,
  };
}

function writeWhileThereIsRoom(descriptor: number, block: Buffer): void {
  try {
    for (;;) writeSync(descriptor, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

function asRoot(program: string, ...args: string[]): void {
  const [command, ...rest] =
    process.getuid?.() === 0 ? [program, ...args] : ["sudo", "--non-interactive", program, ...args];
  try {
    execFileSync(command, rest, { stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const words = (error as { stderr?: Buffer }).stderr?.toString().trim() ?? String(error);
    throw new Error(
      `"${program}" was refused (${words}). The test of a full disk mounts a small one: run it as root, with a password-free ` +
        'sudo for mount and umount, or in a container that may mount ("docker run --cap-add SYS_ADMIN").',
      { cause: error },
    );
  }
}
