import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Problem, wordsOf } from "../problem.ts";
import { lockedSynapse, synapseLockHash } from "./synapse-lock.ts";

const run = promisify(execFile);

/** The folder of the cache that Synapse is installed into; another lock or another Python is another environment. */
export async function environmentFolder(cache: string): Promise<string> {
  return join(cache, "synapse", `${lockedSynapse()}-python${await pythonVersion()}-${synapseLockHash()}`);
}

/** The interpreter that Synapse runs in, and that its module is tested with; there once Synapse was installed. */
export const environmentPython = async (cache: string): Promise<string> =>
  join(await environmentFolder(cache), "bin", "python");

/** The version of Synapse in the environment of `python`; rejects with the remedy when it is not one that we run. */
export async function givenSynapse(python: string): Promise<string> {
  const remedy =
    `Install it there (pip install "matrix-synapse[oidc]==${lockedSynapse()}" psycopg2-binary), ` +
    "or take synapse.python out to let Portico install its own.";
  let version: string;
  try {
    const { stdout } = await run(python, ["-c", "import psycopg2, synapse; print(synapse.__version__)"]);
    version = stdout.trim();
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
    throw new Problem(`synapse.python: ${python} does not run Synapse (${said || wordsOf(error)}). ${remedy}`);
  }
  const minor = (text: string) => text.split(".").slice(0, 2).join(".");
  if (minor(version) !== minor(lockedSynapse()))
    throw new Problem(
      `synapse.python: ${python} has Synapse ${version}, and the policy module was tested with ${lockedSynapse()}. ${remedy}`,
    );
  return version;
}

/** The version of `python3`; rejects with the remedy when it is missing or too old. */
export async function pythonVersion(): Promise<string> {
  const remedy = `Install Python 3.10 or newer with its venv module (Debian, Ubuntu: "apt install python3 python3-venv").`;
  let output: string;
  try {
    output = (await run("python3", ["--version"])).stdout;
  } catch {
    throw new Problem(`python3 was not found; Synapse is written in it. ${remedy}`);
  }
  const version = output.trim().split(" ")[1] ?? "";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 3 || (major === 3 && minor < 10))
    throw new Problem(`python3 is ${version}, too old for Synapse. ${remedy}`);
  return version;
}
