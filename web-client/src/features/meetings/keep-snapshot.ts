import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { Session } from "../../contexts/session.ts";
import { t } from "../../i18n/i18n.ts";
import { uploadMedia } from "../../matrix/upload-media.ts";

/** Puts a picture of the shared screen into the meeting's room. Says in words what came of it. */
export async function keepSnapshot(
  session: Session,
  meetingId: string,
  { blob, width, height }: { readonly blob: Blob; readonly width: number; readonly height: number },
): Promise<{ readonly words: string; readonly failed: boolean }> {
  const mediaUrl = await uploadMedia(session.credentials, blob, "meeting.png");
  if (mediaUrl === null) return { words: t("meetings.snapshot-failed"), failed: true };
  try {
    await api.call("POST /api/meetings/{meetingId}/snapshots", {
      params: { meetingId },
      body: { mediaUrl, width, height, bytes: blob.size },
    });
    return { words: t("meetings.snapshot-kept"), failed: false };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { words: errorText(error), failed: true };
  }
}
