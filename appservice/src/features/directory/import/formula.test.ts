import { expect, test } from "vitest";
import { isFormula } from "./formula.ts";

test.each(["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "\rx", " =1", "＝1+1", "＋A1"])(
  "%j is a formula",
  (cell) => {
    expect(isFormula(cell)).toBe(true);
  },
);

test.each(["", "Lin Wei", "+86 10 5555 0100", "-3", "+49 (0)30-1234", "a=b", "x@example.com", "-"])(
  "%j is a value",
  (cell) => {
    expect(isFormula(cell)).toBe(false);
  },
);
