import * as capabilities from "./capabilities.ts";

type Modules = typeof capabilities;
type Part = "routes" | "abilities" | "events" | "notices" | "topics" | "errors";

/** The tables that the capabilities export under one name, as a union. */
type Tables<Name extends Part> = {
  // Looks at this one export only: others are typed by what is made here.
  [Key in keyof Modules]: Name extends keyof Modules[Key] ? Modules[Key][Name] : never;
}[keyof Modules];

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The tables of all capabilities as one. */
export type Merged<Name extends Part> = {
  readonly [Key in keyof Intersection<Tables<Name>>]: Intersection<Tables<Name>>[Key];
};

/** Gathers the tables of one name; a key that two capabilities declare is a mistake and throws. */
export function gather<Name extends Part>(part: Name): Merged<Name> {
  const all: Record<string, unknown> = {};
  for (const [capability, module] of Object.entries<Readonly<Partial<Record<Part, object>>>>(capabilities)) {
    for (const [key, value] of Object.entries(module[part] ?? {})) {
      if (key in all) throw new Error(`${capability} declares ${part} ${key}, which another capability has`);
      all[key] = value;
    }
  }
  return all as Merged<Name>;
}
