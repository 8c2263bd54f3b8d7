import { signal } from "@preact/signals-core";
import type { sanitise } from "./sanitise.ts";

/**
 * Cleans other people's HTML; null until its code is there. It comes beside the
 * conversation: few messages hold HTML, and these show their plain body first.
 */
export const sanitiser = signal<typeof sanitise | null>(null);

/** Loads it once. Without its code messages stay plain, and the shell offers to reload. */
export async function loadSanitiser(): Promise<void> {
  if (sanitiser.peek() !== null) return;
  try {
    sanitiser.value = (await import("./sanitise.ts")).sanitise;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
