import { randomInt } from "node:crypto";
import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { dialog } from "../support/browser/dialog.ts";
import { openAs } from "../support/browser/people.ts";
import type { Profile } from "../support/browser/profile.ts";
import { enterRoom } from "../support/browser/room.ts";
import { test } from "../support/browser/test.ts";
import { uniqueName } from "../support/factories.ts";
import { waitFor } from "../support/wait-for.ts";

/** Days from a Monday in a year that nothing else uses. */
function days(count: number): { from: string; to: string } {
  const monday = new Date(Date.UTC(2050, 0, 3) + randomInt(2000) * 7 * 86_400_000);
  const last = new Date(monday.getTime() + (count - 1) * 86_400_000);
  return { from: monday.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) };
}

/** Fills in a leave of Chen Jing, sees who would decide, and sends it; gives the reason that it names. */
async function askLeave({ page }: Profile, count: number, people: readonly string[]): Promise<string> {
  const { from, to } = days(count);
  const reason = uniqueName("A cold");
  await page.goto("/work/approvals/new/leave");
  await page.getByLabel("Kind of leave").selectOption({ label: "Sick leave" });
  await page.getByLabel("From", { exact: true }).fill(from);
  await page.getByLabel("To", { exact: true }).fill(to);
  await page.getByLabel("Reason").fill(reason);
  const route = page.getByRole("complementary", { name: "Who decides" });
  await route.getByText(`${count} days`).or(route.getByText("Direct manager")).first().waitFor();
  for (const name of people) await route.getByText(name, { exact: true }).waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForURL(/\/work\/approvals\/[^/]+\?view=mine$/);
  await page.getByRole("heading", { name: "Leave · Chen Jing" }).waitFor();
  return reason;
}

/** Chooses from what else can be done with the open request. */
async function choose({ page }: Profile, entry: string): Promise<void> {
  await page.locator("approval-detail").getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

describe("a leave", () => {
  test("of four days is shown in a room and decided from its card on a phone", async ({ open }) => {
    const worker = await openAs(open, "sales");
    const reason = await askLeave(worker, 4, ["Fang Zhiyuan", "Lu Jin"]);
    await choose(worker, "Show in a conversation");
    const rooms = dialog(worker, "Show in a conversation");
    await rooms.getByRole("searchbox").fill("Sales");
    await expectAccessible(worker, "choosing where a request is shown");
    await rooms.getByRole("button", { name: "Send Sales", exact: true }).click();
    await rooms.getByText("Sent", { exact: true }).waitFor();
    await rooms.getByRole("button", { name: "Close" }).last().click();

    const manager = await openAs(open, "department_head", { width: 390 });
    await enterRoom(manager, "Sales");
    const card = manager.page.locator("approval-card").filter({ hasText: reason });
    const decision = dialog(manager, "Approve");
    // The conversation may still move under the finger while what is above loads.
    await waitFor("the decision is asked for", async () => {
      await card.getByRole("button", { name: "Approve" }).click();
      return decision
        .getByLabel("Comment (optional)")
        .waitFor({ timeout: 1_000 })
        .then(
          () => true,
          () => false,
        );
    });
    await decision.getByLabel("Comment (optional)").fill("Get well soon.");
    await decision.getByRole("button", { name: "Approve" }).click();
    await card.getByText("waits for Lu Jin").waitFor();
    expect(await card.getByRole("button", { name: "Approve" }).count()).toBe(0);
    await expectAccessible(manager, "a conversation with the card of a request on a phone");
    await worker.page.getByText("Get well soon.").waitFor();

    await choose(worker, "Withdraw");
    await dialog(worker, /^Withdraw/)
      .getByRole("button", { name: "Withdraw" })
      .click();
    await card.getByText("Withdrawn").waitFor();
  });

  test("of three days goes to one manager, is sent back, corrected and approved", async ({ open }) => {
    const worker = await openAs(open, "sales");
    await askLeave(worker, 3, ["Fang Zhiyuan"]);
    expect(await worker.page.locator("approval-route").getByText("Lu Jin").count()).toBe(0);

    const manager = await openAs(open, "department_head", {}, new URL(worker.page.url()).pathname);
    await choose(manager, "Send back");
    const back = dialog(manager, "Send back");
    await back.getByLabel("Comment (optional)").fill("Which illness?");
    await back.getByRole("button", { name: "Send back" }).click();

    await worker.page.getByText("Which illness?").waitFor();
    await worker.page.getByLabel("Reason").fill("Influenza");
    await worker.page.getByRole("button", { name: "Send again" }).click();
    await manager.page.locator("approval-values").getByText("Influenza").first().waitFor();
    await manager.page.getByRole("button", { name: "Approve", exact: true }).click();
    await dialog(manager, "Approve").getByRole("button", { name: "Approve" }).click();
    await worker.page.locator("approval-detail").getByText("Approved", { exact: true }).first().waitFor();
    await expectAccessible(worker, "a request that was approved");
  });
});

test("an administrator sees everybody's days of leave and changes one person's", async ({ open }) => {
  const profile = await openAs(open, "admin", {}, "/admin/approvals/leave");
  const { page } = profile;
  await page.getByRole("tab", { name: "Days of leave" }).click();
  await page.getByRole("searchbox", { name: "Search by name" }).fill("Wei Ran");
  const field = page.getByLabel("Wei Ran: Annual leave");
  await field.fill("367");
  await field.blur();
  await page.getByText("0 to 366, in half days").waitFor();
  const wanted = String(randomInt(20, 40) / 2);
  await field.fill(wanted);
  await field.blur();
  await page.getByText("Saved", { exact: true }).waitFor();
  await expectAccessible(profile, "days of leave");
  await page.reload();
  await page.getByRole("tab", { name: "Days of leave" }).click();
  await page.getByRole("searchbox", { name: "Search by name" }).fill("Wei Ran");
  await expect.poll(() => page.getByLabel("Wei Ran: Annual leave").inputValue()).toBe(wanted);
});
