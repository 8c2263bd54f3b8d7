import { currentLocale } from "../../i18n/i18n.ts";
import english from "emoji-picker-element-data/en/emojibase/data.json?url";
import chinese from "emoji-picker-element-data/zh/emojibase/data.json?url";

/** One emoji with the words that find it. */
export interface Emoji {
  readonly emoji: string;
  readonly name: string;
  readonly words: string;
  readonly group: number;
}

interface Row {
  readonly emoji: string;
  readonly annotation: string;
  readonly group: number;
  readonly tags?: readonly string[];
}

const load = async (address: string): Promise<readonly Row[]> => {
  const answer = await fetch(address);
  if (!answer.ok) throw new TypeError(`the emoji could not be had: ${answer.status}`);
  return (await answer.json()) as readonly Row[];
};

let loaded: Promise<readonly Emoji[]> | undefined;

const join = async (): Promise<readonly Emoji[]> => {
  const [own, other] = await Promise.all([load(english), load(chinese)]);
  const chineseBy = new Map(other.map((row) => [row.emoji, row]));
  return (
    own
      // Group 2 holds skin tones and hair by themselves.
      .filter((row) => row.group !== 2)
      .map((row) => {
        const also = chineseBy.get(row.emoji);
        const name = currentLocale() === "zh" ? (also?.annotation ?? row.annotation) : row.annotation;
        const words = [row.annotation, ...(row.tags ?? []), also?.annotation ?? "", ...(also?.tags ?? [])].join(" ");
        return { emoji: row.emoji, name, words: words.toLowerCase(), group: row.group };
      })
  );
};

/** All emoji in their usual order, found by words of both languages. Rejects with `TypeError` when they cannot be had. */
export const allEmoji = async (): Promise<readonly Emoji[]> => {
  loaded ??= join();
  try {
    return await loaded;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
};
