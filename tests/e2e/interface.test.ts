import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { accountOf, enterPassword, inside, openAs } from "../support/browser/people.ts";
import { dialog } from "../support/browser/dialog.ts";
import type { Profile } from "../support/browser/profile.ts";
import { enterRoom, field } from "../support/browser/room.ts";
import { test } from "../support/browser/test.ts";

async function chooseInAccountMenu({ page }: Profile, entry: string): Promise<void> {
  await page.getByRole("button", { name: /^(?:Account|帐号)/ }).click();
  await page.getByRole("menuitemradio", { name: entry }).click();
}

describe("the interface", () => {
  test("changes between English and Chinese without loading the page again", async ({ open }) => {
    const profile = await openAs(open, "staff");
    const { page } = profile;
    await enterRoom(profile, "Everyone");
    await page.evaluate(() => Object.assign(globalThis, { same: true }));
    await chooseInAccountMenu(profile, "简体中文");
    await page.getByRole("link", { name: "通讯录" }).waitFor();
    await page.getByRole("heading", { name: "固件与软件部" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
    await chooseInAccountMenu(profile, "English");
    await page.getByRole("link", { name: "People" }).waitFor();
    expect(await page.evaluate(() => "same" in globalThis)).toBe(true);
  });

  test("is dark where the device is or where it was chosen, and remembers the choice", async ({ open }) => {
    const background = ({ page }: Profile) =>
      page.evaluate(() => {
        const channels =
          getComputedStyle(document.documentElement)
            .backgroundColor.match(/[\d.]+/g)
            ?.map(Number) ?? [];
        return Math.max(...channels.slice(0, 3));
      });
    const byDevice = await open({ theme: "dark" });
    await byDevice.page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await background(byDevice)).toBeLessThan(60);

    const chosen = await openAs(open, "staff");
    expect(await background(chosen)).toBeGreaterThan(200);
    await chooseInAccountMenu(chosen, "Dark");
    expect(await background(chosen)).toBeLessThan(60);
    await chosen.page.reload();
    await inside(chosen);
    expect(await background(chosen)).toBeLessThan(60);
  });

  test("on a phone shows one thing at a time, and the way back", async ({ open }) => {
    const profile = await openAs(open, "staff", { width: 390 });
    const { page } = profile;
    const bar = page.getByRole("navigation", { name: "Main navigation" });
    await enterRoom(profile, "Everyone");
    expect(await bar.isVisible(), "a room has the whole screen").toBe(false);
    await page.getByRole("link", { name: "Back to the list" }).click();
    await page.getByRole("navigation", { name: "Rooms" }).waitFor();
    await bar.getByRole("link", { name: "People" }).click();
    await page.getByRole("searchbox", { name: "Search name, title or user name" }).fill("Liang Jing");
    await page.getByRole("link", { name: /Liang Jing/ }).click();
    await page.getByRole("heading", { name: "Liang Jing" }).waitFor();
    await page.getByRole("button", { name: "Back to the list" }).click();
    await page.getByRole("searchbox").waitFor();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
  });
});

describe("with the keyboard alone", () => {
  test("one signs in, skips to the content, finds a room and writes", async ({ open }) => {
    const profile = await open();
    const { page } = profile;
    const { userId, password } = accountOf("staff");
    await page.getByLabel("User name", { exact: true }).focus();
    await page.keyboard.type(userId);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await inside(profile);
    await page.getByRole("navigation", { name: "Rooms" }).getByRole("link").first().waitFor();

    await page.reload();
    await inside(profile);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("button", { name: "Skip to content" });
    expect(await skip.evaluate((element) => element.matches(":focus"))).toBe(true);
    await page.keyboard.press("Enter");
    expect(await page.getByRole("main").evaluate((element) => element.matches(":focus"))).toBe(true);

    await page.getByRole("navigation", { name: "Rooms" }).getByRole("link").first().waitFor();
    await page.keyboard.press("Control+k");
    await dialog(profile, "Go to a room or person").getByRole("searchbox").waitFor();
    await page.keyboard.type("Everyone");
    await page.getByRole("option", { name: /Everyone/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Everyone" }).waitFor();
    await field(profile).waitFor();
    await expect.poll(() => field(profile).evaluate((element) => element.matches(":focus"))).toBe(true);
  });

  test("arrows walk through the rooms, close and open departments, and Enter goes in", async ({ open }) => {
    const profile = await openAs(open, "staff");
    const { page } = profile;
    const rooms = page.getByRole("navigation", { name: "Rooms" });
    await rooms.getByRole("link").first().waitFor();
    await page.getByRole("searchbox", { name: "Filter rooms" }).focus();
    await page.keyboard.press("ArrowDown");
    const first = rooms.getByRole("link").first();
    expect(await first.evaluate((element) => element.matches(":focus"))).toBe(true);
    await page.keyboard.press("ArrowUp");
    const section = rooms.getByRole("button").first();
    expect(await section.evaluate((element) => element.matches(":focus"))).toBe(true);
    await page.keyboard.press("ArrowLeft");
    expect(await section.getAttribute("aria-expanded")).toBe("false");
    await page.keyboard.press("ArrowRight");
    await first.waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/rooms/**");
    await page.getByRole("heading", { level: 1 }).waitFor();
  });
});

test("a wrong address says so and leads back", async ({ open }) => {
  const profile = await open({}, "/no/such/page");
  const { userId, password } = accountOf("staff");
  await enterPassword(profile, userId, password);
  await profile.page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  await profile.page.getByRole("link", { name: "Go to the start page" }).click();
  await profile.page.getByRole("navigation", { name: "Rooms" }).waitFor();
});

test("a wrong address below administration does not blame the role", async ({ open }) => {
  const profile = await open({}, "/admin/no-such-page");
  const { userId, password } = accountOf("admin");
  await enterPassword(profile, userId, password);
  await profile.page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  await profile.page.getByRole("link", { name: "Roles" }).click();
  await profile.page.getByRole("heading", { name: "Give a person a role" }).waitFor();
});

describe("code that does not come, as after an update", () => {
  /** What an update has taken away, until it is given back. */
  async function withoutCode({ page, problems }: Profile, name: string): Promise<() => Promise<void>> {
    const file = new RegExp(`/assets/${name}-[^/]+\\.js$`);
    problems.expect(file);
    problems.expect(/404 \(Not Found\)|Failed to fetch dynamically imported module/);
    await page.route(file, (route) => route.fulfill({ status: 404, body: "" }));
    return () => page.unroute(file);
  }
  const notice = ({ page }: Profile) => page.locator("ui-banner", { hasText: "Part of this page did not load." });

  test("is missed in a page: it says so, and reloading brings the page", async ({ open }) => {
    const profile = await openAs(open, "staff");
    const { page } = profile;
    const giveBack = await withoutCode(profile, "page-people");
    await page.getByRole("link", { name: "People" }).click();
    await notice(profile).waitFor();
    await page.getByRole("heading", { name: "This page did not load" }).waitFor();
    await expectAccessible(profile, "a page that did not load");
    await giveBack();
    await notice(profile).getByRole("button", { name: "Reload" }).click();
    await page.getByRole("tree", { name: "Departments" }).waitFor();
    expect(await notice(profile).count()).toBe(0);
  });

  test("is missed in a section of administration, which can be tried again", async ({ open }) => {
    const profile = await openAs(open, "admin");
    const { page } = profile;
    const giveBack = await withoutCode(profile, "admin-roles");
    await page.getByRole("link", { name: "Admin" }).click();
    await page.getByRole("link", { name: "Roles" }).click();
    await page.getByRole("heading", { name: "This page did not load" }).waitFor();
    await giveBack();
    await notice(profile).getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Give a person a role" }).waitFor();
    expect(await notice(profile).count()).toBe(0);
  });

  test("is missed in a dialog: it says so, and the page stays as it is", async ({ open }) => {
    const profile = await openAs(open, "department_head", {}, "/customers/people");
    const { page } = profile;
    const giveBack = await withoutCode(profile, "dialog-invite");
    await page.getByRole("button", { name: "Invite a guest" }).first().click();
    await notice(profile).waitFor();
    await giveBack();
    await notice(profile).getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Invite a guest" }).first().click();
    await dialog(profile, "Invite a guest").getByLabel("Name of the guest").waitFor();
  });
});
