import type { SampleCompany, SampleRoom } from "./schema.ts";

/** Person ids and guest keys of everybody who is in the room. */
export function membersOf(company: SampleCompany, room: SampleRoom): string[] {
  if ("company" in room) return company.people.map((person) => person.id);
  if ("department" in room)
    return [
      ...company.people.filter((person) => person.department_id === room.department).map((person) => person.id),
      ...company.positions
        .filter((position) => position.department_id === room.department)
        .map((position) => position.person_id),
    ];
  if ("customer" in room)
    return [
      ...room.members,
      ...company.guests.filter((guest) => guest.customer_id === room.customer).map((guest) => guest.key),
    ];
  if ("direct" in room) return [...room.direct];
  return company.projectMembers
    .filter((member) => member.project_id === room.project)
    .map((member) => member.person_id);
}
