import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { dialog } from "../support/browser/dialog.ts";
import { openByLink } from "../support/browser/links.ts";
import { openAs } from "../support/browser/people.ts";
import { field } from "../support/browser/room.ts";
import { test } from "../support/browser/test.ts";
import { inviteGuest } from "../support/factories.ts";
import { signIn } from "../support/sign-in.ts";

describe("settings", () => {
  test("have an address each, hold language, appearance and density, and remember them", async ({ open }) => {
    const profile = await openAs(open, "staff");
    const { page } = profile;
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Settings" }).click();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    await page.getByText("come from the company’s records").waitFor();
    await expectAccessible(profile, "the profile");

    await page.getByRole("link", { name: "Language and appearance" }).click();
    await page.waitForURL("**/settings/appearance");
    await page.getByText("Compact", { exact: true }).click();
    await page.getByText("简体中文", { exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "设置" }).waitFor();
    await page.reload();
    await page.getByRole("radio", { name: "紧凑" }).waitFor();
    expect(await page.getByRole("radio", { name: "紧凑" }).isChecked()).toBe(true);
    expect(await page.evaluate(() => document.documentElement.dataset["density"])).toBe("compact");
    await expectAccessible(profile, "language and appearance");
  });

  test("sign another device out, which notices at once", async ({ open }) => {
    const there = await openAs(open, "department_head");
    await there.page.getByRole("navigation", { name: "Rooms" }).getByRole("link").first().waitFor();
    const here = await openAs(open, "department_head", {}, "/settings/devices");
    const deviceId = await there.page.evaluate(() => {
      const { deviceId: id } = JSON.parse(localStorage.getItem("portico.credentials") ?? "{}") as { deviceId?: string };
      return id;
    });
    const entry = here.page.locator(`li[data-device="${deviceId}"]`);
    await entry.waitFor();
    await expectAccessible(here, "devices");
    there.problems.expect(/401/);
    await entry.getByRole("button", { name: /^Sign out/ }).click();
    await entry.waitFor({ state: "detached" });
    await there.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await here.page.getByText("This device").waitFor();
  });

  test("a guest has those that concern a guest, and the way back", async ({ open }) => {
    const { link } = await inviteGuest(await signIn("department_head"));
    const guest = await openByLink(open, link);
    const { page } = guest;
    await field(guest).waitFor();
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Settings" }).click();
    await page.getByText("entered your name when it invited you").waitFor();
    expect(await page.getByRole("link", { name: "Password" }).count()).toBe(0);
    await page.getByRole("link", { name: "Signed-in devices" }).click();
    await page.getByText("This device").waitFor();
    expect(await dialog(guest, "Sign out everywhere else?").count()).toBe(0);
    await page.getByRole("link", { name: "Conversation" }).click();
    await field(guest).waitFor();
  });
});
