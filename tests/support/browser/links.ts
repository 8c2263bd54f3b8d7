import { stack } from "../stack.ts";
import type { Look, Profile } from "./profile.ts";
import { inside } from "./people.ts";
import type { OpenProfile } from "./test.ts";
import { words } from "./words.ts";

/** The part of a one-time link behind the address of the installation. */
export const pathOf = (link: string): string => link.slice(new URL(link).origin.length);

/** Opens a one-time link in a fresh browser and enters. */
export async function openByLink(open: OpenProfile, link: string, look?: Partial<Look>): Promise<Profile> {
  const profile = await open(look, pathOf(link));
  await enter(profile);
  return profile;
}

/** Presses the button of a link's page and waits until one is inside. */
export async function enter(profile: Profile): Promise<void> {
  const { page, look } = profile;
  const company = stack().settings.company[look.locale];
  await page.getByRole("button", { name: words(look.locale, "sign-in.link-enter", { company }) }).click();
  await inside(profile);
}
