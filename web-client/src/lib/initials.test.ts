import { expect, test } from "vitest";
import { initials } from "./initials.ts";

test.each([
  ["Shen Ruolan", "SR"],
  ["沈若兰", "若兰"],
  ["王芳", "王芳"],
  ["叶莲娜·彼得罗娃", "罗娃"],
  ["Priya van der Meer", "PM"],
  ["  Cher ", "C"],
  ["𠮷野家", "野家"],
  ["Song Yifan 宋一凡", "一凡"],
  ["吴海燕 (Jinghe Water Quality Centre)", "海燕"],
  ["Tom Hendriks (Veldmeer Laboratories)", "TH"],
  ["", ""],
])("%s is drawn as %s", (name, drawn) => {
  expect(initials(name)).toBe(drawn);
});
