import { gather, type Merged } from "./derive.ts";

type Streams = Merged<"events">;

/**
 * Domain events: facts in the past tense, written in the transaction of the
 * change they tell of. Each capability declares its own with their payloads.
 */
export type DomainEvents = { readonly [Name in keyof Streams]: Parameters<Streams[Name]>[0] };
export type DomainEventName = keyof DomainEvents;

/** What an event is about; events of one stream reach each consumer in order, one after the other. */
export type EventStreams = { readonly [Name in DomainEventName]: (payload: DomainEvents[Name]) => string };
export const eventStreams: EventStreams = gather("events");
