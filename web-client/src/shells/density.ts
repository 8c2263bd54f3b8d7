import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import { readStored, writeStored } from "../lib/stored.ts";

/** How much room rows and controls take; `styles/tokens.css` has the sizes. */
export const densities = ["comfortable", "compact"] as const;
export type Density = (typeof densities)[number];

const storageKey = "portico.density";
const isDensity = (value: unknown): value is Density => densities.includes(value as Density);
const density = signal<Density>("comfortable");

/** The chosen density. */
export const currentDensity: ReadonlySignal<Density> = density;

const show = (value: Density): void => {
  density.value = value;
  document.documentElement.dataset["density"] = value;
};

/** Applies the density that was chosen on this device. */
export const startDensity = (): void => show(readStored(storageKey, isDensity) ?? "comfortable");

/** Changes the density at once and remembers it on this device. */
export const chooseDensity = (value: Density): void => {
  writeStored(storageKey, value);
  show(value);
};
