import type { InboxItem } from "@portico/contract/inbox.ts";
import type { Route, RouteTable } from "@portico/contract/routes.ts";
import type { Router } from "express";
import type { z } from "zod";
import type { Db, Tx } from "../db/connection.ts";
import type { AccountActor, Actor } from "../policy/actor.ts";
import type { Job } from "../jobs/job.ts";
import type { Worker } from "../jobs/loop.ts";
import type { Metric } from "../metrics/metric.ts";
import type { MatrixEvent } from "../matrix/events.ts";
import type { EventStream } from "./event-stream.ts";
import type { Consumer } from "../outbox/consumer.ts";
import type { Outbox } from "../outbox/reactions.ts";

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a handler gets: everything validated, and who asks (null only on public routes without a session). */
export interface Call<R extends Route> {
  readonly actor: R["access"] extends "public" ? Actor | null : Actor;
  readonly params: Parsed<R["params"]>;
  readonly query: Parsed<R["query"]>;
  readonly body: Parsed<R["body"]>;
  /** Network address of who asks. */
  readonly address: string;
  /** The answer of a route that is declared as a stream. */
  readonly stream: R["stream"] extends true ? EventStream : undefined;
  /** Sets or, with null, clears the session cookie of the answer. */
  readonly setSessionCookie: (token: string | null, expiresAt?: Date) => void;
}

/** Resolves with the answer; of a stream, when it has ended. */
export type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<R["stream"] extends true ? void : z.input<R["response"]>>;
export type Handlers<Table extends RouteTable> = {
  readonly [Key in keyof Table]: Table[Key] extends Route ? Handler<Table[Key]> : never;
};

/** What a handler of Matrix events works with. */
export interface Turn {
  /** Committed together with the mark that the event was handled: what is written here happens exactly once. */
  readonly tx: Tx;
  /** Does the work when the transaction was committed, for waking loops; a crash before it loses it. */
  readonly afterwards: (work: () => void) => void;
}

/**
 * What waits for somebody in a capability, with nothing that the actor may not
 * see. A change of it is told by a live change `{ topic: "inbox", users }`.
 */
export type InboxSource = (actor: AccountActor, db: Db) => Promise<readonly InboxItem[]>;

/** One capability as the composition root sees it. */
export interface Feature {
  readonly name: string;
  readonly routes: RouteTable;
  readonly handlers: Readonly<Record<string, Handler<Route>>>;
  /** Matrix events that the capability listens to, in order per room. */
  readonly onMatrixEvent?: {
    readonly types: readonly string[];
    readonly handle: (event: MatrixEvent, turn: Turn) => Promise<void>;
  };
  /** What follows from domain events, its own and others': sends in Matrix, notices, changes to read anew. */
  readonly outbox?: Outbox;
  readonly inbox?: InboxSource;
  /** Work of its own on domain events, in their order, apart from that of others. */
  readonly consumers?: readonly Consumer[];
  /** Timers and background work; the queue tries again what fails. */
  readonly jobs?: readonly Job[];
  /** Loops that bring something to a wanted state, over and over. */
  readonly workers?: readonly Worker[];
  /** Addresses that speak another protocol than our API; before the routes of it. */
  readonly router?: Router;
  /** Called when there may be something new for the bridges to do. */
  readonly onBridgesCall?: () => void;
  /** Figures for those who watch the installation. */
  readonly metrics?: readonly Metric[];
}

interface FeatureDeclaration<Table extends RouteTable> extends Omit<Feature, "routes" | "handlers"> {
  readonly routes: Table;
  readonly handlers: Handlers<Table>;
}

/** Declares a capability; the compiler checks that every route of its table has a handler of the right shape. */
export const defineFeature = <const Table extends RouteTable>(feature: FeatureDeclaration<Table>): Feature =>
  // The table's exact handler types are narrower than the common one; register() only calls them with validated input.
  feature;
