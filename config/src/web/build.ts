/**
 * Builds the web client: `node config/src/web/build.ts FOLDER`. The launcher and
 * the container image use it alike.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { checkout } from "../installation.ts";
import { compressFolder } from "./compress.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: node config/src/web/build.ts FOLDER");
const vite = join(checkout, "node_modules/vite/bin/vite.js");
const built = spawnSync(process.execPath, [vite, "build", "--outDir", folder, "--emptyOutDir"], {
  cwd: join(checkout, "web-client"),
  stdio: "inherit",
});
if (built.status !== 0) process.exit(built.status ?? 1);
process.stdout.write("compressing\n");
await compressFolder(folder);
