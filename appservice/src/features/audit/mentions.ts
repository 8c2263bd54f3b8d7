/** What a payload names by an id; `subject` is that as a subject is written, like `person:…`. */
interface Mention {
  readonly id: string;
  readonly subject: string;
}

/** Kinds of what stands in a field whatever the event is. */
const kinds: Readonly<Record<string, string>> = {
  departmentId: "department",
  departments: "department",
  projectId: "project",
  customerId: "customer",
  guestId: "guest",
  partnerId: "partner",
  personId: "person",
  joined: "person",
  left: "person",
  roomId: "room",
  userId: "account",
  actor: "account",
  by: "account",
};

/** Kinds of what a change was `from` and `to`; a role is none of them. */
const changes: Readonly<Record<string, string>> = {
  "person.moved": "department",
  "department.head-changed": "person",
  "department.handed-over": "person",
  "project.lead-changed": "person",
  "project.handed-over": "person",
  "guest.handed-over": "account",
};

/** Everything that an entry's payload names. What an older release wrote in another shape is left out. */
export function mentionsOf(name: string, payload: Readonly<Record<string, unknown>>): Mention[] {
  const kindOf = (field: string): string | undefined => {
    if (field === "from" || field === "to") return changes[name];
    if (field === "stateKey") return payload["type"] === "m.room.member" ? "account" : undefined;
    return kinds[field];
  };
  return Object.entries(payload).flatMap(([field, value]) => {
    const kind = kindOf(field);
    if (kind === undefined) return [];
    const ids: unknown[] = Array.isArray(value) ? value : [value];
    return ids.filter((id) => typeof id === "string").map((id) => ({ id, subject: `${kind}:${id}` }));
  });
}
