import { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { logger as sdkLogger } from "matrix-js-sdk/lib/logger.js";
import type { Logger } from "matrix-js-sdk/lib/logger.js";
import { RoomNameType } from "matrix-js-sdk/lib/models/room.js";
import { MemoryStore } from "matrix-js-sdk/lib/store/memory.js";
import type { MatrixCredentials } from "./credentials.ts";

const silent = (): void => {};
/** The SDK reports in English to the console; what users must know comes as `Problem` and `Connection`. */
const quiet: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  getChild: () => quiet,
};

/** Parts of the SDK log through its own logger, whatever a client was given. */
const quieten = (): void => {
  if ("disableAll" in sdkLogger && typeof sdkLogger.disableAll === "function") sdkLogger.disableAll();
};

/** What the homeserver says to a token that it no longer knows (client-server API, "Standard error response"). */
const signedOut = (): Response =>
  Response.json({ errcode: "M_UNKNOWN_TOKEN", error: "This session has ended." }, { status: 401 });

/**
 * A client of the SDK without crypto, calls and stored data. `onAnswer` hears of
 * every answer of the homeserver and `onSilence` of every request without one:
 * sliding sync in the SDK does not report connection errors. From `over` on
 * nothing new is asked: the SDK goes on with what it has begun when it is
 * stopped while it starts, and the answer is known.
 */
export const createSdkClient = (
  credentials: MatrixCredentials,
  watch: { onAnswer: () => void; onSilence: () => void; over: AbortSignal },
): MatrixClient => {
  quieten();
  return new MatrixClient({
    baseUrl: credentials.homeserverUrl,
    userId: credentials.userId,
    deviceId: credentials.deviceId,
    accessToken: credentials.accessToken,
    store: new MemoryStore(),
    logger: quiet,
    disableVoip: true,
    // A room without a name gets one from its views, in the user's language.
    roomNameGenerator: (_roomId, state) => {
      if (state.type === RoomNameType.Generated) return state.names.join(", ");
      return state.type === RoomNameType.EmptyRoom ? (state.oldName ?? "") : null;
    },
    fetchFn: async (input, init) => {
      if (watch.over.aborted) return signedOut();
      try {
        const response = await fetch(input, init);
        // A gateway answers in place of a homeserver that is away.
        if (response.status >= 502 && response.status <= 504) watch.onSilence();
        else watch.onAnswer();
        return response;
      } catch (error) {
        if (!(init?.signal?.aborted ?? false)) watch.onSilence();
        throw error;
      }
    },
  });
};
