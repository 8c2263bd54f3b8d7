import { z } from "zod";
import { LocalizedText, pageOf, PageQuery, Timestamp, UserId } from "./common.ts";
import { Hindrance } from "./error-body.ts";
import { importFiles, type ImportFile } from "./import-columns.ts";
import { defineAbilities, defineErrors, defineTopics, event } from "./declare.ts";
import { defineRoutes } from "./routes.ts";

/** One CSV file: its name and its bytes in base64, so that the encoding can be judged by the service. */
const CsvFile = z
  .strictObject({ name: z.string().min(1).max(255), content: z.base64().max(14_000_000) })
  .meta({ id: "CsvFile" });

/** A number that the asker has read and typed; it must be exactly what the import would do. */
const confirmation = z.number().int().min(0).optional();

/**
 * The files of an import; a file that is missing leaves its records as they
 * are. One file may have 10 MB, the request with all of them 20 MB.
 */
export const ImportRequest = z
  .strictObject({
    dryRun: z.boolean().meta({ description: "true: report only, change nothing" }),
    confirmLeavers: confirmation.meta({ description: "How many people leave, when `IMPORT_BRAKE` asks for it" }),
    confirmDepartments: confirmation.meta({ description: "How many departments end, when `IMPORT_BRAKE` asks for it" }),
    departments: CsvFile.optional(),
    ranks: CsvFile.optional(),
    people: CsvFile.optional(),
    positions: CsvFile.optional(),
    projects: CsvFile.optional(),
    project_members: CsvFile.optional(),
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
  "PERSON_UNKNOWN",
  "PROJECT_UNKNOWN",
  "MANAGER_CYCLE",
  "DEPARTMENT_CYCLE",
  "DEPARTMENT_DEPTH",
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

/** How a file's text was written. */
export const encodings = ["utf-8", "gb18030"] as const;
export type Encoding = (typeof encodings)[number];

/** A file of an import as it came. */
export const ImportedFile = z
  .object({
    file: z.enum(importFiles),
    name: z.string(),
    bytes: z.number().int(),
    sha256: z.string().meta({ description: "Of the bytes, in hexadecimal digits" }),
    encoding: z.enum(encodings).nullable().meta({ description: "null: it cannot be read" }),
    rows: z.number().int().nullable(),
  })
  .meta({ id: "ImportedFile" });
export type ImportedFile = z.infer<typeof ImportedFile>;

/** What happens to people: who comes (also back), goes, is elsewhere than before, or is described otherwise. */
export const personDifferences = ["joins", "moves", "changes", "leaves"] as const;
/** What happens to rooms. A room with other members only is `members`. */
export const roomDifferences = ["opens", "closes", "changes", "members"] as const;

/** Members are counted as persons, whatever the number of reasons for which each is in the room. */
export const ImportDifference = z
  .object({
    counts: z.object({
      people: z.record(z.enum(personDifferences), z.number().int()),
      rooms: z.record(z.enum(roomDifferences), z.number().int()),
      enter: z.number().int().meta({ description: "Memberships that begin" }),
      exit: z.number().int().meta({ description: "Memberships that end" }),
    }),
    people: z.array(
      z.object({
        userId: UserId,
        name: LocalizedText,
        what: z.enum(personDifferences),
        enter: z.array(z.string()).meta({ description: "Keys of the rooms entered, without spaces" }),
        exit: z.array(z.string()).meta({ description: "Keys of the rooms left, without spaces" }),
      }),
    ),
    rooms: z.array(
      z.object({
        key: z.string(),
        name: LocalizedText,
        kind: z.enum(["space", "room"]),
        what: z.enum(roomDifferences),
        enter: z.number().int(),
        exit: z.number().int(),
      }),
    ),
  })
  .meta({ id: "ImportDifference", description: "What an import changes, or would change" });
export type ImportDifference = z.infer<typeof ImportDifference>;

/** More records go than may go unasked; `leaving` is the number that the request has to confirm. */
export const ImportBrake = z
  .object({
    what: z.enum(["people", "departments"]),
    leaving: z.number().int(),
    total: z.number().int(),
    percent: z.number().int().meta({ description: "Share that may go without confirmation" }),
  })
  .meta({ id: "ImportBrake" });
export type ImportBrake = z.infer<typeof ImportBrake>;

export const ImportReport = z
  .object({
    id: z.string(),
    dryRun: z.boolean(),
    applied: z.boolean().meta({ description: "false when it was a dry run or anything was refused" }),
    at: Timestamp,
    by: z.string(),
    byName: LocalizedText.nullable().meta({ description: "Of people; null for the launcher" }),
    durationMs: z.number().int(),
    files: z.array(ImportedFile),
    counts: ImportCounts,
    brakes: z.array(ImportBrake).meta({ description: "What has to be confirmed before this can be applied" }),
    refusal: Hindrance.nullable().meta({ description: "Why the import as a whole was refused" }),
    difference: ImportDifference,
    rows: z.array(ImportRow).meta({ description: "All rows but the unchanged ones, problems first" }),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof ImportReport>;

/** An import without its lists. */
const ImportSummary = ImportReport.omit({ rows: true, difference: true })
  .extend({ difference: ImportDifference.pick({ counts: true }) })
  .meta({ id: "ImportSummary" });

export const abilities = defineAbilities({
  "directory.import": { meaning: "import departments and people", roles: ["admin", "operator"] },
});

export const events = {
  "directory.imported": event<{ importId: string; create: number; update: number; leave: number }>(() => "directory"),
};

export const topics = defineTopics({
  imports: "directory.import",
});

export const errors = defineErrors({
  IMPORT_RUNNING: { status: 409, message: "Another import is running", log: "info" },
  IMPORT_FILE_INVALID: { status: 422, message: "The file {file} cannot be read: {detail}", log: "info" },
  IMPORT_BRAKE: {
    status: 409,
    message:
      "{leaving} of {total} {what} would go; up to {percent} % go unasked, more need exactly this number confirmed",
    log: "warn",
  },
  IMPORT_REFUSED: { status: 422, message: "{count} rows have problems; nothing was changed", log: "info" },
});

export const routes = defineRoutes({
  "POST /api/directory/imports": {
    access: "directory.import",
    summary: "Import the organisation, its people and projects and the customer companies from CSV; all rows or none",
    body: ImportRequest,
    bodyLimit: "import",
    response: ImportReport,
  },
  "GET /api/directory/imports": {
    access: "directory.import",
    summary: "Earlier imports, refused ones and dry runs too, newest first, without their lists",
    query: PageQuery,
    response: pageOf(ImportSummary),
  },
  "GET /api/directory/imports/{importId}": {
    access: "directory.import",
    summary: "One import with its rows and its difference",
    params: z.strictObject({ importId: z.string().max(64) }),
    response: ImportReport,
  },
});
