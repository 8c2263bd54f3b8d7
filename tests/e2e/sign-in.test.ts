import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { accountOf, enterPassword, inside, openAs } from "../support/browser/people.ts";
import { test } from "../support/browser/test.ts";

describe("somebody of the company", () => {
  test("is told in words that the password is wrong, and comes in with the right one", async ({ open }) => {
    const profile = await open();
    const { page, problems } = profile;
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await expectAccessible(profile, "sign-in");
    const { userId, password } = accountOf("staff");
    problems.expect(/^403 POST \/_matrix\/client\/v3\/login$/);
    await enterPassword(profile, userId, "not the password");
    await page.getByText("User name and password do not match. Check both and try again.").waitFor();
    await enterPassword(profile, userId, password);
    await inside(profile);
    await page.reload();
    await inside(profile);
  });

  test("needs only the first part of the user id", async ({ open }) => {
    const profile = await open();
    const { userId, password } = accountOf("staff");
    await enterPassword(profile, /^@([^:]+)/.exec(userId)![1]!, password);
    await inside(profile);
  });

  test("signs out, and the way back is the sign-in page", async ({ open }) => {
    const { page } = await openAs(open, "staff");
    const heard = Promise.withResolvers<void>();
    await page.route("**/api/session", async (route) => {
      if (route.request().method() === "DELETE") await heard.promise;
      await route.continue();
    });
    const account = page.getByRole("button", { name: "Account:" });
    await account.click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await account.waitFor({ state: "detached" });
    heard.resolve();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto("/people");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem("portico.credentials"))).toBeNull();
  });
});
