/** One value of a metric, told apart from the others by its labels. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * A figure that is looked up when somebody asks: a depth, an age, a version.
 * Names end with their unit, as Prometheus has it ("Metric and label naming").
 */
export interface Metric {
  readonly name: `portico_${string}`;
  readonly help: string;
  readonly labels?: readonly string[];
  /** `counter` for what only grows until whoever counts it starts anew; a gauge when absent. */
  readonly type?: "counter";
  /** May throw: the metric is left out then, and `portico_metric_missing` names it. */
  readonly read: () => Promise<readonly Reading[]> | readonly Reading[];
}
