import { z } from "zod";
import { ErrorCodeName } from "./names.ts";

/** One thing that is wrong in a request: where (a path like `people[3].email`) and what. */
export const Problem = z
  .object({ path: z.string(), message: z.string() })
  .meta({ id: "Problem", description: "What is wrong, and where" });

const fields = z.record(z.string(), z.union([z.string(), z.number()]));

/** The body of every answer that is not a success. */
export const ErrorBody = z
  .object({
    code: ErrorCodeName,
    message: z.string().meta({ description: "For people, in English" }),
    fields,
    problems: z.array(Problem).optional(),
    requestId: z.string(),
  })
  .meta({ id: "ErrorBody", description: "Why a request was refused" });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** An error that is kept or that work in the background met: the code and fields of the table, and what happened in English. */
export const Hindrance = z
  .object({
    code: ErrorCodeName,
    fields,
    detail: z.string().meta({ description: "For programs and logs, in English" }),
  })
  .meta({ id: "Hindrance", description: "Why something was refused or does not go on" });
export type Hindrance = z.infer<typeof Hindrance>;
