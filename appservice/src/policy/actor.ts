import type { Role } from "@portico/contract/roles.ts";
import type { LocalizedText, Locale } from "@portico/contract/common.ts";
import { AppError } from "../errors.ts";

/** Who asks: a signed-in account, or the launcher of this installation. */
export type Actor = AccountActor | OperatorActor;

export interface AccountActor {
  readonly kind: "staff" | "guest";
  readonly userId: string;
  readonly role: Role;
  readonly name: LocalizedText;
  readonly locale: Locale;
  readonly personId: string | null;
  readonly guestId: string | null;
  /** Hash of the session's token, to end just this session. */
  readonly sessionHash: string;
}

export interface OperatorActor {
  readonly kind: "operator";
  readonly role: "operator";
}

/** How the actor is named in records. */
export const actorName = (actor: Actor): string => (actor.kind === "operator" ? "operator" : actor.userId);

/** The actor as an account; throws `ABILITY_MISSING` for the launcher, which has none of its own. */
export function requireAccount(actor: Actor): AccountActor {
  if (actor.kind === "operator") throw new AppError("ABILITY_MISSING", { ability: "self" });
  return actor;
}
