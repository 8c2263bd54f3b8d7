import { t } from "../i18n/i18n.ts";
import { ApiError } from "./api-error.ts";

/** What a failed call means, in the user's language; ends with the request id where the operator needs it. */
export const errorText = (error: unknown): string => {
  if (!(error instanceof ApiError)) return t("error.UNKNOWN");
  const text = t(`error.${error.code}`, error.fields);
  return error.code === "INTERNAL" && error.requestId !== null
    ? t("error.with-request-id", { text, requestId: error.requestId })
    : text;
};
