import type { DomainEvents } from "@portico/contract/events.ts";
import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox } from "../../outbox/reactions.ts";
import type { SuggestionRecord } from "./model.ts";
import { findSuggestion } from "./store.ts";

type SuggestionEvent = {
  [Name in keyof DomainEvents]: Name extends `suggestion.${string}` ? Name : never;
}[keyof DomainEvents];
type AboutOne = Exclude<SuggestionEvent, "suggestion.topic-set">;

/** Published ones are in everybody's list; others in their author's, their owner's and the administrators'. */
async function changes({ payload: { suggestionId } }: RecordedEvent<AboutOne>, db: Db): Promise<Change[]> {
  const suggestion = await findSuggestion(db, { id: suggestionId });
  if (suggestion === undefined) return [];
  const ids = [suggestionId];
  if (suggestion.published) return [{ topic: "suggestions", ids }];
  const users = [suggestion.author, suggestion.owner].flatMap((each) => each?.userId ?? []);
  return [{ topic: "suggestions", ids, users, roles: ["admin"] }];
}

type Kind = Extract<Notice["kind"], `suggestion.${string}`>;

const tell =
  (kind: Kind, whom: (suggestion: SuggestionRecord) => string | undefined) =>
  async ({ payload: { suggestionId } }: RecordedEvent<AboutOne>, db: Db): Promise<Notice[]> => {
    const suggestion = await findSuggestion(db, { id: suggestionId });
    const userId = suggestion && whom(suggestion);
    if (suggestion === undefined || userId === undefined) return [];
    return [{ kind, userId, fields: { suggestionId, number: String(suggestion.number), title: suggestion.title } }];
  };
const owner = (suggestion: SuggestionRecord) => suggestion.owner?.userId;
const author = (suggestion: SuggestionRecord) => suggestion.author?.userId;

export const suggestionsOutbox: Outbox = {
  "suggestion.received": { changes, notices: tell("suggestion.assigned", owner) },
  "suggestion.review-began": { changes },
  "suggestion.message-added": {
    changes,
    notices: (event, db) =>
      event.payload.from === "owner"
        ? tell("suggestion.question", author)(event, db)
        : tell("suggestion.reply", owner)(event, db),
  },
  "suggestion.decided": { changes, notices: tell("suggestion.decided", author) },
  "suggestion.completed": { changes },
  "suggestion.assigned": {
    // It also leaves the list of who had it.
    changes: async (event, db) =>
      (await changes(event, db)).map(({ users, ...change }) => (users === undefined ? change : change)),
    notices: tell("suggestion.assigned", owner),
  },
  "suggestion.topic-set": { changes: () => [{ topic: "suggestions" }] },
};
