import { html } from "lit";
import type { Tone } from "../../components/ui-badge.ts";
import { t } from "../../i18n/i18n.ts";
import type { StringKey } from "../../i18n/keys.ts";
import type { Item } from "./types.ts";
import "../../components/ui-badge.ts";

const tones: Readonly<Record<Item["state"], Tone>> = {
  waiting: "info",
  retrying: "warning",
  parked: "danger",
  done: "success",
  rejected: "danger",
};

const consumers: Readonly<Record<string, StringKey>> = {
  audit: "operations.consumer.audit",
  live: "operations.consumer.live",
  matrix: "operations.consumer.matrix",
  notifications: "operations.consumer.notifications",
};

/** Whom an item is for. */
export const consumerText = (consumer: string | null): string => {
  const key = consumers[consumer ?? ""];
  return key === undefined ? (consumer ?? "") : t(key);
};

/** The state of an item as a badge. */
export const itemState = (state: Item["state"]) =>
  html`<ui-badge .tone=${tones[state]}>${t(`operations.state.${state}`)}</ui-badge>`;
