import { html, nothing } from "lit";
import { formatWhen } from "../../i18n/format.ts";
import { localized, t } from "../../i18n/i18n.ts";
import type { Task } from "./types.ts";
import "../../components/ui-badge.ts";

/** Where a task stands, as a badge. */
export const taskState = ({ state, overdue }: Task) => {
  if (overdue) return html`<ui-badge tone="danger">${t("tasks.overdue")}</ui-badge>`;
  const tones = { open: "neutral", doing: "info", done: "success" } as const;
  return html`<ui-badge .tone=${tones[state]}>${t(`tasks.state.${state}`)}</ui-badge>`;
};

/** Number, due date, steps and people in a line. */
export const taskLine = ({ number, dueAt, checklist, assignees }: Task, room: string | null = null) => {
  const ticked = checklist.filter(({ done }) => done).length;
  const parts = [
    `T-${number}`,
    ...(room === null ? [] : [room]),
    ...(dueAt === null ? [] : [t("tasks.due-on", { date: formatWhen(dueAt) })]),
    ...(checklist.length === 0 ? [] : [t("tasks.steps-done", { done: ticked, all: checklist.length })]),
    ...assignees.map(({ name }) => localized(name)),
  ];
  return parts.length === 0 ? nothing : parts.join(" · ");
};
