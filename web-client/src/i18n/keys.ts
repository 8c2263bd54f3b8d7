/**
 * Every key of the interface texts, from the English files. A feature that adds
 * `strings.en.json` and `strings.zh.json` adds its line here.
 */
type KeysOf<Strings> = keyof Strings & string;

export type StringKey =
  | KeysOf<typeof import("./strings.en.json")>
  | KeysOf<typeof import("../api/strings.en.json")>
  | KeysOf<typeof import("../components/strings.en.json")>
  | KeysOf<typeof import("../shells/strings.en.json")>
  | KeysOf<typeof import("../features/admin/strings.en.json")>
  | KeysOf<typeof import("../features/chat/strings.en.json")>
  | KeysOf<typeof import("../features/directory/strings.en.json")>
  | KeysOf<typeof import("../features/guests/strings.en.json")>
  | KeysOf<typeof import("../features/sign-in/strings.en.json")>;

/** The sets of texts that load apart: one for each feature, and those every page needs. */
export const baseTexts = ["i18n", "api", "components"] as const;
export type TextSet = (typeof baseTexts)[number] | "shells" | "admin" | "chat" | "directory" | "guests" | "sign-in";
