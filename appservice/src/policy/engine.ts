import { abilities, type Ability } from "@portico/contract/abilities.ts";
import { AppError } from "../errors.ts";
import type { Actor } from "./actor.ts";
import { rules, type Subjects } from "./rules/index.ts";

type SubjectOf<A extends Ability> = A extends keyof Subjects ? [subject: Subjects[A]] : [];

/** An answer and what it rests on, for refusals and for "may A do X to B?". */
export interface Decision {
  readonly allowed: boolean;
  readonly rule: string;
}

/** Whether the actor's role holds the ability at all, before any object is looked at. */
export const holds = (actor: Actor, ability: Ability): boolean =>
  (abilities[ability].roles as readonly string[]).includes(actor.role);

/** Decides on an ability and, where a rule narrows it, on the object; whatever no rule grants is refused. */
export function decide<A extends Ability>(actor: Actor, ability: A, ...subject: SubjectOf<A>): Decision {
  if (!holds(actor, ability)) return { allowed: false, rule: `role ${actor.role} does not hold ${ability}` };
  // Which subject goes with which ability, the signature has checked.
  const rule = rules[ability as keyof Subjects] as ((actor: Actor, subject: unknown) => Decision) | undefined;
  if (rule === undefined) return { allowed: true, rule: `role ${actor.role} holds ${ability}` };
  const [object] = subject;
  if (object === undefined) throw new Error(`${ability} must be decided on an object`);
  return rule(actor, object);
}

export const can = <A extends Ability>(actor: Actor, ability: A, ...subject: SubjectOf<A>): boolean =>
  decide(actor, ability, ...subject).allowed;

/** Throws `ABILITY_MISSING` unless the decision is yes. */
export function requireAbility<A extends Ability>(actor: Actor, ability: A, ...subject: SubjectOf<A>): void {
  const decision = decide(actor, ability, ...subject);
  if (!decision.allowed) throw new AppError("ABILITY_MISSING", { ability, rule: decision.rule });
}

/** Throws `NOT_FOUND` when the actor may not even know of the object, so that ids cannot be probed. */
export function requireVisible<A extends Ability>(
  actor: Actor,
  ability: A,
  noun: string,
  ...subject: SubjectOf<A>
): void {
  if (!can(actor, ability, ...subject)) throw new AppError("NOT_FOUND", { noun });
}
