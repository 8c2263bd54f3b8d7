import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { badCombinations } from "./combinations.ts";
import { nearest } from "./nearest.ts";
import { Problem } from "./problem.ts";
import { PorticoConfig } from "./schema.ts";

/** A configuration that passed every check, and where it came from. */
export interface LoadedConfig {
  readonly config: PorticoConfig;
  /** Absolute path of the file, whether or not it exists. */
  readonly file: string;
  /** Relative paths of the configuration begin here. */
  readonly folder: string;
}

/**
 * Reads the file named by `--config`, else by `PORTICO_CONFIG`, else
 * `./portico.yaml`, which alone may be missing. Throws a {@link Problem} that
 * names for each fault the line, the key, what is wrong and the remedy.
 */
export function loadConfig(named: string | undefined): LoadedConfig {
  const from = process.env["INIT_CWD"] && process.env["npm_lifecycle_event"] ? process.env["INIT_CWD"] : process.cwd();
  const asked = named ?? process.env["PORTICO_CONFIG"];
  const file = asked ? resolve(from, asked) : resolve("portico.yaml");
  if (asked && !existsSync(file))
    throw new Problem(`${file}: there is no such file. Name an existing one with --config or PORTICO_CONFIG.`);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return { config: parseConfig(text, displayName(file)), file, folder: dirname(file) };
}

/** Short where the file lies in the working folder, absolute elsewhere. */
function displayName(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith("..") ? file : short;
}

/** The configuration written in `text`; `name` stands before each fault. */
export function parseConfig(text: string, name: string): PorticoConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${name}:${lines.linePos(offset).line}`;
  const faults = document.errors.map((error) => `${at(error.pos[0])}: ${error.message}`);
  if (faults.length > 0) throw refusal(faults);

  const content: unknown = withSections(document.toJS() ?? {}, PorticoConfig);
  const parsed = PorticoConfig.safeParse(content);
  if (!parsed.success) throw refusal(parsed.error.issues.flatMap((issue) => issueFaults(issue, document, at, content)));
  const combined = badCombinations(parsed.data);
  if (combined.length > 0)
    throw refusal(
      combined.map(({ path, message }) => `${at(offsetOf(document, path))}: ${path.join(".")}: ${message}`),
    );
  return parsed.data;
}

/** A section whose keys are all commented out is an empty section. */
function withSections(content: unknown, schema: unknown): unknown {
  if (typeof content !== "object" || content === null || Array.isArray(content)) return content;
  const shape = shapeOf(schema);
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => {
      const isSection = isSectionOf(shape[key]);
      return [key, isSection ? withSections(value ?? {}, shape[key]) : value];
    }),
  );
}

const refusal = (faults: readonly string[]) => new Problem(faults.join("\n"));

function issueFaults(
  issue: z.core.$ZodIssue,
  document: Document,
  at: (offset: number) => string,
  content: unknown,
): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => {
      const known = knownKeys(path);
      const near = nearest(key, known);
      const hint = near ? `Did you mean "${near}"?` : `Known here: ${known.join(", ")}.`;
      return `${at(offsetOf(document, [...path, key]))}: ${[...path, key].join(".")}: there is no such key. ${hint}`;
    });
  const place = path.length > 0 ? path.join(".") : "the file";
  return [`${at(offsetOf(document, path))}: ${place}: ${inWords(issue, valueAt(content, path))}`];
}

const kinds: Readonly<Record<string, string>> = {
  object: "keys and values under it",
  record: "keys and values under it",
  array: "a list",
  string: "a text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
};

function inWords(issue: z.core.$ZodIssue, value: unknown): string {
  const found = value === null ? "nothing" : Array.isArray(value) ? "a list" : JSON.stringify(value);
  if (issue.code === "invalid_type")
    return `needs ${kinds[issue.expected] ?? issue.expected}, found ${found}. Write it so, or take the key out for the default.`;
  if (issue.code === "invalid_value")
    return `${found} is not one of ${issue.values.map(String).join(", ")}. Write one of them.`;
  if (issue.code === "too_big") return `${found} is too large; the most is ${issue.maximum}.`;
  if (issue.code === "too_small")
    return `${found} is too small; the least is ${issue.minimum}${issue.origin === "string" ? " characters" : ""}.`;
  if (issue.code === "invalid_format" && issue.format === "url")
    return `${found} is not an address of the needed kind. Write one like the example in portico.sample.yaml.`;
  return `${found} ${issue.message}.`;
}

function valueAt(content: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    content,
  );
}

/** Where the key of `path` stands in the text; the nearest outer key when it is not written. */
function offsetOf(document: Document, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === part);
      if (!pair) break;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else {
      node = isNode(node) && "items" in node && Array.isArray(node.items) ? node.items[Number(part)] : undefined;
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
    }
  }
  return offset;
}

function knownKeys(path: readonly string[]): string[] {
  let schema: unknown = PorticoConfig;
  // Every element of a list has the keys that its elements have.
  for (const part of path) if (!/^\d+$/.test(part)) schema = Reflect.get(shapeOf(schema), part);
  return Object.keys(shapeOf(schema));
}

/** Whether keys of their own stand under a key; those of a list stand in its elements. */
export const isSectionOf = (schema: unknown): boolean =>
  !(schema instanceof z.ZodDefault && schema.unwrap() instanceof z.ZodArray) && Object.keys(shapeOf(schema)).length > 0;

/** The keys of an object schema, or of the elements of a list, beneath its default. */
export function shapeOf(schema: unknown): Readonly<Record<string, z.ZodType>> {
  let inner = schema as Wrapped | undefined;
  while (inner && !inner.shape && inner.unwrap) inner = inner.unwrap();
  return inner?.shape ?? {};
}

type Wrapped = z.ZodType & { unwrap?: () => Wrapped; shape?: Record<string, z.ZodType> };
