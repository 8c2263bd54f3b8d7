import type { Locator } from "playwright-core";
import { waitFor } from "../wait-for.ts";
import type { Profile } from "./profile.ts";
import { words } from "./words.ts";

/** Chooses a room in the list and waits until one can write there. */
export async function enterRoom(profile: Profile, name: string): Promise<void> {
  const { page, look } = profile;
  const list = page.getByRole("navigation", { name: words(look.locale, "chat.rooms"), exact: true });
  await list.getByRole("link", { name }).first().click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  await field(profile).waitFor();
}

/** Where messages are written. */
export const field = ({ page, look }: Profile): Locator =>
  page.getByRole("textbox", { name: words(look.locale, "chat.write"), exact: true });

/** Writes a message and sends it with Enter. */
export async function say(profile: Profile, text: string): Promise<void> {
  await field(profile).fill(text);
  await field(profile).press("Enter");
}

/** The message with these words, wherever it stands in the conversation. */
export const message = ({ page }: Profile, text: string): Locator =>
  page.getByRole("article").filter({ hasText: text });

/** Presses a button that a message shows to whoever points at it; points again when the conversation moved meanwhile. */
export async function pressOfMessage(one: Locator, name: string): Promise<void> {
  await waitFor(`"${name}" of the message is pressed`, async () => {
    await one.hover();
    return one
      .getByRole("button", { name, exact: true })
      .click({ timeout: 1_000 })
      .then(
        () => true,
        () => false,
      );
  });
}

/** Opens the menu of a message and chooses a line of it. */
export async function chooseOfMessage(profile: Profile, text: string, entry: string): Promise<void> {
  const { page, look } = profile;
  await pressOfMessage(message(profile, text), words(look.locale, "chat.more-actions"));
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

/** Begins to change an own message, and waits until the field holds it: what is typed before belongs to the draft. */
export async function beginEdit(profile: Profile, text: string): Promise<void> {
  await chooseOfMessage(profile, text, "Edit");
  await profile.page.locator("chat-composer").getByText("Editing", { exact: true }).waitFor();
}
