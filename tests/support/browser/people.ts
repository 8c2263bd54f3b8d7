import type { Role } from "@portico/contract/roles.ts";
import { stack } from "../stack.ts";
import type { Look, Profile } from "./profile.ts";
import type { OpenProfile } from "./test.ts";
import { words } from "./words.ts";

/** User id and password of the first account of the sample company with this role. */
export function accountOf(role: Role): { userId: string; password: string } {
  const account = stack().accounts.find((each) => each.role === role && each.password !== undefined);
  if (account?.password === undefined) throw new Error(`the sample company has no password sign-in for ${role}`);
  return { userId: account.userId, password: account.password };
}

/** Fills the sign-in form and presses the button. */
export async function enterPassword({ page, look }: Profile, user: string, password: string): Promise<void> {
  await page.getByLabel(words(look.locale, "sign-in.user"), { exact: true }).fill(user);
  await page.getByLabel(words(look.locale, "sign-in.password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: words(look.locale, "sign-in.submit"), exact: true }).click();
}

/** A browser in which somebody with this role is signed in and sees the shell. */
export async function openAs(open: OpenProfile, role: Role, look?: Partial<Look>, path?: string): Promise<Profile> {
  const profile = await open(look, path);
  const { userId, password } = accountOf(role);
  await enterPassword(profile, userId, password);
  await inside(profile);
  return profile;
}

/** Waits until the profile is signed in; on a phone the account of the staff is behind "More". */
export async function inside({ page, look }: Profile): Promise<void> {
  const account = page.getByRole("button", { name: words(look.locale, "shells.account-of", { name: "" }).trim() });
  const more = page.getByRole("button", { name: words(look.locale, "shells.more") });
  await account.or(more).first().waitFor();
}
