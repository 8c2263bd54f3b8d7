import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { api } from "../support/api.ts";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { dialog } from "../support/browser/dialog.ts";
import { openAs } from "../support/browser/people.ts";
import { test } from "../support/browser/test.ts";
import { uniqueName } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { signIn } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

test("an announcement to one department is written, confirmed, liked from another client, commented, corrected and recalled", async ({
  open,
}) => {
  const title = uniqueName("Price list");
  const head = await openAs(open, "department_head", {}, "/work/announcements/new");
  const { page } = head;
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Text").fill("Use the **new** template.");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator(".preview strong").getByText("new").waitFor();
  await page.getByRole("button", { name: "Publish now" }).click();
  await page.getByText("Choose whom it is for.").waitFor();
  await page.getByLabel("Whom it is for").selectOption({ label: "Department: Sales" });
  await page.getByText(/people read it/).waitFor();
  await page.getByLabel("Everybody must confirm").check();
  await expectAccessible(head, "an announcement being written");
  await page.getByRole("button", { name: "Publish now" }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  const seller = await openAs(open, "sales", { width: 390 }, "/work/announcements");
  await seller.page.getByRole("link", { name: new RegExp(title) }).click();
  await seller.page.getByRole("button", { name: "I have read this" }).click();
  await seller.page.getByText("You have confirmed this.").waitFor();
  await page.getByText(/\b1 of \d+ have confirmed/).waitFor();

  const user = await signIn("sales");
  const { roomId, eventId } = await waitFor("it stands in its room", async () => {
    const params = { announcementId: id };
    const { announcement } = await api(user).call("GET /api/announcements/{announcementId}", { params });
    const [room, message] = [announcement.roomId, announcement.eventId];
    return room !== null && message !== null && { roomId: room, eventId: message };
  });
  await matrix(user).call(
    "PUT",
    `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.reaction/${randomUUID()}`,
    { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key: "👍" } },
  );
  await page.getByRole("button", { name: "1 like" }).waitFor();
  await seller.page.getByLabel("Write a comment").fill("For framework contracts too?");
  await seller.page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.getByText("For framework contracts too?").waitFor();
  await expectAccessible(seller, "an announcement with a comment on a phone");
  await expectAccessible(head, "an announcement with its readers");

  const outsider = await openAs(open, "staff", {}, "/work/announcements");
  await outsider.page.getByRole("link", { name: /.+/ }).first().waitFor();
  expect(await outsider.page.getByText(title).count()).toBe(0);
  outsider.problems.expect(/^404 GET \/api\/announcements\//);
  outsider.problems.expect(/404 \(Not Found\)/);
  await outsider.page.goto(`/work/announcements/${id}`);
  await outsider.page.getByText("This announcement is not for you, or does not exist").waitFor();

  await page.locator("announcement-article").getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Correct" }).click();
  await page.getByLabel("Text").fill("Use the new template from Monday on.");
  await page.getByRole("button", { name: "Publish the correction" }).click();
  await page.getByText(/Edition 1,/).waitFor();
  await seller.page.getByText("from Monday on").waitFor();
  await seller.page.getByRole("button", { name: "I have read this" }).waitFor();

  await page.locator("announcement-article").getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Recall" }).click();
  await dialog(head, /^Recall/)
    .getByRole("button", { name: "Recall" })
    .click();
  await page.getByText("Recalled: nobody reads it any more but you.").waitFor();
  seller.problems.expect(/^404 GET \/api\/announcements\//);
  seller.problems.expect(/404 \(Not Found\)/);
  await seller.page.getByText("This announcement is not for you, or does not exist").waitFor();
});
