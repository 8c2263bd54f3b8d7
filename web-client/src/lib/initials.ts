/**
 * The one or two characters that stand for a name: the last two of a Chinese
 * name (the given name, as people there expect), else first letters.
 */
export const initials = (name: string): string => {
  const text = name.trim();
  const [first = "", ...rest] = text.split(/\s+/);
  if (/^\p{Script=Han}/u.test(text)) return Array.from(first).slice(-2).join("");
  const last = rest.at(-1) ?? "";
  return `${Array.from(first)[0] ?? ""}${Array.from(last)[0] ?? ""}`.toUpperCase();
};
