import { randomBytes } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { inParallel } from "../jobs/in-parallel.ts";
import type { Loading } from "./loading.ts";

interface SignIn {
  readonly userId: string;
  readonly role: string;
  /** Who that is, in the language of the installation. */
  readonly name: string;
  readonly password?: string;
  readonly guestId?: string;
}

const PASSWORD_BYTES = 12;
const LANES = 4;

/**
 * Gives each person of the sign-in table a password and writes the table,
 * readable by its owner only, whole or not at all.
 */
export async function writeAccounts({ company, matrix, settings, users }: Loading, file: string): Promise<void> {
  const people = new Map(company.people.map((person) => [person.id, person]));
  const guests = new Map(company.guests.map((guest) => [guest.key, guest]));
  const signIns: SignIn[] = company.signIns.map(({ account, description }) => {
    const id = "person" in account ? account.person : account.guest;
    const { guestId, userId } = users.of(id);
    const role = people.get(id)?.role ?? guests.get(id)?.role ?? "staff";
    const name = description[settings.locale];
    return guestId === undefined
      ? { userId, role, name, password: randomBytes(PASSWORD_BYTES).toString("base64url") }
      : { userId, role, name, guestId };
  });
  await inParallel(signIns, LANES, async ({ userId, password }) => {
    if (password !== undefined) await matrix.accounts.setPassword(userId, password);
  });
  const unfinished = `${file}.new`;
  await writeFile(unfinished, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}
