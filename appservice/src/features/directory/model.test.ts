import { expect, test } from "vitest";
import { displayName } from "./model.ts";

test.each([
  ["both scripts, the installation's first", "Lin Wei", "林薇", null, "zh", "林薇 Lin Wei"],
  ["both scripts, the installation's first", "Lin Wei", "林薇", null, "en", "Lin Wei 林薇"],
  ["one script", "Grace Adeyemi", "", null, "zh", "Grace Adeyemi"],
  ["the same text twice", "Tom", "Tom", null, "en", "Tom"],
  ["an outsider", "Wu Haiyan", "吴海燕", "泾禾水务", "zh", "Wu Haiyan (泾禾水务)"],
] as const)("%s", (_, name_en, name_zh, company, locale, shown) => {
  expect(displayName({ name_en, name_zh, company }, locale)).toBe(shown);
});
