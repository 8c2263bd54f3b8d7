import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventStreams } from "@portico/contract/events.ts";
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
  { file: "web-client/src/i18n/text-files.gen.ts", make: textFiles },
  { file: "web-client/src/features/audit/event-names.gen.ts", make: eventNames },
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

/** Keys of the interface texts and the sets that features bring, from the files that are there. */
function textFiles(): string {
  const src = join(checkout, "web-client/src");
  const files = globSync("{*,features/*}/strings*.en.json", { cwd: src }).toSorted();
  const sets = files.flatMap((file) => /^features\/([^/]+)\/strings\.en\.json$/.exec(file)?.[1] ?? []);
  return [
    "// Made by `npm run gen` from the text files of the features.",
    ...files.map((file, index) => `import type texts${index} from "../${file}";`),
    "",
    `export type StringKey =\n${files.map((_, index) => `  | keyof typeof texts${index}`).join("\n")};`,
    "",
    `export type FeatureSet =\n${sets.map((set) => `  | "${set}"`).join("\n")};`,
    "",
  ].join("\n");
}

/** Names of the domain events; the contract itself would bring its schemas into the page. */
function eventNames(): string {
  const names = Object.keys(eventStreams).map((name) => `  "${name}",\n`);
  return `// Made by \`npm run gen\` from the contract.\nexport const eventNames = [\n${names.join("")}] as const;\n`;
}

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
