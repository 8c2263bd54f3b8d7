/**
 * Something a person can put right. The message says what is wrong and what to
 * do about it; the command line prints it without a stack.
 */
export class Problem extends Error {
  override readonly name = "Problem";
}

/** The words of any thrown thing. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
