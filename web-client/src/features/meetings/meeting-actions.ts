import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { ApiError } from "../../api/api-error.ts";
import type { RequestOf } from "../../api/types.ts";
import { showToast } from "../../components/toasts.ts";
import type { Call } from "../../media/call.ts";
import { guestEntry } from "./guest-entry.ts";

export type Action = RequestOf<"POST /api/meetings/{meetingId}/actions">["body"];

/** Does what a host may; a refusal is said and changes nothing. */
export const act = async (call: Call, body: Action): Promise<void> => {
  const meetingId = call.connection?.meetingId;
  if (meetingId === undefined) return;
  try {
    await api.call("POST /api/meetings/{meetingId}/actions", { params: { meetingId }, body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    showToast(errorText(error), "danger");
  }
};

export const endForAll = async (call: Call): Promise<void> => act(call, { action: "end" });

/** Raises or lowers the user's own hand; a guest by link asks with his entry. */
export const raiseHand = async (call: Call, raised: boolean): Promise<void> => {
  const meetingId = call.connection?.meetingId;
  const entry = guestEntry.peek();
  if (entry !== null) await api.call("POST /api/meeting-links/hand", { body: { ...entry, raised } });
  else if (meetingId !== undefined)
    await api.call("POST /api/meetings/{meetingId}/hand", { params: { meetingId }, body: { raised } });
};
