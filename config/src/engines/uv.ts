import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyModuleFolder } from "../render/homeserver.ts";
import { Problem, wordsOf } from "../problem.ts";
import type { EngineContext, Progress } from "./engine.ts";
import { installOnce } from "./install.ts";

/**
 * Path of uv, which installs Synapse's packages ten times as fast as pip. Comes
 * from PyPI into the cache, by its hash.
 */
export async function findUv({ installation, keeper, signal }: EngineContext, progress: Progress): Promise<string> {
  const lock = join(policyModuleFolder, "uv.lock");
  const version = /^uv==(\S+)/m.exec(readFileSync(lock, "utf8"))?.[1] ?? "";
  const folder = join(installation.folders.cache, `uv-${version}`);
  await installOnce(folder, progress, signal, async (part) => {
    progress("fetching its installer");
    try {
      await keeper.run("synapse-install", { command: "python3", args: ["-m", "venv", part] }, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new Problem(
        `Python's venv module does not work. On Debian and Ubuntu "apt install python3-venv" brings it.\n${wordsOf(error)}`,
      );
    }
    try {
      await keeper.run(
        "synapse-install",
        {
          command: join(part, "bin", "python"),
          args: [
            "-m",
            "pip",
            "install",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            lock,
          ],
        },
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      throw new Problem(`uv could not be fetched. ${packageIndexRemedy("PIP_INDEX_URL")}\n${wordsOf(error)}`);
    }
  });
  return join(folder, "bin", "uv");
}

/** What to do when Python packages do not come; `variable` names another index to the program that fetches them. */
export const packageIndexRemedy = (variable: string): string =>
  `Check the connection to PyPI (${variable} names another package index) and start again; ` +
  "or name a Python that has Synapse with synapse.python.";
