import { createHash, randomBytes } from "node:crypto";
import { importFiles, type ImportedFile, type ImportReport, type ImportRequest } from "@portico/contract/imports.ts";
import type { z } from "zod";
import type { Context } from "../../../context.ts";
import { inTransaction, type Tx } from "../../../db/connection.ts";
import { recordEvents } from "../../../db/record-event.ts";
import { AppError, hindranceOf } from "../../../errors.ts";
import { type Actor, actorName } from "../../../policy/actor.ts";
import { insertChanges } from "../../live/index.ts";
import { followDirectory } from "../follow-directory.ts";
import { handOver } from "../hand-over/hand-over.ts";
import { countActiveAdmins } from "../store.ts";
import { applyPlan } from "./apply/apply.ts";
import { factsOf } from "./apply/facts.ts";
import { NO_DIFFERENCE } from "./difference/describe.ts";
import { findDifference } from "./difference/find.ts";
import { rememberWanted } from "./difference/store.ts";
import type { AnyRow, GivenFiles } from "./files.ts";
import { parseFile } from "./parse.ts";
import { type ImportPlan, planImport } from "./plan.ts";
import { presentImport, presentSummary } from "./records/present.ts";
import { countImports, deleteOldDryRuns, findImport, insertImport, listImports } from "./records/store.ts";
import { loadStored, lockImports } from "./store.ts";

type Request = z.output<typeof ImportRequest>;

/** Thrown to leave the transaction without a trace. */
class TakenBack extends Error {}

/** Dry runs are kept for so many days; what was applied or refused is kept for good. */
const DRY_RUN_DAYS = 30;

type Parts = Pick<Context, "db" | "settings"> & { readonly rooms: Pick<Context["rooms"], "setStructure" | "wake"> };

export function createImportService({ db, settings, rooms }: Parts) {
  const rules = {
    reserved: { prefix: settings.guests.prefix, usernames: [settings.homeserver.senderLocalpart] },
    brakePercent: settings.directory.brakePercent,
  };
  const userIdOf = (username: string): string => `@${username}:${settings.serverName}`;

  /**
   * All rows or none: a refused row leaves everything as it was and shows in
   * the report. What is refused as a whole is thrown. All of it is kept on record.
   */
  async function run(actor: Actor, request: Request): Promise<ImportReport> {
    const started = performance.now();
    const report = beginReport(actor, request);
    const keep = async (tx: Tx): Promise<void> => {
      report.durationMs = Math.round(performance.now() - started);
      await insertImport(tx, report);
      // What changed something is told through the outbox.
      if (!report.applied || changesOf(report) === 0) {
        await insertChanges(tx, [{ topic: "imports", ids: [report.id] }]);
      }
    };
    try {
      await inTransaction(db, async (tx) => {
        if (!(await lockImports(tx))) throw new AppError("IMPORT_RUNNING");
        const given = parseAll(request, report.files);
        await compareAndApply(tx, actor, request, given, report);
        // A dry run does everything, so that what it promises is what happens, and then takes it back.
        if (!report.applied) throw new TakenBack();
        await keep(tx);
      });
    } catch (error) {
      const refused = error instanceof AppError && error.code !== "IMPORT_RUNNING";
      if (!refused && !(error instanceof TakenBack)) throw error;
      if (refused) report.refusal = hindranceOf(error);
      await inTransaction(db, keep);
      if (refused) throw error;
    }
    if (report.applied) rooms.wake();
    else await deleteOldDryRuns(db, DRY_RUN_DAYS);
    return report;
  }

  async function compareAndApply(
    tx: Tx,
    actor: Actor,
    request: Request,
    given: GivenFiles,
    report: ImportReport,
  ): Promise<void> {
    const stored = await loadStored(tx, settings.serverName);
    const plan = planImport(given, stored, rules);
    Object.assign(report, { counts: plan.counts, rows: plan.rows, brakes: plan.brakes, difference: NO_DIFFERENCE });
    if (plan.counts.refuse > 0) return;
    const { create, update, leave } = plan.counts;
    if (changesOf(plan) > 0) {
      await rememberWanted(tx);
      await applyPlan(tx, plan, settings);
      if (plan.leave.people.length > 0) await handOver(tx, actor, plan.leave.people);
      if ((await countActiveAdmins(tx)) === 0) throw new AppError("LAST_ADMIN");
      await followDirectory(tx, { rooms, settings });
      const facts = factsOf(plan, stored, userIdOf);
      report.difference = await findDifference(tx, plan, facts);
      if (!request.dryRun) {
        requireConfirmation(plan, request);
        const summary = {
          name: "directory.imported" as const,
          payload: { importId: report.id, create, update, leave },
        };
        await recordEvents(tx, actor, [...facts, summary]);
      }
    }
    report.applied = !request.dryRun;
  }

  function parseAll(request: Request, received: ImportedFile[]): GivenFiles {
    const given: Record<string, AnyRow[]> = {};
    const faults: AppError[] = [];
    for (const entry of received) {
      const content = request[entry.file]?.content ?? "";
      try {
        const { encoding, rows } = parseFile(entry.file, entry.name, Buffer.from(content, "base64"));
        Object.assign(entry, { encoding, rows: rows.length });
        given[entry.file] = rows;
      } catch (error) {
        // The record tells of every file how it could be read; the first that cannot be is named.
        if (!(error instanceof AppError)) throw error;
        faults.push(error);
      }
    }
    const [fault] = faults;
    if (fault !== undefined) throw fault;
    return given;
  }

  async function list({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
    const rows = await listImports(db, { after: cursor, limit: limit + 1 });
    const items = rows.slice(0, limit).map(presentSummary);
    return {
      items,
      nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
      total: await countImports(db),
    };
  }

  async function get(id: string): Promise<ImportReport> {
    const row = await findImport(db, id);
    if (row === undefined) throw new AppError("NOT_FOUND", { noun: "import" });
    return presentImport(row);
  }

  return { run, list, get };
}

const changesOf = ({ counts: { create, update, leave } }: Pick<ImportReport, "counts">): number =>
  create + update + leave;

/** Throws `IMPORT_BRAKE` when more go than may go unasked, or another number than the request says. */
function requireConfirmation({ brakes, going }: ImportPlan, request: Request): void {
  for (const [what, confirmed] of [
    ["people", request.confirmLeavers],
    ["departments", request.confirmDepartments],
  ] as const) {
    const sound =
      confirmed === undefined ? brakes.every((brake) => brake.what !== what) : confirmed === going[what].leaving;
    if (!sound) throw new AppError("IMPORT_BRAKE", { ...going[what] });
  }
}

function beginReport(actor: Actor, request: Request): ImportReport {
  const files = importFiles.flatMap((file): ImportedFile[] => {
    const sent = request[file];
    if (sent === undefined) return [];
    const bytes = Buffer.from(sent.content, "base64");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return [{ file, name: sent.name, bytes: bytes.length, sha256, encoding: null, rows: null }];
  });
  if (files.length === 0) {
    throw new AppError("REQUEST_INVALID", {}, { problems: [{ path: "body", message: "name at least one file" }] });
  }
  const at = new Date().toISOString();
  return {
    id: `${at.replaceAll(/\D/g, "")}-${randomBytes(4).toString("hex")}`,
    dryRun: request.dryRun,
    applied: false,
    at,
    by: actorName(actor),
    byName: actor.kind === "operator" ? null : actor.name,
    durationMs: 0,
    files,
    counts: { create: 0, update: 0, unchanged: 0, leave: 0, refuse: 0 },
    brakes: [],
    refusal: null,
    difference: NO_DIFFERENCE,
    rows: [],
  };
}
