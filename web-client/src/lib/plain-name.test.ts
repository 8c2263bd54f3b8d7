import { isPlainName, plainName } from "@portico/contract/name-characters.ts";
import { expect, test } from "vitest";

test.each(["Li Na", "李娜", "María-José O’Neill", "ครู", "👩‍💻 team", "Ångström"])("%s is a name", (name) => {
  expect(isPlainName(name)).toBe(true);
  expect(plainName(name)).toBe(name);
});

test.each(["invoice\u202Efdp.exe", "Li\u0000Na", "a\nb", "\u2067Li", "\u200b\u200b", "", " ", "\u200fLi", "\u061cLi"])(
  "%j is none",
  (name) => {
    expect(isPlainName(name)).toBe(false);
  },
);

test("what misleads is left out where a name is shown", () => {
  expect(plainName("invoice\u202Efdp.exe")).toBe("invoicefdp.exe");
});
