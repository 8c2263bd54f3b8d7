/** One emoji as a reader sees it: with a skin tone, joined from several, a flag, or a key cap. */
const emoji = /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2})/u;
/** Code units that three emoji can have: a family of four with skin tones has 25. */
const LONGEST = 90;

/** Whether a text is one to three emoji and nothing else. Takes the same short time whatever somebody wrote. */
export const isFewEmoji = (text: string): boolean => {
  const trimmed = text.length > 4 * LONGEST ? "" : text.trim();
  if (trimmed === "" || trimmed.length > LONGEST) return false;
  const seen = [...new Intl.Segmenter().segment(trimmed)];
  return seen.length <= 3 && seen.every(({ segment }) => emoji.test(segment));
};
