import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import type { CallSource } from "../../media/call.ts";

/** Refusals that another attempt would meet again. */
const finals = {
  MEETING_REMOVED: "removed",
  MEETING_OVER: "over",
  MEETING_NONE: "over",
  MEETING_LOCKED: "refused",
  NOT_FOUND: "removed",
  ABILITY_MISSING: "removed",
  ACCOUNT_ENDED: "removed",
} as const;

const isFinalCode = (code: string): code is keyof typeof finals => Object.hasOwn(finals, code);

/** Connects somebody with an account to the meeting of a room. */
export const roomSource = (roomId: string, deviceId: string, ring: boolean): CallSource => ({
  connect: async () =>
    api.call("POST /api/rooms/{roomId}/meeting/join", { params: { roomId }, body: { deviceId, ring } }),
  isFinal: (error) => (error instanceof ApiError && isFinalCode(error.code) ? finals[error.code] : null),
});
