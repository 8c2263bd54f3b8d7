import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/i18n.ts";
import type { Guest, IssuedLink } from "./types.ts";

const dayMs = 86_400_000;

/** Days that an access can be prolonged by. */
export const prolongations = [30, 90, 180] as const;

/** Lets the access go on for so many days from now; null when that could not be done. */
export async function prolong(guest: Guest, days: number): Promise<Guest | null> {
  const expiresAt = new Date(Math.max(Date.now() + days * dayMs, Date.parse(guest.expiresAt))).toISOString();
  try {
    const changed = await api.call("PUT /api/guests/{guestId}/end", {
      params: { guestId: guest.id },
      body: { expiresAt },
    });
    showToast(t("guests.prolonged", { name: guest.name, date: formatDate(changed.expiresAt) }));
    return changed;
  } catch (error) {
    showToast(errorText(error), "danger");
    return null;
  }
}

/** Shows another link for the guest; null when none was made. */
export async function newLink(guest: Guest): Promise<Guest | null> {
  const { DialogNewLink } = await import("./dialog-new-link.ts");
  const issued = await showDialog<IssuedLink>(Object.assign(new DialogNewLink(), { guest }));
  return issued?.guest ?? null;
}

/** Asks, and ends the access; null when it was not ended. */
export async function endAccess(guest: Guest): Promise<Guest | null> {
  const agreed = await confirmed({
    heading: t("guests.revoke-heading", { name: guest.name }),
    text: t("guests.revoke-text", { name: guest.name }),
    action: t("guests.revoke"),
    danger: true,
  });
  if (!agreed) return null;
  try {
    const ended = await api.call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    showToast(t("guests.revoked", { name: guest.name }));
    return ended;
  } catch (error) {
    showToast(errorText(error), "danger");
    return null;
  }
}
