import { signal } from "@preact/signals-core";
import type { LocalizedText } from "@portico/contract/common.ts";
import type { IntlMessageFormat } from "intl-messageformat";
import { readStored, writeStored } from "../lib/stored.ts";
import { baseTexts } from "./keys.ts";
import type { StringKey, TextSet } from "./keys.ts";
import { loadMessages } from "./load.ts";
import type { Messages, UiLocale } from "./load.ts";
import { fillSimple, isElaborate } from "./simple-message.ts";

export type { UiLocale } from "./load.ts";
type Values = Readonly<Record<string, string | number | Date>>;

const storageKey = "portico.locale";
const suggestedKey = "portico.locale-suggested";
const isLocale = (value: unknown): value is UiLocale => value === "en" || value === "zh" || value === "x-pseudo";

interface Dictionary {
  readonly locale: UiLocale;
  readonly messages: Messages;
  readonly formats: Map<string, InstanceType<typeof IntlMessageFormat>>;
}

const wanted = new Set<TextSet>(baseTexts);
/** Those that were asked for by name, there or on their way. */
const sought = new Map<TextSet, Promise<void>>();
/** The language asked for last; another one is on screen until its texts are there. */
let asked: UiLocale = "en";
const dictionary = signal<Dictionary>({ locale: "en", messages: {}, formats: new Map() });

/**
 * Writes plurals, numbers and dates. It comes after the sign-in form, which does
 * without; pages whose texts need it wait for it.
 */
const formatter = signal<typeof IntlMessageFormat | null>(null);

const loadFormatter = async (): Promise<void> => {
  formatter.value ??= (await import("intl-messageformat")).IntlMessageFormat;
};

/** The BCP 47 tag that dates and numbers are written in. */
const tagOf = (locale: UiLocale): string => (locale === "zh" ? "zh-CN" : "en-GB");

const show = async (locale: UiLocale): Promise<void> => {
  asked = locale;
  let loaded: Messages[];
  do {
    // oxlint-disable-next-line no-await-in-loop -- texts that were wanted meanwhile come along
    loaded = await Promise.all([...wanted].map(async (set) => loadMessages(set, locale)));
    if (asked !== locale) return;
  } while (loaded.length < wanted.size);
  dictionary.value = { locale, messages: Object.assign({}, ...loaded) as Messages, formats: new Map() };
  document.documentElement.lang = tagOf(locale);
};

/** The language on screen. Read in a render, it renders again when the language changes. */
export const currentLocale = (): UiLocale => dictionary.value.locale;

/** The language that the user chose on this device, if he did. */
const chosenLocale = (): UiLocale | null => readStored(storageKey, isLocale);

/** Shows the interface in the chosen language, else in the suggested, else in the browser's, and loads the texts every page needs. */
export const startI18n = async (): Promise<void> => {
  const browser = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
  await show(chosenLocale() ?? readStored(suggestedKey, isLocale) ?? browser);
  void loadFormatter();
};

/** Changes the language everywhere, without a reload, and remembers the choice on this device. */
export const chooseLocale = async (locale: UiLocale): Promise<void> => {
  writeStored(storageKey, locale);
  await show(locale);
};

/** Follows the language that an invitation was written in, unless the user chose one on this device. */
export const suggestLocale = async (locale: UiLocale): Promise<void> => {
  writeStored(suggestedKey, locale);
  if (chosenLocale() === null && locale !== dictionary.peek().locale) await show(locale);
};

/** Loads a set of texts for whatever language is on screen when they are there. */
const add = async (set: TextSet): Promise<void> => {
  wanted.add(set);
  const { locale } = dictionary.peek();
  const messages = await loadMessages(set, locale);
  if (Object.values(messages).some(isElaborate)) await loadFormatter();
  const now = dictionary.peek();
  if (now.locale === locale) dictionary.value = { ...now, messages: { ...now.messages, ...messages } };
  else await add(set);
};

const seek = async (set: TextSet): Promise<void> => {
  const seeking = sought.get(set) ?? add(set);
  sought.set(set, seeking);
  try {
    await seeking;
  } catch (error) {
    // Whoever tries again asks again.
    if (sought.get(set) === seeking) sought.delete(set);
    throw error;
  }
};

/** Makes sets of texts ready for `t`; pages name theirs in the route table. */
export const loadTexts = async (...sets: TextSet[]): Promise<void> => {
  await Promise.all(sets.map(seek));
};

/** Whether a key made of foreign parts, like the name of an event, has a text among those that are loaded. */
export const hasText = (key: string): key is StringKey => Object.hasOwn(dictionary.value.messages, key);

/** The text of a key in the current language, its ICU arguments filled. */
export const t = (key: StringKey, values?: Values): string => {
  const { locale, messages, formats } = dictionary.value;
  const message = messages[key];
  if (message === undefined) throw new Error(`The text "${key}" is not loaded; name its set in the route table`);
  if (typeof message === "string") return message;
  const Format = formatter.value;
  if (Format === null) return fillSimple(message, { ...values });
  const format = formats.get(key) ?? new Format(message, tagOf(locale));
  formats.set(key, format);
  return String(format.format({ ...values }));
};

/** The half of a two-language text that fits the current language; the other where that is empty. */
export const localized = (text: LocalizedText): string => {
  const [first, second] = currentLocale() === "zh" ? [text.zh, text.en] : [text.en, text.zh];
  return first === "" ? second : first;
};

/** The BCP 47 tag for `Intl` in the current language. */
export const intlTag = (): string => tagOf(currentLocale());
