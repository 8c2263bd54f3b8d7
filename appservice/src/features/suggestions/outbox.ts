import type { DomainEvents } from "@portico/contract/events.ts";
import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox } from "../../outbox/reactions.ts";
import type { SuggestionRecord } from "./model.ts";
import { findSuggestion } from "./store.ts";
import { findColleague } from "./topics/store.ts";

type SuggestionEvent = {
  [Name in keyof DomainEvents]: Name extends `suggestion.${string}` ? Name : never;
}[keyof DomainEvents];
type AboutOne = Exclude<SuggestionEvent, "suggestion.topic-set">;

/** Published ones are in everybody's list; others in their author's, their owner's and the administrators'. */
async function changes({ payload: { suggestionId } }: RecordedEvent<AboutOne>, db: Db): Promise<Change[]> {
  const suggestion = await findSuggestion(db, { id: suggestionId });
  if (suggestion === undefined) return [];
  const ids = [suggestionId];
  const users = [suggestion.author, suggestion.owner].flatMap((each) => each?.userId ?? []);
  return [
    suggestion.published ? { topic: "suggestions", ids } : { topic: "suggestions", ids, users, roles: ["admin"] },
    { topic: "inbox", users: suggestion.owner === null ? [] : [suggestion.owner.userId] },
  ];
}

/** It leaves the list of who had it before. */
async function assigned(event: RecordedEvent<"suggestion.assigned">, db: Db): Promise<Change[]> {
  const before = event.payload.from === null ? undefined : await findColleague(db, event.payload.from);
  const gone = before === undefined ? [] : [before.user_id];
  return (await changes(event, db)).map(({ users, ...change }) =>
    users === undefined ? change : { ...change, users: [...users, ...gone] },
  );
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
    changes: assigned,
    notices: tell("suggestion.assigned", owner),
  },
  "suggestion.topic-set": { changes: () => [{ topic: "suggestions" }] },
};
