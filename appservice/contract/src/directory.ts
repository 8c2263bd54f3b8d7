import { z } from "zod";
import { importFiles, type ImportFile } from "./import-columns.ts";
import { abilityNames, roles, staffRoles } from "./abilities.ts";
import { ExternalId, LocalizedText, pageOf, PageQuery, RoomId, Timestamp, UserId } from "./common.ts";
import { Hindrance } from "./errors.ts";
import { defineRoutes } from "./routes.ts";

export const Department = z
  .object({
    id: ExternalId,
    name: LocalizedText,
    parentId: ExternalId.nullable(),
    headId: ExternalId.nullable().meta({ description: "The person who leads the department" }),
    spaceId: RoomId.nullable().meta({ description: "The department's Matrix space, once it exists" }),
    roomId: RoomId.nullable().meta({ description: "The department's room, once it exists" }),
    peopleCount: z.number().int().meta({ description: "People directly in this department" }),
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
    role: z.enum(staffRoles),
    state: z.enum(["active", "left"]),
    provisioned: z.boolean().meta({ description: "The Matrix account exists" }),
    version: z.number().int().meta({ description: "Expected by commands on this person" }),
  })
  .meta({ id: "Person" });
export type Person = z.infer<typeof Person>;

/** One CSV file: its name and its bytes in base64, so that the encoding can be judged by the service. */
const CsvFile = z
  .strictObject({ name: z.string().min(1).max(255), content: z.base64().max(14_000_000) })
  .meta({ id: "CsvFile" });

/** The files of an import; a file that is missing leaves its records as they are. */
export const ImportRequest = z
  .strictObject({
    dryRun: z.boolean().meta({ description: "true: report only, change nothing" }),
    departments: CsvFile.optional(),
    ranks: CsvFile.optional(),
    people: CsvFile.optional(),
    customers: CsvFile.optional(),
  })
  .meta({ id: "ImportRequest" });

/** What is wrong with a row. Clients translate by code. */
export const rowProblems = [
  "DUPLICATE_ID",
  "DUPLICATE_USERNAME",
  "VALUE_MISSING",
  "VALUE_INVALID",
  "DEPARTMENT_UNKNOWN",
  "RANK_UNKNOWN",
  "MANAGER_UNKNOWN",
  "MANAGER_CYCLE",
  "DEPARTMENT_CYCLE",
  "HEAD_UNKNOWN",
  "FORMULA_IN_CELL",
  "COLUMN_COUNT",
] as const;
export type RowProblem = (typeof rowProblems)[number];

/**
 * Why a file of an import cannot be read as a whole: `problem` in the fields of
 * `IMPORT_FILE_INVALID`. Clients translate by code; `detail` beside it says the
 * same in English, `column` and `line` say where.
 */
export const fileProblems = [
  "EMPTY",
  "NO_ROWS",
  "ENCODING_UTF16",
  "ENCODING_GB18030",
  "ENCODING_UNKNOWN",
  "TEXT_DAMAGED",
  "WORKBOOK",
  "SEPARATOR",
  "COLUMN_TWICE",
  "COLUMN_UNKNOWN",
  "COLUMN_MISSING",
  "NOT_CSV",
] as const;
export type FileProblem = (typeof fileProblems)[number];

export { importFiles, type ImportFile };

export const ImportRow = z
  .object({
    file: z.enum(importFiles),
    line: z.number().int().meta({ description: "Line in the file, the header being line 1" }),
    id: z.string(),
    action: z.enum(["create", "update", "unchanged", "leave", "refuse"]),
    changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
    problems: z.array(z.object({ code: z.enum(rowProblems), field: z.string(), value: z.string() })),
  })
  .meta({ id: "ImportRow" });
export type ImportRow = z.infer<typeof ImportRow>;

export const ImportCounts = z
  .object({
    create: z.number().int(),
    update: z.number().int(),
    unchanged: z.number().int(),
    leave: z.number().int(),
    refuse: z.number().int(),
  })
  .meta({ id: "ImportCounts" });

export const ImportReport = z
  .object({
    id: z.string(),
    dryRun: z.boolean(),
    applied: z.boolean().meta({ description: "false when it was a dry run or any row was refused" }),
    at: Timestamp,
    by: z.string(),
    counts: ImportCounts,
    rows: z.array(ImportRow).meta({ description: "All rows but the unchanged ones, problems first" }),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof ImportReport>;

/** How far one kind of thing follows, and how fast it goes on. */
const Progress = z.object({
  wanted: z.number().int(),
  done: z.number().int(),
  rate: z.number().meta({ description: "Per second, over the last minute" }),
});

const personParams = z.strictObject({ personId: ExternalId });

export const directoryRoutes = defineRoutes({
  "GET /api/directory/organisation": {
    access: "directory.read",
    summary: "All departments and ranks",
    response: z.object({ company: LocalizedText, departments: z.array(Department), ranks: z.array(Rank) }),
  },
  "GET /api/directory/people": {
    access: "directory.read",
    summary: "People, by department or by text, ordered by name",
    query: PageQuery.extend({
      departmentId: ExternalId.optional(),
      search: z.string().max(100).optional(),
      userId: UserId.optional(),
    }),
    response: pageOf(Person),
  },
  "GET /api/directory/people/{personId}": {
    access: "directory.read",
    summary: "One person with line manager and direct reports",
    params: personParams,
    response: z.object({ person: Person, manager: Person.nullable(), reports: z.array(Person) }),
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
  "POST /api/directory/imports": {
    access: "directory.import",
    summary: "Import departments, ranks, people and customer companies from CSV; all rows or none",
    body: ImportRequest,
    response: ImportReport,
  },
  "GET /api/directory/imports": {
    access: "directory.import",
    summary: "Earlier imports, newest first, without their rows",
    query: PageQuery,
    response: pageOf(ImportReport.omit({ rows: true })),
  },
  "GET /api/directory/imports/{importId}": {
    access: "directory.import",
    summary: "One import with its rows",
    params: z.strictObject({ importId: z.string().max(64) }),
    response: ImportReport,
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
          ability: z.enum(abilityNames as [(typeof abilityNames)[number], ...typeof abilityNames]),
          meaning: z.string(),
        }),
      ),
    }),
  },
});
