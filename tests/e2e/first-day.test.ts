import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { expectAccessible } from "../support/browser/accessibility.ts";
import { accountOf, enterPassword, inside, openAs } from "../support/browser/people.ts";
import { beginEdit, chooseOfMessage, enterRoom, field, message, say } from "../support/browser/room.ts";
import { test } from "../support/browser/test.ts";
import { matrix } from "../support/matrix.ts";
import { signIn } from "../support/sign-in.ts";

const ROOM = "Everyone";
const unique = (words: string) => `${words} ${randomUUID().slice(0, 8)}`;

describe("a message to a colleague", () => {
  test("opens from the address, arrives, and an address with a dot is served", async ({ open }) => {
    const { userId } = accountOf("department_head");
    const sun = await openAs(open, "staff");
    const answer = await sun.page.goto(`/dm/${userId}`);
    expect(answer?.status()).toBe(200);
    await field(sun).waitFor();
    const words = unique("Welcome to the team");
    await say(sun, words);
    await message(sun, words).waitFor();
    await expectAccessible(sun, "a conversation of two");
    const { pathname } = new URL(sun.page.url());
    // Opened once more on a fresh page it is the same conversation, not another one.
    await sun.page.goto(`/dm/${userId}`);
    await field(sun).waitFor();
    expect(new URL(sun.page.url()).pathname).toBe(pathname);
    await sun.page.getByRole("heading", { level: 1, name: /^Fang Zhiyuan/ }).waitFor();
    const fang = await openAs(open, "department_head");
    await fang.page
      .getByRole("navigation", { name: "Rooms" })
      .getByRole("link", { name: /Sun Yue/ })
      .first()
      .waitFor();
  });
});

describe("what is written", () => {
  test("goes to the room in which it was sent, whichever is open by then", async ({ open }) => {
    const user = await signIn("staff");
    const other = unique("Elsewhere");
    await matrix(user).call("POST", "/_matrix/client/v3/createRoom", { name: other });
    const sun = await openAs(open, "staff");
    await enterRoom(sun, ROOM);
    const chooser = sun.page.waitForEvent("filechooser");
    await sun.page.getByRole("button", { name: "Attach files" }).click();
    const name = `${randomUUID()}.txt`;
    await (
      await chooser
    ).setFiles(
      [1, 2, 3, 4].map((place) => ({ name: `${place}-${name}`, mimeType: "text/plain", buffer: Buffer.from(name) })),
    );
    await field(sun).press("Enter");
    const words = unique("for everyone");
    await say(sun, words);
    await enterRoom(sun, other);
    await enterRoom(sun, ROOM);
    await message(sun, words).waitFor();
    await message(sun, `4-${name}`).waitFor();
  });

  test("stays with its files and its edit while another room is open, and over a reload", async ({ open }) => {
    const user = await signIn("staff");
    const [here, there] = [unique("Drafts here"), unique("Drafts there")];
    for (const name of [here, there]) await matrix(user).call("POST", "/_matrix/client/v3/createRoom", { name });
    const sun = await openAs(open, "staff");
    await enterRoom(sun, here);
    const words = unique("first words");
    await say(sun, words);
    await message(sun, words).waitFor();
    const chooser = sun.page.waitForEvent("filechooser");
    await sun.page.getByRole("button", { name: "Attach files" }).click();
    await (await chooser).setFiles([{ name: "kept.txt", mimeType: "text/plain", buffer: Buffer.from("kept") }]);
    await beginEdit(sun, words);
    await field(sun).fill(`${words} changed`);
    await enterRoom(sun, there);
    await enterRoom(sun, here);
    const kept = async () => {
      await sun.page.getByText("kept.txt").waitFor();
      await expect.poll(() => field(sun).inputValue()).toBe(`${words} changed`);
    };
    await kept();
    await sun.page.reload();
    await kept();
  });
});

