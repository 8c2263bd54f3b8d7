import { showToast } from "../../components/toasts.ts";
import type { Problem } from "../../matrix/model.ts";
import { problemText } from "./texts.ts";

/** Says what went wrong, where something did. */
export const say = (problem: Problem | null, done?: string): void => {
  if (problem !== null) showToast(problemText(problem), "danger");
  else if (done !== undefined) showToast(done);
};
