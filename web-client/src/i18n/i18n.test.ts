import { beforeEach, expect, test, vi } from "vitest";
import { currentLocale, chooseLocale, loadTexts, t } from "./i18n.ts";
import type { TextSet } from "./keys.ts";
import type { UiLocale } from "./load.ts";

const held = vi.hoisted(() => new Map<string, PromiseWithResolvers<void>>());
vi.mock(import("./load.ts"), async () => ({
  loadMessages: async (set: TextSet, locale: UiLocale) => {
    await held.get(`${set} ${locale}`)?.promise;
    return set === "guests" ? { "guests.title": locale } : set === "admin" ? { "admin.title": locale } : {};
  },
}));
vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
vi.stubGlobal("document", { documentElement: {} });

/** Keeps a set in a language back until it is let go. */
const hold = (set: TextSet, locale: UiLocale): (() => void) => {
  const gate = Promise.withResolvers<void>();
  held.set(`${set} ${locale}`, gate);
  return gate.resolve;
};
beforeEach(() => held.clear());

test("whoever wants texts that another has asked for waits for them as well", async () => {
  const letGo = hold("guests", "en");
  const first = loadTexts("guests");
  const second = loadTexts("guests").then(() => t("guests.title"));
  letGo();
  await first;
  await expect(second).resolves.toBe("en");
});

test("texts that come while the language changes are there in the new one", async () => {
  const letGo = hold("guests", "zh");
  const chosen = chooseLocale("zh");
  await loadTexts("admin");
  expect(t("admin.title")).toBe("en");
  letGo();
  await chosen;
  expect([t("guests.title"), t("admin.title")]).toEqual(["zh", "zh"]);
});

test("of two languages the one that was chosen last stays", async () => {
  const letGo = hold("guests", "en");
  const english = chooseLocale("en");
  await chooseLocale("zh");
  letGo();
  await english;
  expect(currentLocale()).toBe("zh");
});
