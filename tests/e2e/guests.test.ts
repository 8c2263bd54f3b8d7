import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { dialog } from "../support/browser/dialog.ts";
import { enter, openByLink, pathOf } from "../support/browser/links.ts";
import { openAs } from "../support/browser/people.ts";
import type { Profile } from "../support/browser/profile.ts";
import { field, message, say } from "../support/browser/room.ts";
import { test } from "../support/browser/test.ts";
import { words } from "../support/browser/words.ts";
import { query } from "../support/database.ts";
import { inviteGuest, twoCustomers, uniqueName } from "../support/factories.ts";
import { signIn } from "../support/sign-in.ts";

/** Invites somebody on the page for guests; resolves with the link that is shown once. */
async function invite(host: Profile, name: string): Promise<string> {
  const { page } = host;
  await page.goto("/customers/people");
  await page.getByRole("button", { name: "Invite a guest" }).first().click();
  await dialog(host, "Invite a guest").getByLabel("Customer company").selectOption({ index: 1 });
  await dialog(host, "Invite a guest").getByLabel("Name of the guest").fill(name);
  await dialog(host, "Invite a guest").getByRole("button", { name: "Create link" }).click();
  const link = await dialog(host, `${name} is invited`).getByLabel("One-time sign-in link").inputValue();
  await expectAccessible(host, "a link that is handed over");
  await dialog(host, `${name} is invited`).getByRole("button", { name: "Done" }).click();
  await page.getByRole("row", { name }).getByText("Invited", { exact: true }).waitFor();
  return link;
}

/** Chooses the language in the menu of one's own account. */
async function chooseLanguage({ page, look }: Profile, from: "en" | "zh", to: "English" | "简体中文"): Promise<void> {
  await page.getByRole("button", { name: words(from, "shells.account-of", { name: "" }).trim() }).click();
  await page.getByRole("menuitemradio", { name: to }).click();
  expect(look.locale, "the language that the browser asks for stays").toBe("en");
}

