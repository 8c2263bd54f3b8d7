import { z } from "zod";

import { ExternalId, LocalizedText, pageOf, PageQuery, RoomId, Timestamp, UserId } from "./common.ts";
import { Hindrance } from "./error-body.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { AbilityName } from "./names.ts";
import { roles, staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

export const Department = z
  .object({
    id: ExternalId,
    name: LocalizedText,
    parentId: ExternalId.nullable(),
    headId: ExternalId.nullable().meta({ description: "Who leads the department and is still here" }),
    spaceId: RoomId.nullable().meta({ description: "The department's Matrix space, once it exists" }),
    roomId: RoomId.nullable().meta({ description: "The department's room, once it exists" }),
    peopleCount: z
      .number()
      .int()
      .meta({ description: "People directly in this department, by their main or another position" }),
    branchCount: z
      .number()
      .int()
      .meta({ description: "People in this department and all below it, each counted once" }),
  })
  .meta({ id: "Department" });
export type Department = z.infer<typeof Department>;

export const Rank = z
  .object({
    id: ExternalId,
    level: z.number().int().meta({ description: "Higher is more senior" }),
    name: LocalizedText,
  })
  .meta({ id: "Rank" });

/** What somebody is besides the main position. */
export const Position = z
  .object({
    id: ExternalId,
    departmentId: ExternalId,
    title: LocalizedText,
    rankId: ExternalId.nullable(),
    managerId: ExternalId.nullable().meta({ description: "Whom the person reports to in this position" }),
  })
  .meta({ id: "Position", description: "A position besides a person's main one" });

export const projectStates = ["active", "ended"] as const;

export const Project = z
  .object({
    id: ExternalId,
    name: LocalizedText,
    lead: z.object({ id: ExternalId, userId: UserId, name: LocalizedText }).nullable(),
    state: z.enum(projectStates).meta({ description: "ended: its room is closed and stays readable" }),
    peopleCount: z.number().int().meta({ description: "Members, the lead included" }),
    roomId: RoomId.nullable().meta({ description: "The project's room, once it exists" }),
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof Project>;

export const Person = z
  .object({
    id: ExternalId,
    userId: UserId,
    name: LocalizedText,
    title: LocalizedText,
    email: z.string().nullable(),
    departmentId: ExternalId.nullable(),
    rankId: ExternalId.nullable(),
    managerId: ExternalId.nullable().meta({ description: "The line manager" }),
    positions: z.array(Position).meta({ description: "Further positions, besides the one above" }),
    role: z.enum(staffRoles),
    state: z.enum(["active", "left"]),
    provisioned: z.boolean().meta({ description: "The Matrix account exists" }),
    version: z.number().int().meta({ description: "Expected by commands on this person" }),
  })
  .meta({ id: "Person" });
export type Person = z.infer<typeof Person>;

/** How far one kind of thing follows, and how fast it goes on. */
const Progress = z.object({
  wanted: z.number().int(),
  done: z.number().int(),
  rate: z.number().meta({ description: "Per second, over the last minute" }),
});

const personParams = z.strictObject({ personId: ExternalId });

export const abilities = defineAbilities({
  "directory.read": { meaning: "see departments, people and reporting lines", roles: staffRoles },
  "role.read": { meaning: "see which role holds which ability", roles: ["admin", "auditor"] },
  "role.assign": { meaning: "give a person another role", roles: ["admin"] },
});

/** Person ids. */
interface LeadChange {
  readonly from: string | null;
  readonly to: string | null;
  /** `to` joined with the same import: then this is no news to anybody. */
  readonly newcomer: boolean;
}

const department = ({ departmentId }: { departmentId: string }): string => `department:${departmentId}`;
const project = ({ projectId }: { projectId: string }): string => `project:${projectId}`;
const person = ({ personId }: { personId: string }): string => `person:${personId}`;

export const events = {
  "department.founded": event<{ departmentId: string }>(department),
  "department.ended": event<{ departmentId: string }>(department),
  "department.head-changed": event<LeadChange & { departmentId: string }>(department),
  /** Its head has left: who leads it until an import names another one; null: nobody. */
  "department.handed-over": event<{ departmentId: string; from: string; to: string | null }>(department),
  /** New, or back: departments of all positions, the main one first. */
  "person.joined": event<{ personId: string; userId: string; departments: string[] }>(person),
  /** In other departments than before. */
  "person.moved": event<{ personId: string; userId: string; from: string[]; to: string[] }>(person),
  "person.left": event<{ personId: string; userId: string }>(person),
  "person.role-changed": event<{ personId: string; from: string; to: string }>(person),
  "project.started": event<{ projectId: string }>(project),
  "project.ended": event<{ projectId: string }>(project),
  "project.reopened": event<{ projectId: string }>(project),
  "project.lead-changed": event<LeadChange & { projectId: string }>(project),
  "project.handed-over": event<{ projectId: string; from: string; to: string | null }>(project),
  "project.members-changed": event<{ projectId: string; joined: string[]; left: string[] }>(project),
};

export const notices = {
  "department.lead": notice<{ departmentId: string; department: LocalizedText }>(),
  /** In the place of somebody who has left. */
  "department.handed-over": notice<{ departmentId: string; department: LocalizedText; person: LocalizedText }>(),
  "project.lead": notice<{ projectId: string; project: LocalizedText }>(),
  "project.handed-over": notice<{ projectId: string; project: LocalizedText; person: LocalizedText }>(),
  "role.changed": notice<{ from: string; to: string }>(),
};

export const topics = defineTopics({
  directory: "directory.read",
  roles: "role.read",
});

export const errors = defineErrors({
  LAST_ADMIN: { status: 409, message: "The last administrator must keep the role", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/directory/organisation": {
    access: "directory.read",
    summary: "All departments and ranks",
    response: z.object({
      company: LocalizedText,
      peopleCount: z.number().int(),
      departments: z.array(Department),
      ranks: z.array(Rank),
    }),
  },
  "GET /api/directory/people": {
    access: "directory.read",
    summary: "People, by department, project or text, ordered by name",
    query: PageQuery.extend({
      departmentId: ExternalId.optional(),
      projectId: ExternalId.optional(),
      search: z.string().max(100).optional(),
      userId: UserId.optional(),
    }),
    response: pageOf(Person),
  },
  "GET /api/directory/people/{personId}": {
    access: "directory.read",
    summary: "One person with line manager, direct reports in any position, and projects",
    params: personParams,
    response: z.object({
      person: Person,
      manager: Person.nullable(),
      reports: z.array(Person),
      projects: z.array(Project),
    }),
  },
  "PUT /api/directory/people/{personId}/role": {
    access: "role.assign",
    summary: "Give a person another role",
    params: personParams,
    body: z.strictObject({ role: z.enum(staffRoles), expectedVersion: z.number().int() }),
    response: Person,
  },
  "POST /api/directory/people/{personId}/links": {
    access: "person.issue-link",
    summary: "Issue a one-time sign-in link to a person",
    params: personParams,
    response: z.object({ link: z.url(), expiresAt: Timestamp }),
    status: 201,
  },
  "GET /api/directory/projects": {
    access: "directory.read",
    summary: "Projects, those that run first, ordered by name",
    query: PageQuery.extend({ state: z.enum(projectStates).optional(), search: z.string().max(100).optional() }),
    response: pageOf(Project),
  },
  "GET /api/directory/provisioning": {
    access: "directory.import",
    summary: "How far accounts and rooms follow the directory",
    response: z.object({
      accounts: Progress,
      rooms: Progress,
      memberships: Progress,
      problem: Hindrance.nullable().meta({ description: "Why it does not go on at the moment" }),
    }),
  },
  "GET /api/roles": {
    access: "role.read",
    summary: "Which role holds which ability",
    response: z.object({
      roles: z.array(z.object({ role: z.enum(roles), abilities: z.array(z.string()), people: z.number().int() })),
      abilities: z.array(
        z.object({
          ability: AbilityName,
          meaning: z.string(),
        }),
      ),
    }),
  },
});
