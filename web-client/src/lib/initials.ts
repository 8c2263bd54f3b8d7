/**
 * The one or two characters that stand for a name: the last two of its Chinese
 * part (the given name, as people there expect), else the first letters of the
 * first and the last word. What stands in brackets is no part of the name.
 */
export const initials = (name: string): string => {
  const text = name.replaceAll(/[(（][^)）]*[)）]/g, " ").trim();
  const chinese = /[\p{Script=Han}·]+/u.exec(text);
  if (chinese !== null) return Array.from(chinese[0]).slice(-2).join("");
  const [first = "", ...rest] = text.split(/\s+/);
  const last = rest.at(-1) ?? "";
  return `${Array.from(first)[0] ?? ""}${Array.from(last)[0] ?? ""}`.toUpperCase();
};
