import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeInstallation } from "./installation.ts";
import { parseConfig } from "./load.ts";
import { folderProblem, prepareFolders } from "./preflight.ts";
import { loadSecrets, peekSecrets } from "./secrets.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const installationAt = (folder: string, text = "") =>
  describeInstallation({
    config: parseConfig(`cacheFolder: cache\n${text}`, "portico.yaml"),
    file: join(folder, "portico.yaml"),
    folder,
  });

it("keeps what is private to the owner, and lets the database's account pass", () => {
  const folder = temporaryFolder();
  const installation = installationAt(folder);
  prepareFolders(installation);
  expect(statSync(installation.folders.data).mode & 0o777).toBe(0o711);
  for (const name of ["logs", "run", "settings", "synapse"] as const)
    expect(statSync(installation.folders[name]).mode & 0o777).toBe(0o700);
});

it("names a data folder that cannot be written, why, and the key", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  const expected = `${folder}/file/data (dataFolder) cannot be written (ENOTDIR). Give this user the right to write there, or set dataFolder in portico.yaml to another folder.`;
  expect(() => prepareFolders(installationAt(folder, "dataFolder: file/data"))).toThrow(expected);
  expect(() => prepareFolders(installationAt(folder, "dataFolder: /proc/portico"))).toThrow(
    "/proc/portico (dataFolder) cannot be written (ENOENT).",
  );
  expect(folderProblem(`${folder}/file/data`, "dataFolder")).toBe(
    expected.replace("ENOTDIR", `${folder}/file is a file`),
  );
});

it("does not let a server name change under existing data", () => {
  const folder = temporaryFolder();
  prepareFolders(installationAt(folder, "serverName: a.example"));
  expect(() => prepareFolders(installationAt(folder, "serverName: b.example"))).toThrow(
    /serverName is b\.example, but the data in .* belong to a\.example\. Set serverName back to a\.example, or set dataFolder/,
  );
});

it("keeps no half of a server name when the disk is full", () => {
  const folder = temporaryFolder();
  const installation = installationAt(folder);
  const file = join(installation.folders.data, "server-name");
  mkdirSync(installation.folders.data);
  symlinkSync("/dev/full", `${file}.${process.pid}.part`);
  expect(() => prepareFolders(installation)).toThrow("ENOSPC");
  expect(existsSync(file)).toBe(false);
});

it("makes no new secrets for data that have lost theirs, and none for looking", () => {
  const folder = temporaryFolder();
  peekSecrets(folder);
  expect(readdirSync(folder)).toEqual([]);
  mkdirSync(join(folder, "postgres"));
  writeFileSync(join(folder, "postgres", "PG_VERSION"), "18\n");
  expect(() => loadSecrets(folder)).toThrow(/secrets\.json is missing, and the data beside it cannot be opened/);
});
