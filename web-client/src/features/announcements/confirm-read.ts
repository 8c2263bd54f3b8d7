import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { showToast } from "../../components/toasts.ts";
import { t } from "../../i18n/i18n.ts";
import type { Announcement } from "./types.ts";

/** Confirms the edition that is shown. */
export const confirmRead = async ({ id, edition }: Announcement): Promise<void> => {
  try {
    await api.call("POST /api/announcements/{announcementId}/confirm", {
      params: { announcementId: id },
      body: { edition },
    });
    showToast(t("announcements.confirmed-done"));
  } catch (error) {
    showToast(errorText(error), "danger");
  }
};
