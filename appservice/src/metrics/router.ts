import { Router } from "express";
import { Counter, Gauge } from "prom-client";
import { AppError } from "../errors.ts";
import { bearerToken, sameSecret } from "../http/bearer.ts";
import type { Log } from "../log/logger.ts";
import type { Counters } from "./counters.ts";
import type { Metric } from "./metric.ts";

interface MetricsParts {
  readonly counters: Counters;
  readonly metrics: readonly Metric[];
  /** Null: there are no figures, and the address is unknown. */
  readonly token: string | null;
  readonly log: Log;
}

/** `GET /metrics` in the text format of Prometheus, for whoever holds the token. */
export function createMetricsRouter({ counters: { registry }, metrics, token, log }: MetricsParts): Router {
  const registers = [registry];
  const missing = new Gauge({
    name: "portico_metric_missing",
    help: "1 for a metric that could not be looked up",
    labelNames: ["metric"],
    registers,
  });
  const shown = metrics.map((metric) => {
    const options = { name: metric.name, help: metric.help, labelNames: [...(metric.labels ?? [])], registers };
    return { metric, series: metric.type === "counter" ? new Counter(options) : new Gauge(options) };
  });

  async function look(): Promise<void> {
    await Promise.all(
      shown.map(async ({ metric, series }) => {
        try {
          const readings = await metric.read();
          series.reset();
          for (const { labels = {}, value } of readings) series.inc({ ...labels }, value);
          missing.set({ metric: metric.name }, 0);
        } catch (error) {
          // An old figure would look like a present one.
          series.reset();
          if (metric.labels === undefined) series.remove();
          missing.set({ metric: metric.name }, 1);
          log.warn({ err: error, metric: metric.name }, "a metric could not be looked up");
        }
      }),
    );
  }

  const router = Router();
  if (token === null) return router;
  router.get("/metrics", async (request, response) => {
    const given = bearerToken(request.headers.authorization);
    if (given === undefined) throw new AppError("SESSION_MISSING");
    if (!sameSecret(given, token)) throw new AppError("SESSION_INVALID");
    await look();
    response.setHeader("Cache-Control", "no-store");
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
