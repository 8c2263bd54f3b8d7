import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import { loadTexts, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";

/** What a new task begins with. */
export interface TaskStart {
  /** A room that Portico keeps; null: personal, or chosen in the dialog. */
  readonly roomId?: string | null;
  readonly title?: string;
  readonly text?: string;
  /** The message that it is made from. */
  readonly source?: { readonly roomId: string; readonly eventId: string };
  /** Stays where the user is. */
  readonly stay?: boolean;
}

const longest = 200;

/** Asks for a task, makes it and shows it. */
export async function newTask({ stay = false, ...start }: TaskStart = {}): Promise<void> {
  const [{ DialogTask }] = await Promise.all([import("./dialog-task.ts"), loadTexts("tasks")]);
  const made = await showDialog(Object.assign(new DialogTask(), { start }));
  if (made === null) return;
  if (stay) showToast(t("tasks.made", { number: made.number }));
  else navigate(`/work/tasks/${made.id}`);
}

/** A task from what somebody wrote: its first line is the title, all of it the text when there is more. */
export async function taskFromMessage(
  words: string,
  source: { readonly roomId: string; readonly eventId: string },
  managed: boolean,
): Promise<void> {
  const [first = ""] = words.trim().split("\n");
  const title = [...first].slice(0, longest).join("");
  const text = words.trim() === title ? "" : words.trim();
  return newTask({ roomId: managed ? source.roomId : null, title, text, source, stay: true });
}
