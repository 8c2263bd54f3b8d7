import { describe, expect } from "vitest";
import { api } from "../support/api.ts";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { openAs } from "../support/browser/people.ts";
import { test } from "../support/browser/test.ts";
import { query } from "../support/database.ts";
import { arrivedGuest, inviteGuest, uniqueName } from "../support/factories.ts";
import { signIn } from "../support/sign-in.ts";

describe("the inbox", () => {
  test("is worked through in place, with keys, and counts down", async ({ open }) => {
    const head = await signIn("department_head");
    const ending = uniqueName("Ending");
    const unused = uniqueName("Unused");
    await arrivedGuest(head, { name: ending, accountDays: 2 });
    const { guest } = await inviteGuest(head, { name: unused });
    await query("UPDATE one_time_link SET expires_at = now() - interval '1 minute' WHERE user_id = $1", [guest.userId]);

    const profile = await openAs(open, "department_head", {}, "/inbox");
    const { page } = profile;
    const row = (name: string) => page.getByRole("link", { name: new RegExp(name) });
    await row(unused).waitFor();
    await expectAccessible(profile, "the inbox");
    const entry = page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: /^Inbox/ });
    const count = async () => Number(/\d+/.exec((await entry.textContent()) ?? "")?.[0] ?? 0);
    const before = await count();
    expect(before).toBeGreaterThanOrEqual(2);

    await row(ending).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/inbox\/guest\//);
    const panel = page.getByRole("region", { name: new RegExp(ending) });
    await panel.getByRole("button", { name: "Prolong access" }).click();
    await page.getByRole("menuitem", { name: "90 days" }).click();
    await panel.getByText("This no longer waits for you.").waitFor();
    await row(ending).waitFor({ state: "detached" });
    await expect.poll(count).toBe(before - 1);
    await expectAccessible(profile, "an inbox with something done");

    await row(unused).click();
    await page
      .getByRole("region", { name: new RegExp(unused) })
      .getByRole("button", { name: "End access" })
      .waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL(/\/inbox$/);
    await page.reload();
    await row(unused).waitFor();
  });

  test("says when nothing waits, and a wrong address in it says so", async ({ open }) => {
    const auditor = api(await signIn("auditor"));
    for (const { id, kind } of (await auditor.call("GET /api/inbox")).items) {
      if (kind !== "announcement") continue;
      const params = { announcementId: id };
      const { announcement } = await auditor.call("GET /api/announcements/{announcementId}", { params });
      await auditor.call("POST /api/announcements/{announcementId}/confirm", {
        params,
        body: { edition: announcement.edition },
      });
    }
    const profile = await openAs(open, "auditor", {}, "/inbox");
    const { page } = profile;
    await page.getByText("Nothing waits for you").waitFor();
    profile.problems.expect(/^404 GET \/api\/guests\/none$/);
    profile.problems.expect(/404 \(Not Found\)/);
    await page.goto("/inbox/guest/none");
    await page.getByText("or there is no such guest").waitFor();
  });
});
