import { errorText } from "../../api/error-text.ts";
import { t } from "../../i18n/i18n.ts";
import { MatrixError } from "../../matrix/matrix-error.ts";

/** Why signing in did not work, in words that say what to do. */
export const signInProblem = (error: unknown): string => {
  if (!(error instanceof MatrixError)) return errorText(error);
  if (error.isServerTrouble) return t("sign-in.server-down");
  if (error.isAccountEnded) return t("sign-in.account-ended");
  if (error.errcode === "M_FORBIDDEN") return t("sign-in.wrong-password");
  if (error.errcode === "M_LIMIT_EXCEEDED") {
    return t("error.RATE_LIMITED", { seconds: Math.ceil((error.retryAfter ?? 1000) / 1000) });
  }
  return t("error.HOMESERVER_REFUSED", { reason: error.message });
};
