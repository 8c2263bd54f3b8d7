/**
 * Whether a spreadsheet might run the cell when somebody opens an export of it:
 * it starts with tab, carriage return, `=`, `@` or their full-width forms; or
 * with `+` or `-` and is not merely a number or telephone number, because
 * `+86 10 5555 0100` and `-3` are honest values.
 */
export function isFormula(cell: string): boolean {
  const start = cell.trimStart();
  if (/^[\t\r]/.test(cell) || /^[=@＝＠]/u.test(start)) return true;
  return /^[+\-＋－]/u.test(start) && !/^[+\-＋－][\d\s().-]*$/u.test(start);
}
