import type { Guest } from "@portico/contract/guests.ts";
import { describe, expect } from "vitest";
import { api } from "../support/api.ts";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { dialog } from "../support/browser/dialog.ts";
import { drop } from "../support/browser/drop.ts";
import { openAs } from "../support/browser/people.ts";
import type { Profile } from "../support/browser/profile.ts";
import { test } from "../support/browser/test.ts";
import { arrivedGuest, inviteGuest, uniqueName } from "../support/factories.ts";
import { departmentsFile, peopleFile } from "../support/directory-files.ts";
import { signIn, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const toGuests = ({ page }: Profile) => page.goto("/customers/people");
const row = ({ page }: Profile, name: string) => page.getByRole("row", { name });
const bell = ({ page }: Profile, name: RegExp | "News for you") => page.getByRole("button", { name, exact: true });
const news = ({ page }: Profile) => page.getByRole("dialog", { name: "News for you" });

/** Nothing that happened before rings any more. */
const readAll = async (user: User): Promise<void> => {
  const { items } = await api(user).call("GET /api/notifications", { query: { limit: 1 } });
  if (items[0] !== undefined) await api(user).call("PUT /api/notifications/read", { body: { upTo: items[0].id } });
};

/** Everybody who follows what happened to a guest has done his part. */
const allHandled = async ({ id }: Guest): Promise<void> => {
  const inspector = api(await signIn("admin"));
  await waitFor("what happened to the guest is handled", async () => {
    const { items } = await inspector.call("GET /api/operations/items", { query: { stream: `guest:${id}` } });
    return items.length > 0 && items.every(({ state }) => state === "done");
  });
};

describe("two open windows", () => {
  test("agree: a guest who is invited, arrives and is ended shows in both, and the bell rings in both", async ({
    open,
  }) => {
    const head = await signIn("department_head");
    await readAll(head);
    const windows = [await openAs(open, "department_head"), await openAs(open, "department_head")];
    await Promise.all(windows.map(toGuests));
    for (const each of windows) await bell(each, "News for you").waitFor();
    // Another window of the first browser, which has its news from the one beside it.
    // Both windows sync for one device; the homeserver refuses a position that the other one has passed, and the SDK begins again.
    windows[0]!.problems.expect(/^400 POST \/_matrix\/client\/unstable\/org\.matrix\.simplified_msc3575\/sync$/);
    const beside = await windows[0]!.context.newPage();
    await beside.goto("/customers/people");
    await beside.getByRole("heading", { name: "Guests", level: 1 }).waitFor();
    const name = uniqueName("Live guest");
    const { guest, user } = await arrivedGuest(head, { name });
    for (const each of windows) {
      await row(each, name).getByText("Active", { exact: true }).waitFor();
      await bell(each, /^News for you, /).waitFor();
    }
    await beside.bringToFront();
    await beside.getByRole("row", { name }).getByText("Active", { exact: true }).waitFor();
    await windows[0]!.page.bringToFront();
    const [first, second] = windows as [Profile, Profile];
    await bell(first, /^News for you/).click();
    await news(first)
      .getByText(new RegExp(`^${name} of .+ has arrived$`))
      .waitFor();
    await expectAccessible(first, "the bell");
    // Read here is read there.
    await bell(second, "News for you").waitFor();
    await api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    for (const each of windows) await row(each, name).getByText("Ended", { exact: true }).waitFor();
    expect(user.session).not.toBe("");
  });

  test("agree that news which comes while the list is open is read; it stays marked until the list is closed", async ({
    open,
  }) => {
    const head = await signIn("department_head");
    await readAll(head);
    const reader = await openAs(open, "department_head");
    await bell(reader, "News for you").click();
    const marked = news(reader).locator("a.new");
    for (const name of [uniqueName("First guest"), uniqueName("Second guest")]) {
      await arrivedGuest(head, { name });
      await marked.filter({ hasText: `${name} of ` }).waitFor();
      await bell(reader, "News for you").waitFor();
    }
    const { unread } = await api(head).call("GET /api/notifications", { query: { limit: 1 } });
    expect(unread).toBe(0);
    expect(await marked.count()).toBe(2);
    await reader.page.keyboard.press("Escape");
    await news(reader).waitFor({ state: "hidden" });
    await bell(reader, "News for you").click();
    await news(reader).getByRole("link").first().waitFor();
    expect(await marked.count()).toBe(0);
  });

  test("agree on what changed after a page was loaded and before its stream began", async ({ open }) => {
    const head = await signIn("department_head");
    const { page, ...host } = await openAs(open, "department_head");
    const begins = Promise.withResolvers<void>();
    await page.route(/\/api\/live(\?|$)/, async (route) => {
      await begins.promise;
      await route.continue();
    });
    const listed = page.waitForResponse(/\/api\/guests\?/);
    await page.goto("/customers/people");
    await listed;
    const name = uniqueName("Early guest");
    await allHandled((await inviteGuest(head, { name })).guest);
    begins.resolve();
    await row({ ...host, page }, name)
      .getByText("Invited", { exact: true })
      .waitFor();
  });

  test("agree by asking where streams are cut on the way", async ({ open }) => {
    const head = await signIn("department_head");
    const host = await openAs(open, "department_head");
    host.problems.expect(/\/api\/live/);
    host.problems.expect(/ERR_FAILED/);
    await host.page.route(/\/api\/live(\?|$)/, (route) => route.abort());
    await host.page.reload();
    await toGuests(host);
    await host.page.getByRole("heading", { name: "Guests", level: 1 }).waitFor();
    const asked = host.page.waitForResponse(/\/api\/live\/changes/);
    await asked;
    const name = uniqueName("Polled guest");
    await inviteGuest(head, { name });
    await row(host, name).getByText("Invited", { exact: true }).waitFor();
  });
});

describe("what an administrator changes", () => {
  test("by an import shows in the list of imports, among the people and in the tree of everybody else", async ({
    open,
  }) => {
    const [admin, other] = [await openAs(open, "admin", {}, "/admin/import"), await openAs(open, "admin")];
    const staff = await openAs(open, "staff", {}, "/people");
    await other.page.goto("/admin/import");
    const id = uniqueName("live").replace(" ", "-");
    const tree = staff.page.getByRole("tree", { name: "Departments" });
    await tree.waitFor();
    await staff.page.getByRole("searchbox", { name: "Search name, title or user name" }).fill(id);
    await staff.page.getByText(`Nobody matches “${id}”`).waitFor();
    const records = other.page.getByRole("table", { name: "Earlier imports" });
    await records.waitFor();

    const { header, rows } = await peopleFile();
    const departments = await departmentsFile();
    await drop(admin, "departments.csv", [departments.header, ...departments.rows, `${id},Dept ${id},,,`]);
    await drop(admin, "people.csv", [header, ...rows, `${id},${id},Nora ${id},,,${id},,,,,staff`]);
    await admin.page.getByRole("button", { name: "Apply 2 changes" }).click();
    await admin.page.getByText("2 changes are applied").waitFor();

    await staff.page.getByRole("link", { name: `Nora ${id}` }).waitFor();
    await tree.getByText(`Dept ${id}`).waitFor();
    const { items } = await api(await signIn("admin")).call("GET /api/directory/imports", { query: { limit: 1 } });
    await records
      .getByRole("row", { name: /Applied 2 new/ })
      .filter({ has: other.page.locator(`a[href$="/${items[0]?.id}"]`) })
      .waitFor();
  });

  test("about somebody's role shows in every window, and in his own as another page", async ({ open }) => {
    const [admin, other] = [await openAs(open, "admin"), await openAs(open, "admin")];
    for (const { page } of [admin, other]) await page.goto("/admin/roles");
    const staff = await openAs(open, "staff");
    const name = "Sun Yue";
    await staff.page.goto("/customers/people");
    const heading = (text: string) => staff.page.getByRole("heading", { name: text, exact: true });
    await heading("There is nothing here").waitFor();
    const entryOf = ({ page }: Profile) => page.getByRole("listitem").filter({ hasText: name });
    for (const each of [admin, other]) {
      await each.page.getByRole("searchbox", { name: "Person" }).fill(name);
      await entryOf(each).getByText("Staff", { exact: true }).waitFor();
    }
    for (const role of ["Sales", "Staff"]) {
      await entryOf(admin).getByRole("button", { name: "Change role …" }).click();
      const choose = dialog(admin, `Role of ${name}`);
      await choose.getByLabel("Role", { exact: true }).selectOption({ label: role });
      await choose.getByRole("button", { name: "Save role" }).click();
      for (const each of [admin, other]) await entryOf(each).getByText(role, { exact: true }).waitFor();
      // The page comes and goes with the role, without a step of his own.
      await heading(role === "Sales" ? "Guests" : "There is nothing here").waitFor();
    }
  });
});

describe("an administrator", () => {
  test("follows an event from its record to its end, and hands it over once more", async ({ open }) => {
    const head = await signIn("department_head");
    const { guest } = await inviteGuest(head);
    await allHandled(guest);
    const admin = await openAs(open, "admin", {}, "/admin/operations");
    const { page } = admin;
    const found = page.waitForResponse(new RegExp(`/api/operations/items\\?.*text=${guest.id}`));
    await page.getByLabel("Search").fill(guest.id);
    await found;
    await page.getByRole("button", { name: "Guest invited" }).first().click();
    const item = dialog(admin, "Guest invited");
    await item.getByText("guest.invited", { exact: true }).waitFor();
    await item.getByText("Recorded", { exact: true }).waitFor();
    await item.getByText("Handled", { exact: true }).waitFor();
    await expectAccessible(admin, "an event in detail");
    await item.getByRole("button", { name: "Hand over once more" }).click();
    await dialog(admin, "Hand this event over once more?").getByRole("button", { name: "Hand over once more" }).click();
    await item.getByText("Handed over once more", { exact: true }).waitFor();
    await item.getByRole("button", { name: "Close" }).first().click();
    await expectAccessible(admin, "events on their way");
  });

  test("finds in the audit log who did it, and that nobody changed the log", async ({ open }) => {
    const head = await signIn("department_head");
    const { guest } = await inviteGuest(head);
    const subject = `guest:${guest.id}`;
    const log = api(await signIn("auditor"));
    await waitFor("the log has the invitation", async () => {
      const { items } = await log.call("GET /api/audit", { query: { subject } });
      return items.length > 0;
    });
    const auditor = await openAs(open, "auditor", {}, "/admin/audit");
    const { page } = auditor;
    await page.getByLabel("About").fill(subject);
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("row", { name: new RegExp(`Guest invited.*Customer: ${guest.customer.name.en}`) }).waitFor();
    await page.getByLabel("What").selectOption({ label: "Guest arrived" });
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("heading", { name: "No entries" }).waitFor();
    await page.getByLabel("From", { exact: true }).fill("2026-11-03");
    await page.getByLabel("Until, that day included").fill("2026-11-02");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText("The end of the time span must be after its beginning.").waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await page
      .getByRole("row", { name: /Guest invited/ })
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Check the seal" }).click();
    await page.getByText(/entries are as they were written/).waitFor();
    await expectAccessible(auditor, "the audit log");
  });

  test("is told when the next page of a list does not come, keeps what is there, and asks again", async ({ open }) => {
    const auditor = await openAs(open, "auditor", {}, "/admin/audit");
    const { page, problems } = auditor;
    problems.expect(/ERR_FAILED GET \/api\/audit$/);
    const rows = page.getByRole("table").getByRole("row");
    await rows.nth(50).waitFor();
    await page.route(/\/api\/audit\?cursor=/, (route) => route.abort(), { times: 1 });
    await page.getByRole("button", { name: "Show more" }).click();
    const told = page.getByText("The server does not answer.");
    await told.waitFor();
    expect(await rows.count()).toBe(51);
    await page.getByRole("button", { name: "Try again" }).click();
    await rows.nth(51).waitFor();
    await told.waitFor({ state: "detached" });
  });
});
