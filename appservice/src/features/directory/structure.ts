import type { LocalizedText } from "@portico/contract/common.ts";
import type { Role } from "@portico/contract/abilities.ts";
import type { Structure, StructureRoom, WantedMembership } from "../rooms/model.ts";

export interface DirectoryDepartment {
  readonly id: string;
  readonly name: LocalizedText;
  readonly parentId: string | null;
  readonly headId: string | null;
}

/** One account of the company that may sign in; `personId` is null for an account that no import has named. */
export interface DirectoryMember {
  readonly userId: string;
  readonly personId: string | null;
  readonly departmentId: string | null;
  readonly role: Role;
}

export interface Directory {
  readonly company: LocalizedText;
  /** Those that have not ended. */
  readonly departments: readonly DirectoryDepartment[];
  readonly members: readonly DirectoryMember[];
}

/** Power of who leads a room: invites, removes, sets the topic, but stands below the bot. */
const LEAD = 75;
const EVERYONE: LocalizedText = { en: "Everyone", zh: "全体成员" };

const spaceOf = (departmentId: string): string => `department:${departmentId}:space`;
const roomOf = (departmentId: string): string => `department:${departmentId}:room`;

/**
 * The company is a space with a room for everybody; each department is a space
 * with a room, inside its parent's. People are in the spaces of their own
 * department and all above it, and in their own department's room only. Who
 * heads a department is in it too, wherever else he belongs, and leads its room.
 */
export function structureOf(directory: Directory): Structure {
  const departments = new Map(directory.departments.map((department) => [department.id, department]));
  const memberships = new Map<string, WantedMembership>();
  const want = (wanted: WantedMembership): void => {
    const key = `${wanted.roomKey}\n${wanted.userId}\n${wanted.source}\n${wanted.sourceId}`;
    const power = Math.max(wanted.power, memberships.get(key)?.power ?? 0);
    memberships.set(key, { ...wanted, power });
  };

  function enter({ userId }: DirectoryMember, departmentId: string, power: number): void {
    const because = { userId, source: "department", sourceId: departmentId } as const;
    want({ ...because, roomKey: roomOf(departmentId), power });
    for (let at = departments.get(departmentId); at !== undefined; at = departments.get(at.parentId ?? "")) {
      want({ ...because, roomKey: spaceOf(at.id), power: 0 });
    }
  }

  const byPerson = new Map(directory.members.map((member) => [member.personId, member]));
  for (const member of directory.members) {
    const because = { userId: member.userId, source: "company", sourceId: "" } as const;
    want({ ...because, roomKey: "company:space", power: 0 });
    want({ ...because, roomKey: "company:room", power: member.role === "admin" ? LEAD : 0 });
    if (member.departmentId !== null && departments.has(member.departmentId)) enter(member, member.departmentId, 0);
  }
  for (const { id, headId } of directory.departments) {
    const head = headId === null ? undefined : byPerson.get(headId);
    if (head !== undefined) enter(head, id, LEAD);
  }
  return {
    rooms: [...companyRooms(directory.company), ...directory.departments.flatMap(departmentRooms)],
    memberships: [...memberships.values()],
  };
}

function companyRooms(company: LocalizedText): StructureRoom[] {
  const common = { purpose: "company", department_id: null, project_id: null, archived: false } as const;
  return [
    { ...common, key: "company:space", kind: "space", name_en: company.en, name_zh: company.zh, parent_key: null },
    {
      ...common,
      key: "company:room",
      kind: "room",
      name_en: EVERYONE.en,
      name_zh: EVERYONE.zh,
      parent_key: "company:space",
    },
  ];
}

function departmentRooms({ id, name, parentId }: DirectoryDepartment): StructureRoom[] {
  const common = {
    purpose: "department",
    department_id: id,
    project_id: null,
    name_en: name.en,
    name_zh: name.zh,
    archived: false,
  } as const;
  return [
    { ...common, key: spaceOf(id), kind: "space", parent_key: parentId === null ? "company:space" : spaceOf(parentId) },
    { ...common, key: roomOf(id), kind: "room", parent_key: spaceOf(id) },
  ];
}
