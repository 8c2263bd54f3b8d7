import type { Db } from "../../db/connection.ts";
import type { RecordedEvent } from "../../outbox/consumer.ts";
import type { Change, Notice, Outbox } from "../../outbox/reactions.ts";
import { participantsOf } from "./access.ts";
import { findVersion } from "./store/forms.ts";
import { accountsOf, namePeople } from "./store/people.ts";
import { findRequest } from "./store/requests.ts";

type RequestEvent = Extract<RecordedEvent, { readonly payload: { readonly approvalId: string } }>["name"];

/** Whoever takes part reads it again; Inbox and lists too. */
async function changes({ payload }: RecordedEvent<RequestEvent>, db: Db): Promise<Change[]> {
  const request = await findRequest(db, payload.approvalId);
  if (request === undefined) return [];
  const moved = "from" in payload ? [payload.from] : [];
  const users = await accountsOf(db, [...participantsOf(request), ...moved]);
  return [
    { topic: "approvals", ids: [request.id], users },
    { topic: "inbox", users },
  ];
}

type Kind = Extract<Notice["kind"], `approval.${string}`>;

/** Tells people in the bell what happened to a request; not those who did it. */
async function tell(
  kind: Exclude<Kind, "approval.ended">,
  event: RecordedEvent<RequestEvent>,
  personIds: readonly string[],
  db: Db,
): Promise<Notice[]> {
  const about = await aboutRequest(event.payload.approvalId, db);
  if (about === undefined) return [];
  const accounts = await accountsOf(db, personIds);
  return accounts.filter((userId) => userId !== event.actor).map((userId) => ({ kind, userId, fields: about }));
}

async function aboutRequest(approvalId: string, db: Db) {
  const request = await findRequest(db, approvalId);
  if (request === undefined) return undefined;
  const form = await findVersion(db, request.formId, request.formVersion);
  const person = (await namePeople(db, [request.initiatorId])).get(request.initiatorId);
  if (form === undefined || person === undefined) return undefined;
  return { approvalId, number: String(request.number), form: form.definition.name, person: person.name };
}

const initiatorOf = async (approvalId: string, db: Db): Promise<string[]> => {
  const request = await findRequest(db, approvalId);
  return request === undefined ? [] : [request.initiatorId];
};

const ofForm = ({
  payload,
}: RecordedEvent<"approval.form-changed" | "approval.form-published" | "approval.form-retired">): Change[] => [
  { topic: "approval-forms", ids: [payload.formId] },
];

async function ofPerson(
  { payload }: RecordedEvent<"approval.absence-set" | "approval.absence-ended" | "approval.days-set">,
  db: Db,
): Promise<Change[]> {
  const people = "deputyId" in payload ? [payload.personId, payload.deputyId] : [payload.personId];
  return [{ topic: "approvals", users: await accountsOf(db, people) }];
}

export const approvalsOutbox: Outbox = {
  "approval.submitted": { changes },
  "approval.resubmitted": { changes },
  "approval.asked": { changes },
  "approval.decided": { changes },
  "approval.edited": { changes },
  "approval.returned": {
    changes,
    notices: async (event, db) =>
      event.payload.to === null
        ? tell("approval.returned", event, await initiatorOf(event.payload.approvalId, db), db)
        : [],
  },
  "approval.moved": {
    changes,
    // Who gets it finds it in the Inbox; who had it, when that was not the own doing, is told.
    notices: (event, db) => tell("approval.moved", event, [event.payload.from], db),
  },
  "approval.copied": { changes, notices: (event, db) => tell("approval.copied", event, event.payload.personIds, db) },
  "approval.commented": {
    changes,
    async notices(event, db) {
      const request = await findRequest(db, event.payload.approvalId);
      return request === undefined ? [] : tell("approval.commented", event, [...participantsOf(request)], db);
    },
  },
  "approval.urged": { changes, notices: (event, db) => tell("approval.urged", event, event.payload.personIds, db) },
  "approval.reminded": {
    changes,
    notices: (event, db) => tell("approval.reminded", event, [event.payload.personId], db),
  },
  "approval.ended": {
    changes,
    async notices({ actor, payload: { approvalId, outcome } }, db) {
      const about = await aboutRequest(approvalId, db);
      const accounts = await accountsOf(db, await initiatorOf(approvalId, db));
      if (about === undefined) return [];
      return accounts
        .filter((userId) => userId !== actor)
        .map((userId) => ({ kind: "approval.ended" as const, userId, fields: { ...about, outcome } }));
    },
  },
  "approval.form-changed": { changes: ofForm },
  "approval.form-published": { changes: ofForm },
  "approval.form-retired": { changes: ofForm },
  "approval.absence-set": { changes: ofPerson },
  "approval.absence-ended": { changes: ofPerson },
  "approval.days-set": { changes: ofPerson },
};
