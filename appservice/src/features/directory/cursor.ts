import type { z } from "zod";
import { AppError } from "../../errors.ts";

/** Where a page of people ends: the values that the list is ordered by. */
export interface PeopleCursor {
  readonly name: string;
  readonly id: string;
}

/** The values that a list is ordered by, as a text that only this service reads. */
export const writeCursor = (values: readonly (string | boolean)[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

/** Throws `REQUEST_INVALID` for a cursor that this list did not give out. */
export function readCursor<Values>(text: string, shape: z.ZodType<Values>): Values {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch (cause) {
    throw new AppError(
      "REQUEST_INVALID",
      {},
      { cause, problems: [{ path: "query.cursor", message: "was not given out by this list" }] },
    );
  }
}
