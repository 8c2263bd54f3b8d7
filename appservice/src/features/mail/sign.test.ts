import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createSigner } from "./sign.ts";

const ours = createSigner("a-key-of-this-installation-only-0000");
const theirs = createSigner("a-key-of-another-installation-00000");

test("ids that we signed are known again, and no others", () => {
  const id = randomUUID();
  const messageId = ours.messageId(id, "example.com");
  expect(ours.ofMessageId(messageId)).toBe(id);
  expect(ours.ofMessageId(messageId.toUpperCase()), "some servers change the case").toBe(id);
  expect(ours.ofMessageId(` ${messageId.slice(1, -1)} `), "without brackets").toBe(id);
  expect(theirs.ofMessageId(messageId)).toBeUndefined();
  expect(ours.ofMessageId(messageId.replace(id, randomUUID()))).toBeUndefined();
  expect(ours.ofMessageId("<someone@else.example>")).toBeUndefined();
});

test("so are addresses to answer to", () => {
  const address = ours.replyAddress("support@example.com", "PT-1001-6");
  expect(address).toMatch(/^support\+pt-1001-6\.[0-9a-f]{24}@example\.com$/);
  expect(ours.ofAddress(address)).toBe("PT-1001-6");
  expect(ours.ofAddress(address.toUpperCase())).toBe("PT-1001-6");
  expect(theirs.ofAddress(address)).toBeUndefined();
  expect(ours.ofAddress(address.replace("1001-6", "1002-4"))).toBeUndefined();
  expect(ours.ofAddress("support@example.com")).toBeUndefined();
});
