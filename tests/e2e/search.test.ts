import { expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { openAs } from "../support/browser/people.ts";
import { message } from "../support/browser/room.ts";
import { test } from "../support/browser/test.ts";
import { uniqueName } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { signIn } from "../support/sign-in.ts";

test("an old message is found from anywhere by a word inside of another, and opens at its place", async ({ open }) => {
  const word = uniqueName("needle").replace(" ", "");
  const [head, staff] = await Promise.all([signIn("department_head"), signIn("staff")]);
  const room = uniqueName("Haystack");
  const made = await matrix(head).call("POST", "/_matrix/client/v3/createRoom", {
    preset: "private_chat",
    name: room,
    invite: [staff.userId],
  });
  const roomId = String(made["room_id"]);
  await matrix(staff).call("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {});
  await matrix(head).send(roomId, `我家在上海东边 ${word}`);
  for (let count = 0; count < 60; count += 1) await matrix(head).send(roomId, `hay ${count}`);

  const profile = await openAs(open, "staff", {}, "/");
  const { page } = profile;
  await page.getByRole("navigation", { name: "Rooms" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox", { name: "Name of a room or person" }).fill(`上海 ${word}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);
  const hit = page.getByRole("listitem").filter({ hasText: word });
  await hit.locator("mark").getByText("上海").waitFor();
  await expectAccessible(profile, "what was found");
  expect(await hit.textContent()).toContain(room);
  await hit.getByRole("link").click();
  await page.waitForURL(/\/rooms\//);
  await message(profile, word).waitFor();

  await page.getByRole("button", { name: "Room menu" }).click();
  await page.getByRole("menuitem", { name: "Search here" }).click();
  await page.waitForURL(/\/search\?room=/);
  await page.getByRole("searchbox", { name: "Search messages and files" }).fill("hay 59");
  await page.getByRole("listitem").filter({ hasText: "hay 59" }).waitFor();
  await page.goBack();
  await page.goto(`/search?q=${uniqueName("nothing")}`);
  await page.getByText("Nothing found").waitFor();
  await expectAccessible(profile, "nothing found");
});

test("a colleague is found by the Chinese name or a part of it, whatever the language of the screen", async ({
  open,
}) => {
  const { page } = await openAs(open, "staff", {}, "/");
  await page.getByRole("navigation", { name: "Rooms" }).waitFor();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("searchbox", { name: "Name of a room or person" });
  // Somebody with whom no other test talks: a conversation would stand in place of the person.
  const option = page.getByRole("option").filter({ hasText: "Huang Yongchang" }).first();
  for (const words of ["黄永昌", "永昌", "yongchang", "Huang Y"]) {
    await field.fill(words);
    await option.waitFor();
    await field.fill("");
    await option.waitFor({ state: "detached" });
  }
  await field.fill("永昌");
  await option.click();
  await page.waitForURL(/\/(dm|rooms)\//);
});
