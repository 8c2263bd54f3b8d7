import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";

const query = matchMedia("(max-width: 45rem)");
const narrow = signal(query.matches);
query.addEventListener("change", () => (narrow.value = query.matches));

/** Whether the window is as narrow as a phone. */
export const isNarrow: ReadonlySignal<boolean> = narrow;
