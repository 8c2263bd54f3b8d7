import { expect, test } from "vitest";
import { grantsOf, nextHost } from "./model.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 11, 1, 9, minute));

test("a co-host follows the host, then who of the company is there longest, never an outsider", () => {
  const early = { identity: "early", role: "member", staff: true, since: at(1) } as const;
  const late = { identity: "late", role: "co-host", staff: true, since: at(5) } as const;
  const guest = { identity: "guest", role: "guest", staff: false, since: at(0) } as const;
  expect(nextHost([early, late, guest])).toBe("late");
  expect(nextHost([early, guest])).toBe("early");
  expect(nextHost([guest])).toBeNull();
  expect(nextHost([{ ...early, role: "host" }, late])).toBeNull();
});

test.each([
  ["all", "member", true],
  ["none", "member", false],
  ["none", "host", true],
  ["some", "member", false],
] as const)("drawing for %s: %s %s", (drawing, role, data) => {
  expect(grantsOf({ drawing, drawers: ["other"] }, { identity: "me", role })).toMatchObject({ data });
});

test("a guest shows no screen and draws where he is named", () => {
  expect(grantsOf({ drawing: "some", drawers: ["me"] }, { identity: "me", role: "guest" })).toEqual({
    camera: true,
    microphone: true,
    screen: false,
    data: true,
  });
});
