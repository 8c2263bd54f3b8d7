import { z } from "zod";
import { AppError } from "../../errors.ts";

/** Where a page of people ends: the values that the list is ordered by. */
export interface PeopleCursor {
  readonly name: string;
  readonly id: string;
}

const Parts = z.tuple([z.string(), z.string()]);

export const writeCursor = ({ name, id }: PeopleCursor): string =>
  Buffer.from(JSON.stringify([name, id])).toString("base64url");

/** Throws `REQUEST_INVALID` for a cursor that no list gave out. */
export function readCursor(text: string): PeopleCursor {
  try {
    const [name, id] = Parts.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    return { name, id };
  } catch (cause) {
    throw new AppError(
      "REQUEST_INVALID",
      {},
      { cause, problems: [{ path: "query.cursor", message: "was not given out by this list" }] },
    );
  }
}
