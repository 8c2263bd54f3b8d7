import { ApiError } from "./api-error.ts";

/** Names of the form's fields that the service did not accept; empty when something else was wrong. */
export const refusedFields = (error: unknown): readonly string[] =>
  error instanceof ApiError
    ? error.problems.flatMap(({ path }) => {
        const [where, field] = path.split(".");
        return where === "body" && field !== undefined ? [field] : [];
      })
    : [];
