import { randomBytes } from "node:crypto";
import type { Customer, Guest } from "@portico/contract/guests.ts";
import { api } from "./api.ts";
import { signInByLink, type User } from "./sign-in.ts";

/** A name that no other test uses. */
export const uniqueName = (beginning: string): string => `${beginning} ${randomBytes(4).toString("hex")}`;

/** The customer companies of the sample company; there are two or more. */
export async function twoCustomers(as: User): Promise<[Customer, Customer]> {
  const { items } = await api(as).call("GET /api/customers");
  const [first, second] = items;
  if (first === undefined || second === undefined) throw new Error("the sample company has fewer than two customers");
  return [first, second];
}

interface InvitedGuest {
  readonly guest: Guest;
  readonly link: string;
  readonly linkExpiresAt: string;
}

/** A new guest of the first customer company, invited and not arrived. */
export async function inviteGuest(
  inviter: User,
  { customerId, ...rest }: { customerId?: string; name?: string; email?: string; accountDays?: number } = {},
): Promise<InvitedGuest> {
  return api(inviter).call("POST /api/guests", {
    body: {
      name: uniqueName("Guest"),
      customerId: customerId ?? (await twoCustomers(inviter))[0].id,
      ...rest,
    },
  });
}

/** A new guest who has used the link and is signed in. */
export async function arrivedGuest(
  inviter: User,
  options: Parameters<typeof inviteGuest>[1] = {},
): Promise<{ guest: Guest; user: User }> {
  const { guest, link } = await inviteGuest(inviter, options);
  return { guest, user: await signInByLink(link) };
}
