import { expect, test } from "vitest";
import { deviceIdentity, hashedIdentity, sfuRoomOf } from "./names.ts";

// The vectors of MSC4195's reference service.
test("names of rooms and identities are those that every MatrixRTC client expects", () => {
  expect(sfuRoomOf("!roomid:example.com", "slot1234")).toBe("O8437W3+jmzMVjoIP3tNwbm+XxHQk2iKpOA7aqw3qSc");
  expect(sfuRoomOf("!roomid:example.com")).toBe("F4oOprKFBq6JHqy2qYpq6UQQmR7hCvxkQQoUrd0+SbI");
  expect(hashedIdentity("@alice:example.com", "DEVICE123", "memberABC")).toBe(
    "J+T45tGruxc+HrUOqJJlyQSV33m728Cme4+vt8/SWrU",
  );
  expect(deviceIdentity("@a:example.com", "DEV")).toBe("@a:example.com:DEV");
});
