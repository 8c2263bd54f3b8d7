import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApiDocument } from "@portico/contract/openapi.ts";
import { ownVersion } from "./engines/node-service.ts";
import { checkout } from "./installation.ts";
import { sampleYaml } from "./sample-yaml.ts";

/** A committed file that is made from others. */
interface Generator {
  readonly file: string;
  readonly make: () => string;
}

/** Add a generated file here; `npm run gen` writes it and `npm run gen:check` compares it. */
const generators: readonly Generator[] = [
  { file: "config/portico.sample.yaml", make: sampleYaml },
  {
    file: "appservice/contract/openapi.json",
    make: () => `${JSON.stringify(openApiDocument(ownVersion()), null, 2)}\n`,
  },
];

const check = process.argv.includes("--check");
for (const { file, make } of generators) {
  const path = join(checkout, file);
  const wanted = make();
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) continue;
  if (!check) {
    writeFileSync(path, wanted);
    process.stdout.write(`${file} written\n`);
    continue;
  }
  process.exitCode = 1;
  process.stdout.write(`${file} is not what its source says. Run "npm run gen" and commit it.\n`);
  if (existsSync(path)) process.stdout.write(difference(path, wanted));
}
if (process.connected) process.disconnect();

/** diff(1) ends with 1 when there is a difference, which is why we are here. */
function difference(path: string, wanted: string): string {
  try {
    return execFileSync("diff", ["-u", path, "-"], { input: wanted, encoding: "utf8" });
  } catch (error) {
    return String(Reflect.get(Object(error), "stdout"))
      .split("\n")
      .slice(0, 60)
      .join("\n");
  }
}
