import { t } from "../i18n/i18n.ts";
import { ApiError } from "./api-error.ts";
import type { ProblemCode } from "./api-error.ts";

/** What an error code of the API means, in the user's language. */
export const codeText = (code: ProblemCode, fields: ApiError["fields"]): string => t(`error.${code}`, fields);

/** What a failed call means, in the user's language; ends with the request id where the operator needs it. */
export const errorText = (error: unknown): string => {
  if (!(error instanceof ApiError)) return t("error.UNKNOWN");
  const text = codeText(error.code, error.fields);
  return error.code === "INTERNAL" && error.requestId !== null
    ? t("error.with-request-id", { text, requestId: error.requestId })
    : text;
};
