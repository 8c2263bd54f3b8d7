import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { MatrixSession } from "./session.ts";

const clients = new WeakMap<MatrixSession, MatrixClient>();

/** Keeps which client of the SDK a session runs on, for parts of this folder that load later. */
export const keepClient = (session: MatrixSession, client: MatrixClient): void => {
  clients.set(session, client);
};

/** The client of the SDK that a session runs on. */
export const clientOf = (session: MatrixSession): MatrixClient | undefined => clients.get(session);
