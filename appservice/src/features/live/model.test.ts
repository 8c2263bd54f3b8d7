import { describe, expect, test } from "vitest";
import type { Actor } from "../../policy/actor.ts";
import { maySee, resumeAt } from "./model.ts";

const account = (role: "admin" | "staff" | "guest" | "sales" | "auditor", userId: string): Actor => ({
  kind: role === "guest" ? "guest" : "staff",
  role,
  userId,
  name: { en: "", zh: "" },
  locale: "en",
  personId: null,
  guestId: null,
  sessionHash: "",
});

describe("who learns of a change", () => {
  const guests = { topic: "guests", users: ["@seller:x"], roles: ["admin"] } as const;
  const table = [
    ["whoever answers for the guest", account("sales", "@seller:x"), true],
    ["an administrator", account("admin", "@admin:x"), true],
    ["another seller", account("sales", "@other:x"), false],
    ["a named account without the ability", account("staff", "@seller:x"), false],
    ["a guest", account("guest", "@seller:x"), false],
    ["the launcher", { kind: "operator", role: "operator" } as Actor, false],
  ] as const;
  test.each(table)("%s", (_, actor, answer) => {
    expect(maySee(actor, { ...guests, users: [...guests.users], roles: [...guests.roles] })).toBe(answer);
  });
  test("what is for nobody in particular is for whoever may read the topic", () => {
    const change = { topic: "directory", users: null, roles: null } as const;
    expect(maySee(account("staff", "@a:x"), change)).toBe(true);
    expect(maySee(account("guest", "@a:x"), change)).toBe(false);
  });
});

describe("where a client goes on", () => {
  const kept = { first: 10, last: 20 };
  test.each([
    [undefined, { position: 20, reset: false }],
    [20, { position: 20, reset: false }],
    [15, { position: 15, reset: false }],
    [9, { position: 9, reset: false }],
    [8, { position: 20, reset: true }],
    [21, { position: 20, reset: true }],
  ])("after %s", (after, answer) => {
    expect(resumeAt(after, kept)).toEqual(answer);
  });
  test("when nothing is kept", () => {
    expect(resumeAt(5, { first: 0, last: 0 })).toEqual({ position: 0, reset: true });
    expect(resumeAt(0, { first: 0, last: 0 })).toEqual({ position: 0, reset: false });
  });
});
