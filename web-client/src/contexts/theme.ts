import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";
import { readStored, writeStored } from "../lib/stored.ts";

/** `system` follows the device; the others stay as chosen. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "portico.theme";
const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme);
const theme = signal<Theme>("system");

/** The chosen theme. */
export const currentTheme: ReadonlySignal<Theme> = theme;

const show = (value: Theme): void => {
  theme.value = value;
  // All colours are light-dark(): the used colour scheme is the whole switch.
  document.documentElement.style.colorScheme = value === "system" ? "" : value;
};

/** Applies the theme that was chosen on this device. */
export const startTheme = (): void => show(readStored(storageKey, isTheme) ?? "system");

/** Changes the theme at once and remembers it on this device. */
export const chooseTheme = (value: Theme): void => {
  writeStored(storageKey, value);
  show(value);
};
