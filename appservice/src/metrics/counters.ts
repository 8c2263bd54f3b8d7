import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { RequestHandler } from "express";

/** What is counted while it happens. */
export interface Counters {
  readonly registry: Registry;
  /** Times every request by its route, never by its address, which would name people. */
  readonly observeHttp: RequestHandler;
  /** An ability was asked for at a route, and the answer was yes or no. */
  readonly decided: (ability: string, allowed: boolean) => void;
  /** The homeserver delivered so many events, of which so many were not there before. */
  readonly eventsReceived: (received: number, stored: number) => void;
  /** The homeserver answered; status 0 when it did not. */
  readonly homeserverAnswered: (method: string, status: number, seconds: number) => void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the counters of one process, with those of Node itself. */
export function createCounters(): Counters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const http = new Histogram({
    name: "portico_http_request_duration_seconds",
    help: "Time to answer a request of the HTTP API",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers,
  });
  const homeserver = new Histogram({
    name: "portico_homeserver_request_duration_seconds",
    help: "Time that the homeserver took to answer us; status 0 is no answer",
    labelNames: ["method", "status"],
    buckets: SECONDS,
    registers,
  });
  const decisions = new Counter({
    name: "portico_policy_decisions_total",
    help: "Abilities asked for at the HTTP API",
    labelNames: ["ability", "decision"],
    registers,
  });
  const received = new Counter({
    name: "portico_intake_events_total",
    help: "Events that the homeserver delivered",
    labelNames: ["outcome"],
    registers,
  });
  return {
    registry,
    observeHttp: (request, response, next) => {
      const start = performance.now();
      response.once("close", () => {
        const path: unknown = Reflect.get(Object(request.route), "path");
        const route = typeof path === "string" ? path : "none";
        http.observe(
          { method: request.method, route, status: String(response.statusCode) },
          (performance.now() - start) / 1000,
        );
      });
      next();
    },
    decided(ability, allowed) {
      decisions.inc({ ability, decision: allowed ? "allow" : "refuse" });
    },
    eventsReceived(count, stored) {
      received.inc({ outcome: "stored" }, stored);
      received.inc({ outcome: "repeated" }, count - stored);
    },
    homeserverAnswered(method, status, seconds) {
      homeserver.observe({ method, status: String(status) }, seconds);
    },
  };
}
