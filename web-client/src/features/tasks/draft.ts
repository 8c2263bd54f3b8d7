import { localized } from "../../i18n/i18n.ts";
import type { TaskPerson } from "./task-people.ts";
import type { Task } from "./types.ts";

/** A task as its form holds it. */
export interface TaskDraft {
  readonly title: string;
  readonly text: string;
  /** Empty: personal. */
  readonly roomId: string;
  /** Local date and time as the control writes it; empty: none. */
  readonly due: string;
  /** One step a line. */
  readonly steps: string;
  readonly people: readonly TaskPerson[];
}

export const emptyDraft = (): TaskDraft => ({ title: "", text: "", roomId: "", due: "", steps: "", people: [] });

const two = (value: number): string => String(value).padStart(2, "0");

/** A moment as a control of date and time wants it, in the device's zone. */
export const localMoment = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;

export const draftOf = ({ title, text, room, dueAt, checklist, assignees }: Task): TaskDraft => ({
  title,
  text,
  roomId: room?.roomId ?? "",
  due: dueAt === null ? "" : localMoment(new Date(dueAt)),
  steps: checklist.map((item) => item.text).join("\n"),
  people: assignees,
});

export type DraftField = "title" | "text" | "due" | "steps" | "people";

const said: Readonly<Record<DraftField, (draft: TaskDraft) => string>> = {
  title: ({ title }) => title,
  text: ({ text }) => text,
  due: ({ due }) => due.replace("T", " "),
  steps: ({ steps }) => steps,
  people: ({ people }) => people.map(({ name }) => localized(name)).join(", "),
};

/** Where two versions differ, in the words of both. */
export const conflictLines = (
  mine: TaskDraft,
  theirs: TaskDraft,
): { readonly field: DraftField; readonly mine: string; readonly other: string }[] =>
  (Object.keys(said) as DraftField[])
    .map((field) => ({ field, mine: said[field](mine), other: said[field](theirs) }))
    .filter((line) => line.mine !== line.other);
