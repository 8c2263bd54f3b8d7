import type { MatrixCredentials } from "./credentials.ts";
import { LiveSession } from "./live-session.ts";
import { openOutboxStore } from "./outbox-store.ts";
import type { MatrixSession } from "./session.ts";

/** Begins the conversation side of a sign-in. Heavy: to be imported on demand. */
export const startMatrixSession = async (credentials: MatrixCredentials): Promise<MatrixSession> => {
  const session = new LiveSession(credentials, await openOutboxStore(credentials.userId));
  // Answers come when they come; the views show the connection.
  void session.start();
  return session;
};
