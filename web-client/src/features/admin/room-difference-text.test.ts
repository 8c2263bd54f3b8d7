import { expect, test } from "vitest";
import { sidesText } from "./room-difference-text.ts";

const powers = { users: { "@han:s": 75 }, ban: 100, invite: 50 };

test.each([
  ["only what differs is told", powers, { ...powers, ban: 50 }, "ban: 100", "ban: 50"],
  ["what is there on one side only", { users: {} }, { users: { "@sun:s": 100 } }, "–", "users @sun:s: 100"],
  ["a whole content that is missing", { name: "Sales" }, null, 'name: "Sales"', "–"],
  ["a list is one value", { via: ["a"] }, { via: ["a", "b"] }, 'via: ["a"]', 'via: ["a","b"]'],
  ["nothing differs", powers, powers, "–", "–"],
])("%s", (_, wanted, actual, left, right) => {
  expect(sidesText({ type: "m.room.power_levels", wanted, actual })).toEqual({ wanted: left, actual: right });
});