async function actOn({ page }: Profile, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

describe("an invitation that is not complete", () => {
  test("names each field that is wrong, beside it, and keeps what was entered", async ({ open }) => {
    const host = await openAs(open, "department_head");
    const { page, problems } = host;
    await page.goto("/customers/people");
    await page.getByRole("button", { name: "Invite a guest" }).first().click();
    const form = dialog(host, "Invite a guest");
    const create = form.getByRole("button", { name: "Create link" });
    await create.click();
    await form.getByText("Choose the company that the guest comes from.").waitFor();
    await form.getByText("Enter a name of up to 80 characters, on one line.").waitFor();

    await form.getByLabel("Customer company").selectOption({ index: 1 });
    await form.getByLabel("Name of the guest").fill("Wu Haiyan");
    await form.getByLabel("E-mail (optional)").fill("no address");
    problems.expect(/^400 POST \/api\/guests$/);
    await create.click();
    await form.getByText("This is not an e-mail address.").waitFor();
    expect(await form.getByText("Enter a name").count(), "what is right is not called wrong").toBe(0);
    expect(await form.getByLabel("Name of the guest").inputValue()).toBe("Wu Haiyan");
    await expect
      .poll(() => form.getByLabel("E-mail (optional)").evaluate((element) => element.matches(":focus")))
      .toBe(true);
    await expectAccessible(host, "an invitation with a wrong address");
  });
});

describe("a customer who is invited by link", () => {
  test("comes into exactly one room, talks with the host, and is out as soon as access is ended", async ({ open }) => {
    const name = uniqueName("Wu Haiyan");
    const host = await openAs(open, "department_head");
    const link = await invite(host, name);

    const guest = await open({}, pathOf(link));
    await guest.page.getByRole("heading", { name: `Welcome, ${name}` }).waitFor();
    await guest.page.getByText("invites you to a conversation").waitFor();
    await expectAccessible(guest, "an invitation");
    await enter(guest);
    await field(guest).waitFor();
    expect(new URL(guest.page.url()).hash).toBe("");
    const places = await guest.page.getByRole("navigation").getByRole("link").allInnerTexts();
    expect(places, "neither a room list nor other pages").toEqual(["Conversation", "Requests"]);
    await guest.page
      .getByRole("banner")
      .getByText(/^Your access ends on/)
      .waitFor();
    await expectAccessible(guest, "the guest's room");

    await host.page.reload();
    await actOn(host, name, "Open the room");
    await field(host).waitFor();
    await host.page.getByText(/People from outside can read here/).waitFor();
    const [hello, answer] = [uniqueName("Good morning"), uniqueName("Good morning to you")];
    await say(guest, hello);
    await message(host, hello).waitFor();
    await say(host, answer);
    await message(guest, answer).waitFor();
    const [customer] = await twoCustomers(await signIn("department_head"));
    await message(host, hello).getByText(customer.name.en).waitFor();
    await chooseLanguage(host, "en", "简体中文");
    await message(host, hello).getByText(customer.name.zh).waitFor();
    await chooseLanguage(host, "zh", "English");
    expect(await message(guest, hello).getByText(customer.name.en).count(), "a badge is for the others").toBe(0);

    guest.problems.expect(/^40[13] /);
    await host.page.goto("/customers/people");
    await actOn(host, name, "End access");
    await dialog(host, `End the access of ${name}?`).getByRole("button", { name: "End access" }).click();
    await host.page.getByRole("row", { name }).getByText("Ended", { exact: true }).waitFor();
    const ended = performance.now();
    await guest.page.getByText(/^Your access on this device has ended/).waitFor();
    expect(performance.now() - ended).toBeLessThan(3000);
    await host.page.goBack();
    const left = message(host, hello);
    await left.getByText("access ended").waitFor();
    await left.getByText(customer.name.en).waitFor();
    await left.getByText(name, { exact: true }).waitFor();
    expect(await guest.page.getByText(answer).count(), "nothing of the conversation stays on screen").toBe(0);
  });

  test("is kept out of the pages of the company", async ({ open }) => {
    const { link } = await inviteGuest(await signIn("department_head"));
    const guest = await openByLink(open, link);
    for (const path of ["/people", "/guests", "/admin", "/admin/roles"]) {
      await guest.page.goto(path);
      await guest.page.getByRole("heading", { name: "There is nothing here" }).waitFor();
      expect(await guest.page.getByRole("navigation", { name: "Main navigation" }).count(), path).toBe(0);
    }
  });

  test("comes back to the room after the browser was closed", async ({ open }) => {
    const { link } = await inviteGuest(await signIn("department_head"));
    const guest = await openByLink(open, link);
    await field(guest).waitFor();
    await guest.page.close();
    const page = await guest.context.newPage();
    await page.goto("/");
    await page.getByRole("textbox", { name: "Write a message" }).waitFor();
  });
});

describe("a link that is no good says why and what to do", () => {
  test("used", async ({ open }) => {
    const { link } = await inviteGuest(await signIn("department_head"));
    await openByLink(open, link);
    const other = await open({}, "/");
    other.problems.expect(/^410 POST \/api\/links\/preview$/);
    await other.page.goto(pathOf(link));
    await other.page.getByRole("heading", { name: "This link has been used" }).waitFor();
    await expectAccessible(other, "a used link");
    await other.page.getByRole("link", { name: "Go to sign-in" }).click();
    await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  test("expired", async ({ open }) => {
    const { guest, link } = await inviteGuest(await signIn("department_head"));
    await query("UPDATE one_time_link SET expires_at = now() WHERE user_id = $1", [guest.userId]);
    const { page, problems } = await open({}, pathOf(link));
    problems.expect(/^410 POST \/api\/links\/preview$/);
    await page.getByRole("heading", { name: "This link has expired" }).waitFor();
  });

  test("forged or cut off", async ({ open }) => {
    const { page, problems } = await open({}, `/link#${"A".repeat(43)}`);
    problems.expect(/^404 POST \/api\/links\/preview$/);
    await page.getByRole("heading", { name: "This link is not valid" }).waitFor();
    await page.goto("/");
    await page.goto("/link");
    await page.getByRole("heading", { name: "This link is not valid" }).waitFor();
  });
});
