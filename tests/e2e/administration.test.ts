import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { dialog } from "../support/browser/dialog.ts";
import { drop } from "../support/browser/drop.ts";
import { openAs } from "../support/browser/people.ts";
import { test } from "../support/browser/test.ts";
import { PEOPLE_HEAD, peopleFile } from "../support/directory-files.ts";

describe("an administrator", () => {
  test("sees what is wrong in which row before anything changes, then imports and finds the new colleague", async ({
    open,
  }) => {
    const admin = await openAs(open, "admin");
    const { page } = admin;
    const { header, rows } = await peopleFile();
    await page.getByRole("link", { name: "Admin" }).click();
    await page.getByRole("link", { name: /^Import/ }).click();
    await page.getByRole("button", { name: /Drop files here/ }).waitFor();

    const id = `nora-${randomUUID().slice(0, 8)}`;
    const nora = `${id},${id},Nora Lindqvist ${id},,${id}@heronbay.example.com,firmware,,Engineer,,,staff`;
    await drop(admin, "people.csv", [
      header,
      ...rows,
      nora,
      `${id},second.${id},Same Id,,,firmware,,,,,staff`,
      `x-${id},x.${id},Lost Soul,,,no-such-department,,,,,staff`,
      `y-${id},y.${id},=1+1,,,firmware,,,,,staff`,
    ]);
    await page.getByText(/rows? ha(?:ve|s) problems; nothing can be applied/).waitFor();
    const table = page.getByRole("table", { name: "Rows of the import" });
    await table.getByText(`The id ${id} is there more than once`).first().waitFor();
    await table.getByText("there is no department with the id no-such-department").waitFor();
    await table.getByText(/begins like a formula: =1\+1/).waitFor();
    await table.getByText(`People, line ${rows.length + 4}`).waitFor();
    expect(await page.getByRole("button", { name: /^Apply/ }).isDisabled()).toBe(true);
    await expectAccessible(admin, "an import with problems");

    await drop(admin, "people.csv", [header, ...rows, nora]);
    await page.getByRole("button", { name: "Apply one change" }).click();
    await page.getByText("One change is applied").waitFor();
    await page.getByText("Everything follows the directory.").waitFor({ timeout: 60_000 });

    await page.getByRole("link", { name: "People" }).click();
    await page.getByRole("searchbox", { name: "Search name, title or user name" }).fill(id);
    await page.getByRole("link", { name: `Nora Lindqvist ${id}` }).click();
    const profile = page.getByRole("complementary", { name: "Profile" });
    await profile.getByRole("link", { name: "Firmware and Software" }).waitFor();
    await expectAccessible(admin, "people");
  });

  test("is told what a file is that cannot be read", async ({ open }) => {
    const admin = await openAs(open, "admin", {}, "/admin/import");
    const { page } = admin;
    admin.problems.expect(/^422 POST \/api\/directory\/imports$/);
    await drop(admin, "people.csv", [PEOPLE_HEAD]);
    await page.getByRole("alert").waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: /Drop files here/ }).click(),
    ]);
    const latin = Buffer.from(`${PEOPLE_HEAD}\r\na,a,Ren\u00e9,,,,,,,,\r\n`, "latin1");
    await chooser.setFiles([{ name: "people.csv", mimeType: "text/csv", buffer: latin }]);
    await page.getByText("its characters are neither UTF-8 nor clearly GB18030. Save it as “CSV UTF-8”").waitFor();
  });

  test("reads what changes for whom, and has to type how many leave", async ({ open }) => {
    const admin = await openAs(open, "admin", {}, "/admin/import");
    const { page } = admin;
    const { header, rows } = await peopleFile();
    const leavers = ["ren-jie", "lu-jun", "tian-ye", "xie-fang", "dong-dawei", "pan-xiaoyu", "yuan-mei"];
    await drop(admin, "people.csv", [
      header,
      ...rows.filter((row) => !leavers.some((id) => row.startsWith(`"${id}"`))),
    ]);
    const people = page.getByRole("table", { name: "People" });
    await people.getByRole("row", { name: /Ren Jie Leaving – .*Sales/ }).waitFor();
    await page.getByRole("tab", { name: /^Spaces and rooms/ }).click();
    const rooms = page.getByRole("table", { name: "Spaces and rooms" });
    await rooms.getByRole("row", { name: /Everyone Room Other members −7/ }).waitFor();
    await expectAccessible(admin, "what an import changes");

    await page.getByRole("button", { name: /^Apply \d+ changes/ }).click();
    const brake = dialog(admin, "Unusually many leave");
    const field = brake.getByLabel(/^7 of \d+ people leave$/);
    const apply = brake.getByRole("button", { name: "Apply" });
    await field.fill("6");
    expect(await apply.isDisabled()).toBe(true);
    await field.fill("7");
    expect(await apply.isDisabled()).toBe(false);
    await expectAccessible(admin, "the mass-change brake");
    await brake.getByRole("button", { name: "Cancel" }).click();

    await page.goto("/admin/import");
    await page.getByRole("table", { name: "Earlier imports" }).getByRole("link").first().click();
    await page.getByText("Only checked; nothing was changed.").waitFor();
    await page.getByRole("table", { name: "Files" }).getByText("UTF-8").waitFor();
    await expectAccessible(admin, "an earlier import");
  });

  test("sees who may do what, and gives somebody another role", async ({ open }) => {
    const admin = await openAs(open, "admin", {}, "/admin/roles");
    const { page } = admin;
    const region = page.getByRole("region", { name: "Roles and abilities" });
    await region.getByRole("row", { name: /invite people from outside/ }).waitFor();
    await expectAccessible(admin, "roles");
    const somebody = "Fan Defu";
    const entry = page.getByRole("listitem").filter({ hasText: somebody });
    await page.getByRole("searchbox", { name: "Person" }).fill(somebody);
    for (const role of ["Sales", "Staff"]) {
      await entry.getByRole("button", { name: "Change role …" }).click();
      const choose = dialog(admin, `Role of ${somebody}`);
      await choose.getByLabel("Role", { exact: true }).selectOption({ label: role });
      await choose.getByRole("button", { name: "Save role" }).click();
      await page.getByText(`${somebody} now has the role ${role}`).waitFor();
      // The entry is read anew after that was said; the next change begins with what it knows.
      await entry.getByText(role, { exact: true }).waitFor();
    }
  });
});

test("somebody without the abilities finds no way to administration", async ({ open }) => {
  const { page } = await openAs(open, "staff");
  expect(await page.getByRole("link", { name: "Admin" }).count()).toBe(0);
  await page.goto("/admin");
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  expect(await page.getByRole("button", { name: /Drop files here/ }).count()).toBe(0);
});
