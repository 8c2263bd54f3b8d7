const DIVIDERS =
  /^\s*-{2,}\s*(original message|forwarded message|原始邮件|原邮件|回复的原邮件|ursprüngliche nachricht)\s*-{2,}\s*$/i;
const INTRODUCTIONS = [
  /^\s*On .{5,300}\bwrote:\s*$/i,
  /^\s*在.{3,300}写道[:：]\s*$/,
  /^\s*于.{3,300}写道[:：]\s*$/,
  /^\s*Am .{5,300} schrieb .{1,200}:\s*$/i,
];
const FROM = /^\s*\*?(from|发件人|寄件者)\*?\s*[:：]/i;
const SENT = /^\s*\*?(sent|date|发送时间|日期|寄件日期)\*?\s*[:：]/i;
const isQuoted = (line: string): boolean => /^\s*>/.test(line) || line.trim() === "";

/** Where the mail that is answered begins, or the number of lines. */
function quoteStart(lines: readonly string[]): number {
  for (const [at, line] of lines.entries()) {
    if (DIVIDERS.test(line)) return at;
    // The head of the mail that is answered, as Outlook writes it.
    if (FROM.test(line) && lines.slice(at + 1, at + 4).some((next) => SENT.test(next))) return at;
    const joined = `${line.trimEnd()} ${(lines[at + 1] ?? "").trim()}`;
    const two = !INTRODUCTIONS.some((each) => each.test(line)) && INTRODUCTIONS.some((each) => each.test(joined));
    const introduced = two || INTRODUCTIONS.some((each) => each.test(line));
    // Answers between the quoted lines belong to the mail.
    if (introduced && lines.slice(at + (two ? 2 : 1)).every(isQuoted)) return at;
  }
  let end = lines.length;
  while (end > 0 && isQuoted(lines[end - 1] ?? "")) end -= 1;
  return end;
}

/** What somebody wrote, without the mail that it answers; all of it where nothing else would be left. */
export function withoutQuote(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const own = lines.slice(0, quoteStart(lines)).join("\n").trim();
  return own === "" ? text.trim() : own;
}
