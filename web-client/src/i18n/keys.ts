import type api from "../api/strings.en.json";
import type components from "../components/strings.en.json";
import type shells from "../shells/strings.en.json";
import type admin from "../features/admin/strings.en.json";
import type audit from "../features/audit/strings.en.json";
import type chat from "../features/chat/strings.en.json";
import type directory from "../features/directory/strings.en.json";
import type guests from "../features/guests/strings.en.json";
import type notifications from "../features/notifications/strings.en.json";
import type operations from "../features/operations/strings.en.json";
import type signIn from "../features/sign-in/strings.en.json";

/**
 * Every key of the interface texts, from the English files. A feature that adds
 * `strings.en.json` and `strings.zh.json` adds its two lines here.
 */
export type StringKey = keyof (typeof api &
  typeof components &
  typeof shells &
  typeof admin &
  typeof audit &
  typeof chat &
  typeof directory &
  typeof guests &
  typeof notifications &
  typeof operations &
  typeof signIn);

/** The sets of texts that load apart: one for each feature, and those every page needs. */
export const baseTexts = ["api", "components"] as const;
export type TextSet =
  | (typeof baseTexts)[number]
  | "shells"
  | "admin"
  | "audit"
  | "chat"
  | "directory"
  | "guests"
  | "notifications"
  | "operations"
  | "sign-in";
