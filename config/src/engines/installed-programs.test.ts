import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeInstallation } from "../installation.ts";
import { parseConfig } from "../load.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { findPrograms } from "./postgres-programs.ts";
import { givenSynapse } from "./synapse-environment.ts";
import { lockedSynapse } from "./synapse-lock.ts";

/** A program that prints `words` whatever it is asked. */
function program(folder: string, name: string, words: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho '${words}'\n`);
  chmodSync(file, 0o755);
  return file;
}

const programsOf = (binFolder: string) =>
  findPrograms(
    describeInstallation({
      config: parseConfig(`postgres: { binFolder: ${JSON.stringify(binFolder)} }`, "portico.yaml"),
      file: "/etc/portico.yaml",
      folder: "/etc",
    }),
  );

describe("postgres.binFolder", () => {
  it("is a folder with a server and what makes its files", async () => {
    const folder = temporaryFolder();
    await expect(programsOf(folder)).rejects.toThrow(
      `postgres.binFolder: ${folder} holds no PostgreSQL that runs here`,
    );
    const initdb = program(folder, "initdb", "");
    await expect(programsOf(folder)).rejects.toThrow("Name the folder of an installed one");
    const postgres = program(folder, "postgres", "postgres (PostgreSQL) 16.4 (Debian 16.4-1)");
    expect(await programsOf(folder)).toEqual({ postgres, initdb, version: "16.4" });
  });

  it("is not too old for Synapse", async () => {
    const folder = temporaryFolder();
    program(folder, "initdb", "");
    program(folder, "postgres", "postgres (PostgreSQL) 13.16");
    await expect(programsOf(folder)).rejects.toThrow("holds PostgreSQL 13.16, and Synapse needs 14 or newer");
  });
});

describe("synapse.python", () => {
  it("has Synapse in its environment", async () => {
    const folder = temporaryFolder();
    await expect(givenSynapse(join(folder, "python"))).rejects.toThrow("does not run Synapse");
    const bare = join(folder, "bare");
    writeFileSync(bare, "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'synapse'\" >&2\nexit 1\n");
    chmodSync(bare, 0o755);
    await expect(givenSynapse(bare)).rejects.toThrow(
      `${bare} does not run Synapse (ModuleNotFoundError: No module named 'synapse'). Install it there (pip install "matrix-synapse[oidc]==${lockedSynapse()}" psycopg2-binary)`,
    );
  });

  it("has the version that the policy module was tested with", async () => {
    const folder = temporaryFolder();
    await expect(givenSynapse(program(folder, "old", "1.98.0"))).rejects.toThrow("has Synapse 1.98.0, and the policy");
    expect(await givenSynapse(program(folder, "same", lockedSynapse()))).toBe(lockedSynapse());
  });
});
