import { ApiError } from "../../api/api-error.ts";

/** What the service did not accept of the values, by field; null when it refused for another reason. */
export const valueProblems = (error: unknown): Record<string, string> | null => {
  if (!(error instanceof ApiError) || error.code !== "REQUEST_INVALID") return null;
  const found = error.problems.flatMap(({ path, message }) => {
    const [, rest] = /^body\.(?:action\.)?values\.(.+)$/.exec(path) ?? [];
    return rest === undefined ? [] : [[rest, message] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
};
