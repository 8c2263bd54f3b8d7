import type { ItemState } from "@portico/contract/operations.ts";

/** What an item id stands for. */
export type ItemKey =
  | { readonly kind: "inbox"; readonly eventId: string }
  | { readonly kind: "outbox"; readonly eventId: number; readonly consumer: string }
  | { readonly kind: "rejected"; readonly id: number };

export function writeItemId(key: ItemKey): string {
  if (key.kind === "inbox") return `inbox:${key.eventId}`;
  if (key.kind === "outbox") return `outbox:${key.eventId}:${key.consumer}`;
  return `rejected:${key.id}`;
}

/** What the id stands for, or undefined when it is none of ours. */
export function readItemId(id: string): ItemKey | undefined {
  const inbox = /^inbox:([^\0]+)$/.exec(id);
  if (inbox?.[1] !== undefined) return { kind: "inbox", eventId: inbox[1] };
  const outbox = /^outbox:(\d{1,15}):([a-z]+)$/.exec(id);
  if (outbox?.[1] !== undefined && outbox[2] !== undefined) {
    return { kind: "outbox", eventId: Number(outbox[1]), consumer: outbox[2] };
  }
  const rejected = /^rejected:(\d{1,15})$/.exec(id);
  return rejected?.[1] === undefined ? undefined : { kind: "rejected", id: Number(rejected[1]) };
}

/** Where an item stands, by its marks. */
export function stateOf(item: {
  readonly doneAt: Date | null;
  readonly parkedAt: Date | null;
  readonly attempts: number;
}): ItemState {
  if (item.doneAt !== null) return "done";
  if (item.parkedAt !== null) return "parked";
  return item.attempts > 0 ? "retrying" : "waiting";
}

/** The part of a Matrix event that an operator may see: everything but what people wrote. */
export function envelopeOf(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { content: _content, unsigned: _unsigned, prev_content: _before, ...envelope } = event;
  return envelope;
}
