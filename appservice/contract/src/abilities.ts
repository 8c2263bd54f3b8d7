import { type AbilityEntry } from "./declare.ts";
import { gather, type Merged } from "./derive.ts";
import type { Role } from "./roles.ts";

/**
 * Every ability of the product, as the capabilities declare them. Rules in
 * `appservice/src/policy/rules` narrow an ability to the right objects.
 */
export const abilities: Readonly<Record<keyof Merged<"abilities">, AbilityEntry>> = gather("abilities");

export type Ability = keyof typeof abilities;
export const abilityNames = Object.keys(abilities) as Ability[];

/** The abilities that a role holds, before any rule about the object. */
export const abilitiesOfRole = (role: Role): Ability[] =>
  abilityNames.filter((name) => abilities[name].roles.includes(role));
