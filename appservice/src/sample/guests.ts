import type { Person } from "@portico/contract/directory.ts";
import type { Guest } from "@portico/contract/guests.ts";
import { signIn } from "./api.ts";
import { waitForProvisioning } from "./directory.ts";
import type { Loading, SampleUser, Users } from "./loading.ts";
import { setOutsiderRole, wantInCustomerRoom } from "./store.ts";

/**
 * Invites the guests who are not there yet, each by his contact person, and
 * waits until everybody is in his rooms.
 */
export async function inviteGuests(loading: Omit<Loading, "users">): Promise<Users> {
  const { admin, company, db, operator, say, settings, transport } = loading;
  const people = new Map((await allPeople(loading)).map((person) => [person.id, person]));
  const userIdOf = (personId: string): string => {
    const person = people.get(personId);
    if (person === undefined) throw new Error(`the sample has no person ${personId}`);
    return person.userId;
  };
  const before = await admin.call("GET /api/guests", { query: { limit: "500" } });
  for (const guest of company.guests) {
    if (before.items.some((known) => isSame(known, guest))) continue;
    const inviter = await signIn(settings, transport, userIdOf(guest.invited_by));
    const { name, email, customer_id: customerId, locale } = guest;
    await inviter.call("POST /api/guests", { body: { name, email, customerId, locale } });
  }
  for (const { room } of company.conversations) {
    // Colleagues whom a contact person brings into the customer's room; nobody can invite them by hand yet.
    if ("customer" in room) await wantInCustomerRoom(db, room.customer, room.members.map(userIdOf));
  }
  say(`guests: ${company.guests.length}`);
  await waitForProvisioning(operator, say);

  const { items } = await admin.call("GET /api/guests", { query: { limit: "500" } });
  const users = new Map<string, SampleUser>();
  for (const person of people.values()) users.set(person.id, { userId: person.userId, names: namesOf(person) });
  for (const guest of company.guests) {
    const found = items.find((known) => isSame(known, guest));
    if (found === undefined) throw new Error(`the guest ${guest.key} was not invited`);
    await setOutsiderRole(db, found.userId, guest.role);
    const { userId, id: guestId, roomId } = found;
    users.set(guest.key, { userId, names: [guest.name], guestId, ...(roomId !== null && { roomId }) });
  }
  return {
    of(id) {
      const user = users.get(id);
      if (user === undefined) throw new Error(`the sample has nobody called ${id}`);
      return user;
    },
  };
}

const isSame = (known: Guest, guest: { name: string; customer_id: string }): boolean =>
  known.name === guest.name && known.customer.id === guest.customer_id;

const namesOf = ({ name }: Person): string[] => [...new Set([name.zh, name.en])].filter((text) => text !== "");

async function allPeople({ admin }: Pick<Loading, "admin">): Promise<Person[]> {
  const people: Person[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: Record<string, string> = { limit: "500", ...(cursor !== "" && { cursor }) };
    const page: { items: Person[]; nextCursor: string | null } = await admin.call("GET /api/directory/people", {
      query,
    });
    people.push(...page.items);
    cursor = page.nextCursor;
  }
  return people;
}
