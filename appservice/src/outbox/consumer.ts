import type { DomainEventName, DomainEvents } from "@portico/contract/events.ts";
import type { Tx } from "../db/connection.ts";

/** An event as consumers see it. */
export type RecordedEvent<Name extends DomainEventName = DomainEventName> = {
  readonly [N in Name]: {
    readonly id: number;
    readonly name: N;
    /** A user id, `operator`, or the name of a part of this service. */
    readonly actor: string;
    readonly stream: string;
    readonly payload: DomainEvents[N];
    readonly at: Date;
  };
}[Name];

interface CommonConsumer {
  readonly name: string;
  /** Which events it wants. */
  readonly wants: "all" | readonly DomainEventName[];
}

/** Whose whole effect is rows in our database: they are written in the transaction that marks the events as handled. */
export interface DatabaseConsumer extends CommonConsumer {
  readonly kind: "database";
  /** Gets events in order, several at a time; called again with one at a time when it throws. */
  apply(tx: Tx, events: readonly RecordedEvent[]): Promise<void>;
}

/** Who acts outside of our database: a crash can come between the act and its mark, so acting twice must come to the same. */
export interface OutsideConsumer extends CommonConsumer {
  readonly kind: "outside";
  /** Gets one event; events of other streams may be on their way at the same time. */
  deliver(event: RecordedEvent): Promise<void>;
}

/** One of those whom the outbox feeds. */
export type Consumer = DatabaseConsumer | OutsideConsumer;
