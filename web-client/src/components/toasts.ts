import { signal } from "@preact/signals-core";
import type { ReadonlySignal } from "@preact/signals-core";

/** A short notice that goes by itself. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "info" | "success" | "danger";
}

/** How long a notice stays, milliseconds: what went wrong is read more slowly. */
const stays = { info: 4000, success: 4000, danger: 9000 } as const;

const list = signal<readonly Toast[]>([]);
let last = 0;

/** The notices on screen, oldest first. */
export const toasts: ReadonlySignal<readonly Toast[]> = list;

/** Takes a notice away. */
export const dismissToast = (id: number): void => {
  list.value = list.peek().filter((toast) => toast.id !== id);
};

/** Says in passing what happened. What the user must act on belongs into a banner or dialog instead. */
export const showToast = (text: string, tone: Toast["tone"] = "success"): void => {
  last += 1;
  const id = last;
  list.value = [...list.peek().slice(-2), { id, text, tone }];
  setTimeout(() => dismissToast(id), stays[tone]);
};
