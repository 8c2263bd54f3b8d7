import type { Suggestion, SuggestionMessage } from "@portico/contract/suggestions.ts";
import type { Actor } from "../../policy/actor.ts";
import { can } from "../../policy/engine.ts";
import { isOpen, isOverdue, type SuggestionRecord } from "./model.ts";

/** A suggestion as the API shows it; without an actor as its anonymous author sees it. */
export function presentSuggestion(suggestion: SuggestionRecord, actor: Actor | null, now: Date): Suggestion {
  const { authorId, ownerId: _ownerId, receivedAt, dueAt, answeredAt, ...rest } = suggestion;
  return {
    ...rest,
    anonymous: authorId === null,
    receivedAt: receivedAt.toISOString(),
    dueAt: isOpen(suggestion.state) ? dueAt.toISOString() : null,
    overdue: isOverdue(suggestion, now),
    answeredAt: answeredAt?.toISOString() ?? null,
    abilities:
      actor === null
        ? []
        : (["suggestion.handle", "suggestion.vote"] as const).filter((name) => can(actor, name, suggestion)),
  };
}

export const presentMessages = (
  messages: readonly (Omit<SuggestionMessage, "at"> & { readonly at: Date })[],
): SuggestionMessage[] => messages.map((message) => ({ ...message, at: message.at.toISOString() }));
