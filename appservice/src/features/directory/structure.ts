import type { LocalizedText } from "@portico/contract/common.ts";
import type { Role } from "@portico/contract/roles.ts";
import type { Structure, StructureRoom, WantedMembership } from "../rooms/model.ts";

export interface DirectoryDepartment {
  readonly id: string;
  readonly name: LocalizedText;
  readonly parentId: string | null;
  readonly headId: string | null;
}

export interface DirectoryProject {
  readonly id: string;
  readonly name: LocalizedText;
  readonly leadId: string | null;
  readonly ended: boolean;
  /** Person ids. */
  readonly members: readonly string[];
}

/** One account of the company that may sign in; `personId` is null for an account that no import has named. */
export interface DirectoryMember {
  readonly userId: string;
  readonly personId: string | null;
  /** Of all positions, the main one first. */
  readonly departments: readonly string[];
  readonly role: Role;
}

export interface Directory {
  readonly company: LocalizedText;
  /** Those that have not ended. */
  readonly departments: readonly DirectoryDepartment[];
  /** Those that have ended too: their rooms are closed and stay. */
  readonly projects: readonly DirectoryProject[];
  readonly members: readonly DirectoryMember[];
}

/** Power of who leads a room: invites, removes, sets the topic, but stands below the bot. */
const LEAD = 75;
const EVERYONE: LocalizedText = { en: "Everyone", zh: "全体成员" };
const PROJECTS: LocalizedText = { en: "Projects", zh: "项目" };

const spaceOf = (departmentId: string): string => `department:${departmentId}:space`;
const roomOf = (departmentId: string): string => `department:${departmentId}:room`;
const projectRoomOf = (projectId: string): string => `project:${projectId}:room`;

/**
 * The company is a space with a room for everybody; each department is a space
 * with a room, inside its parent's; projects have a space with a room for each.
 * People are in the spaces of their departments and all above them, and in
 * their departments' own rooms only, once for each position. Who heads a
 * department is in it too, wherever else he belongs, and leads its room; who
 * leads a project likewise. The room of a project that has ended is closed, and
 * its members stay.
 */
export function structureOf(directory: Directory): Structure {
  const departments = new Map(directory.departments.map((department) => [department.id, department]));
  const memberships = new Map<string, WantedMembership>();
  const want = (wanted: WantedMembership): void => {
    const key = `${wanted.roomKey}\n${wanted.userId}\n${wanted.source}\n${wanted.sourceId}`;
    const before = memberships.get(key);
    if (before === undefined || before.power < wanted.power) memberships.set(key, wanted);
  };

  function enter({ userId }: DirectoryMember, departmentId: string, power: number): void {
    const because = { userId, source: "department", sourceId: departmentId } as const;
    want({ ...because, roomKey: roomOf(departmentId), power });
    for (let at = departments.get(departmentId); at !== undefined; at = departments.get(at.parentId ?? "")) {
      want({ ...because, roomKey: spaceOf(at.id), power: 0 });
    }
  }

  function join({ userId }: DirectoryMember, projectId: string, power: number): void {
    const because = { userId, source: "project", sourceId: projectId } as const;
    want({ ...because, roomKey: "projects:space", power: 0 });
    want({ ...because, roomKey: projectRoomOf(projectId), power });
  }

  const byPerson = new Map(directory.members.map((member) => [member.personId, member]));
  for (const member of directory.members) {
    const because = { userId: member.userId, source: "company", sourceId: "" } as const;
    want({ ...because, roomKey: "company:space", power: 0 });
    want({ ...because, roomKey: "company:room", power: member.role === "admin" ? LEAD : 0 });
    for (const id of member.departments) if (departments.has(id)) enter(member, id, 0);
  }
  for (const { id, headId } of directory.departments) {
    const head = headId === null ? undefined : byPerson.get(headId);
    if (head !== undefined) enter(head, id, LEAD);
  }
  for (const { id, leadId, members } of directory.projects) {
    for (const personId of members) {
      const member = byPerson.get(personId);
      if (member !== undefined) join(member, id, 0);
    }
    const lead = leadId === null ? undefined : byPerson.get(leadId);
    if (lead !== undefined) join(lead, id, LEAD);
  }
  return {
    rooms: [
      ...companyRooms(directory.company),
      ...directory.departments.flatMap(departmentRooms),
      ...projectRooms(directory.projects),
    ],
    memberships: [...memberships.values()],
  };
}

function companyRooms(company: LocalizedText): StructureRoom[] {
  const common = { purpose: "company", department_id: null, project_id: null, archived: false } as const;
  return [
    { ...common, ...named(company), key: "company:space", kind: "space", parent_key: null },
    { ...common, ...named(EVERYONE), key: "company:room", kind: "room", parent_key: "company:space" },
  ];
}

function departmentRooms({ id, name, parentId }: DirectoryDepartment): StructureRoom[] {
  const common = {
    ...named(name),
    purpose: "department",
    department_id: id,
    project_id: null,
    archived: false,
  } as const;
  return [
    { ...common, key: spaceOf(id), kind: "space", parent_key: parentId === null ? "company:space" : spaceOf(parentId) },
    { ...common, key: roomOf(id), kind: "room", parent_key: spaceOf(id) },
  ];
}

function projectRooms(projects: readonly DirectoryProject[]): StructureRoom[] {
  if (projects.length === 0) return [];
  const common = { purpose: "project", department_id: null } as const;
  return [
    {
      ...common,
      ...named(PROJECTS),
      key: "projects:space",
      kind: "space",
      project_id: null,
      parent_key: "company:space",
      archived: false,
    },
    ...projects.map(({ id, name, ended }): StructureRoom => ({
      ...common,
      ...named(name),
      key: projectRoomOf(id),
      kind: "room",
      project_id: id,
      parent_key: "projects:space",
      archived: ended,
    })),
  ];
}

const named = ({ en, zh }: LocalizedText) => ({ name_en: en, name_zh: zh });
