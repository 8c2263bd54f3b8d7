import type { OperationsDetail, OperationsItem } from "@portico/contract/operations.ts";
import type { InboxRejectedRow } from "../../db/tables/inbox-event.ts";
import type { MatrixSendRow } from "../../db/tables/matrix-send.ts";
import { envelopeOf, stateOf, writeItemId } from "./model.ts";
import type { ItemRecord } from "./store.ts";

export const presentItem = (item: ItemRecord): OperationsItem => ({
  id: writeItemId(
    item.consumer === null
      ? { kind: "inbox", eventId: String(item.eventId) }
      : { kind: "outbox", eventId: Number(item.eventId), consumer: item.consumer },
  ),
  direction: item.consumer === null ? "inbox" : "outbox",
  state: stateOf(item),
  what: item.what,
  consumer: item.consumer,
  stream: item.stream,
  at: item.at.toISOString(),
  attempts: item.attempts,
  problem: item.problem,
  version: item.replays,
});

export const presentRejected = (row: InboxRejectedRow): OperationsItem => ({
  id: writeItemId({ kind: "rejected", id: row.id }),
  direction: "inbox",
  state: "rejected",
  what: "?",
  consumer: null,
  stream: row.transaction_id,
  at: row.received_at.toISOString(),
  attempts: 0,
  problem: row.problem,
  version: 0,
});

interface Way {
  readonly sends: readonly MatrixSendRow[];
  readonly replays: readonly { readonly actor: string; readonly at: Date }[];
  readonly behind: number;
}

/** An item with its way so far, in the order of time. */
export function presentDetail(item: ItemRecord, { sends, replays, behind }: Way): OperationsDetail {
  const steps: { step: OperationsDetail["timeline"][number]["step"]; at: Date | null; detail: string | null }[] = [
    { step: item.consumer === null ? "received" : "recorded", at: item.at, detail: item.actor },
    ...sends.flatMap((send) => [
      { step: "sent" as const, at: send.sent_at, detail: send.matrix_event_id },
      { step: "acknowledged" as const, at: send.acknowledged_at, detail: send.matrix_event_id },
    ]),
    { step: "handled", at: item.doneAt, detail: item.consumer },
    { step: "parked", at: item.parkedAt, detail: item.problem },
    ...replays.map(({ actor, at }) => ({ step: "replayed" as const, at, detail: actor })),
  ];
  return {
    item: presentItem(item),
    timeline: steps
      .flatMap(({ step, at, detail }) => (at === null ? [] : [{ step, at: at.toISOString(), detail }]))
      .sort((left, right) => left.at.localeCompare(right.at)),
    behind,
    content: item.consumer === null ? envelopeOf(item.content) : { ...item.content },
  };
}
