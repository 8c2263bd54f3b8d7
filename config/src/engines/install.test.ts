import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { installOnce } from "./install.ts";
import { closedFolder } from "./postgres-user.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const quiet = () => undefined;
const never = new AbortController().signal;

it("fills a folder once, however many ask", async () => {
  const folder = join(temporaryFolder(), "engine");
  let fillings = 0;
  const fill = async (part: string) => {
    fillings++;
    writeFileSync(join(part, "program"), "whole");
  };
  await Promise.all([1, 2, 3].map(() => installOnce(folder, quiet, never, fill)));
  expect(fillings).toBe(1);
  expect(readFileSync(join(folder, "program"), "utf8")).toBe("whole");
});

it("shows nothing that is half done, and begins anew", async () => {
  const folder = join(temporaryFolder(), "engine");
  const broken = installOnce(folder, quiet, never, async (part) => {
    writeFileSync(join(part, "half"), "");
    throw new Error("the line was cut");
  });
  await expect(broken).rejects.toThrow("the line was cut");
  expect(existsSync(folder)).toBe(false);
  await installOnce(folder, quiet, never, async (part) => writeFileSync(join(part, "program"), ""));
  expect(existsSync(join(folder, "program"))).toBe(true);
  expect(existsSync(join(folder, "half"))).toBe(false);
});

it("finds the folder that another account may not pass", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "data"), { mode: 0o711 });
  expect(closedFolder(join(folder, "data", "postgres"))).toBe(closedFolder(folder) ?? folder);
  expect(closedFolder("/usr/bin/env")).toBeUndefined();
});

it("says when the disk is full, and takes away what fills it", async () => {
  const folder = join(temporaryFolder(), "engine");
  const full = installOnce(folder, quiet, never, async (part) => {
    writeFileSync(join(part, "half"), "");
    throw new Error("write /tmp/x: no space left on device");
  });
  await expect(full).rejects.toThrow(/\(cacheFolder\) is full\. Make room there and start again.*\n.*no space left/);
  expect(existsSync(`${folder}.part`)).toBe(false);
});