test("a deleted message leaves none of the words of its edits", async ({ open }) => {
  const user = await signIn("staff");
  const name = unique("Deleted");
  const created = await matrix(user).call("POST", "/_matrix/client/v3/createRoom", { name });
  const roomId = String(created["room_id"]);
  const sun = await openAs(open, "staff");
  await enterRoom(sun, name);
  const words = unique("secret");
  await say(sun, words);
  await message(sun, words).waitFor();
  await beginEdit(sun, words);
  await field(sun).fill(`${words} again`);
  await field(sun).press("Enter");
  await message(sun, `${words} again`).getByText("(edited)").waitFor();
  await chooseOfMessage(sun, `${words} again`, "Delete");
  await sun.page.locator("ui-dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await message(sun, "Message deleted").waitFor();
  const history = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=50`;
  await expect
    .poll(async () => JSON.stringify(await matrix(user).call("GET", history)).includes(words), { timeout: 10_000 })
    .toBe(false);
});

test("a second account in another tab takes over, and the first ends alone", async ({ open }) => {
  const sun = await openAs(open, "staff");
  // The first tab's token is over by then, and two tabs of one device share a sync position.
  sun.problems.expect(/^401 /, /^400 POST .*\/sync$/);
  const second = await sun.context.newPage();
  await second.goto("/");
  const tab = { ...sun, page: second };
  await inside(tab);
  await second.getByRole("button", { name: /^Account/ }).click();
  await second.getByRole("menuitem", { name: "Sign out" }).click();
  const { userId, password } = accountOf("department_head");
  await enterPassword(tab, userId, password);
  await inside(tab);
  await sun.page.getByRole("button", { name: "Sign in", exact: true }).waitFor({ timeout: 40_000 });
  await second.reload();
  await inside(tab);
});

test("unread messages are counted on every page", async ({ open }) => {
  const [user, fang] = await Promise.all([signIn("staff"), signIn("department_head")]);
  const created = await matrix(fang).call("POST", "/_matrix/client/v3/createRoom", { name: unique("Counted") });
  const roomId = String(created["room_id"]);
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
  await matrix(fang).call("POST", `${room}/invite`, { user_id: user.userId });
  await matrix(user).call("POST", `${room}/join`, {});
  await matrix(fang).send(roomId, "not read yet");
  const sun = await openAs(open, "staff", {}, "/people");
  await sun.page.reload();
  await sun.page.getByRole("link", { name: /^Chat \d/ }).waitFor();
  await expect.poll(() => sun.page.title()).toMatch(/^\(\d/);
});

test("a group is made, talked in, answered in a thread, pinned and muted", async ({ open }) => {
  const sun = await openAs(open, "staff");
  const { page } = sun;
  await page.getByRole("button", { name: "New", exact: true }).click();
  await page.getByRole("menuitem", { name: "Group" }).click();
  const name = unique("Calibration");
  const nameField = page.getByLabel("Name of the group");
  await expect.poll(() => nameField.evaluate((field) => field.matches(":focus"))).toBe(true);
  await nameField.fill(name);
  for (const colleague of ["Fang Zhiyuan", "Liang Jing"]) {
    await page.getByLabel("People", { exact: true }).fill(colleague);
    await page.getByRole("option", { name: colleague }).first().click();
  }
  await page.getByRole("button", { name: "Create group" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  const question = unique("Who calibrates on Monday?");
  await say(sun, question);
  await message(sun, question).getByRole("button", { name: "Delivered" }).waitFor();

  await chooseOfMessage(sun, question, "Pin");
  await message(sun, question).getByText("Pinned").waitFor();
  await chooseOfMessage(sun, question, "Reply in thread");
  const thread = page.locator("chat-thread");
  const answer = unique("I do");
  await thread.getByRole("textbox").fill(answer);
  await thread.getByRole("textbox").press("Enter");
  await thread.getByRole("article").filter({ hasText: answer }).waitFor();
  await page
    .locator("chat-room > .room, section.room")
    .getByRole("button", { name: /^1 reply/ })
    .waitFor();
  expect(await page.locator("section.room").getByRole("article").filter({ hasText: answer }).count()).toBe(0);
  await expectAccessible(sun, "a thread");

  await page.getByRole("button", { name: "Back to the threads" }).click();
  await page.locator("chat-found").getByText(question).waitFor();
  for (const tab of ["Pinned", "Files", "Settings"]) {
    await page.getByRole("tab", { name: tab }).click();
    await expectAccessible(sun, `the panel ${tab}`);
  }
  await page.getByRole("radio", { name: "Mentions only" }).check();
  await page.reload();
  await expect.poll(() => page.getByRole("radio", { name: "Mentions only" }).isChecked()).toBe(true);
});

test("a name shows who somebody is, and the room stays", async ({ open }) => {
  const [sun, fang] = await Promise.all([openAs(open, "staff"), openAs(open, "department_head")]);
  await Promise.all([enterRoom(sun, ROOM), enterRoom(fang, ROOM)]);
  const words = unique("morning");
  await say(fang, words);
  await message(sun, words).waitFor();
  // Several messages in a row carry the name once.
  await sun.page
    .getByRole("log")
    .getByRole("button", { name: /^Fang Zhiyuan/ })
    .last()
    .click();
  const card = sun.page.getByRole("dialog", { name: /^Fang Zhiyuan/ });
  await card.getByText("Department").waitFor();
  await expectAccessible(sun, "a person's card");
  await sun.page.getByRole("heading", { level: 1, name: ROOM }).waitFor();
  await card.getByRole("link", { name: "Message" }).click();
  await field(sun).waitFor();
  expect(new URL(sun.page.url()).pathname).not.toBe("/");
});
