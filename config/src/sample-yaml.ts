import { stringify } from "yaml";
import type { z } from "zod";
import { isSectionOf, shapeOf } from "./load.ts";
import { PorticoConfig } from "./schema.ts";

const head = `# portico.yaml: one file describes one installation.
#
# Copy this file to portico.yaml beside package.json and change what you need;
# every key may be left out. What stands here is the default; a key behind "#"
# has none, and shows an example. Made from config/src/schema.ts by "npm run gen".
`;

/** `portico.sample.yaml`: each key of the schema with its comment and its default. */
export function sampleYaml(): string {
  return `${head}\n${section(PorticoConfig, PorticoConfig.parse({}), "")}`;
}

function section(schema: z.ZodType, defaults: unknown, indent: string): string {
  return Object.entries(shapeOf(schema))
    .map(([key, entry]) => {
      const comment = `${indent}# ${entry.description ?? ""}\n`;
      const value: unknown = Reflect.get(Object(defaults), key);
      if (isSectionOf(entry)) return `${comment}${indent}${key}:\n${section(entry, value, `${indent}  `)}`;
      if (value !== undefined) return `${comment}${indent}${stringify({ [key]: value }, { lineWidth: 0 })}`;
      return `${comment}${indent}# ${stringify({ [key]: exampleOf(entry) }, { lineWidth: 0 })}`;
    })
    .join(indent === "" ? "\n" : "");
}

/** A key without a default says in the schema what it may look like. */
function exampleOf(schema: z.ZodType): unknown {
  const examples = schema.meta()?.["examples"];
  if (!Array.isArray(examples)) throw new Error(`portico.yaml schema: "${schema.description}" needs an example`);
  return examples[0];
}
