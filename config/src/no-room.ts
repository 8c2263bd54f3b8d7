const CODES = ["ENOSPC", "EDQUOT"];

/** Whether something could not be written because the disk, or the account's share of it, is full. */
export const isNoRoom = (error: unknown): boolean =>
  error instanceof Error && "code" in error && CODES.includes(String(error.code));
