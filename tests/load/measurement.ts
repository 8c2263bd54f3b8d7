import type { Bench } from "./installation.ts";
import type { Row } from "./rows.ts";

/** How large it may be: a few minutes for all, or the sizes that the figures are promised for. */
export type Extent = "quick" | "full";

/** One thing to measure, in an installation of its own. */
export interface Measurement {
  readonly name: string;
  readonly title: string;
  measure(bench: Bench, extent: Extent): Promise<Row[]>;
}
