import { randomBytes } from "node:crypto";
import { importFiles, type ImportReport, type ImportRequest } from "@portico/contract/directory.ts";
import type { z } from "zod";
import type { Context } from "../../../context.ts";
import { inTransaction, type Tx } from "../../../db/connection.ts";
import { recordEvent } from "../../../db/record-event.ts";
import { AppError } from "../../../errors.ts";
import { type Actor, actorName } from "../../../policy/actor.ts";
import { followDirectory } from "../follow-directory.ts";
import { handOver } from "../hand-over/hand-over.ts";
import { countActiveAdmins } from "../store.ts";
import type { AnyRow, Cells } from "./files.ts";
import { parseFile } from "./parse.ts";
import { type GivenFiles, type ImportPlan, planImport } from "./plan.ts";
import {
  countImports,
  deleteRanks,
  endDepartments,
  findImport,
  insertImport,
  leavePeople,
  listImports,
  loadStored,
  lockImports,
  writeCustomers,
  writeDepartments,
  writePeople,
  writeRanks,
} from "./store.ts";

type Request = z.output<typeof ImportRequest>;
type Summary = Omit<ImportReport, "rows">;

/** Thrown to leave the transaction of a dry run without a trace. */
class DryRunEnds extends Error {}

export function createImportService({ db, settings, rooms }: Context) {
  const bot = settings.homeserver.senderLocalpart;
  const reserved = { prefix: settings.guests.prefix, usernames: [bot] };

  /** All rows or none: a refused row leaves everything as it was and shows in the report. */
  async function run(actor: Actor, request: Request): Promise<ImportReport> {
    const given = parseAll(request);
    const result: { report?: ImportReport } = {};
    try {
      await inTransaction(db, async (tx) => {
        if (!(await lockImports(tx))) throw new AppError("IMPORT_RUNNING");
        const plan = planImport(given, await loadStored(tx, settings.serverName), reserved);
        const sound = plan.counts.refuse === 0;
        result.report = describe(actor, plan, { dryRun: request.dryRun, applied: sound && !request.dryRun });
        if (sound) await apply(tx, actor, plan);
        // A dry run does everything, so that what it promises is what happens, and then takes it back.
        if (request.dryRun) throw new DryRunEnds();
        await insertImport(tx, result.report);
        if (!sound) return;
        const { create, update, leave } = plan.counts;
        await recordEvent(tx, actor, "directory.imported", { importId: result.report.id, create, update, leave });
      });
    } catch (error) {
      if (!(error instanceof DryRunEnds)) throw error;
    }
    if (result.report === undefined) throw new Error("an import ended without a report");
    if (result.report.applied) rooms.wake();
    return result.report;
  }

  function parseAll(request: Request): GivenFiles {
    const given: Record<string, AnyRow[]> = {};
    for (const file of importFiles) {
      const sent = request[file];
      if (sent !== undefined) given[file] = parseFile(file, sent.name, Buffer.from(sent.content, "base64"));
    }
    if (Object.keys(given).length === 0) {
      throw new AppError("REQUEST_INVALID", {}, { problems: [{ path: "body", message: "name at least one file" }] });
    }
    return given;
  }

  async function apply(tx: Tx, actor: Actor, { write, leave }: ImportPlan): Promise<void> {
    await writeDepartments(tx, parentsFirst(write.departments));
    await writeRanks(tx, write.ranks);
    await writePeople(tx, write.people, settings);
    await writeCustomers(tx, write.customers);
    await leavePeople(tx, leave.people);
    if (leave.people.length > 0) await handOver(tx, actor);
    await endDepartments(tx, leave.departments);
    await deleteRanks(tx, leave.ranks);
    if ((await countActiveAdmins(tx)) === 0) throw new AppError("LAST_ADMIN");
    await followDirectory(tx, { rooms, settings });
  }

  async function list({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
    const rows = await listImports(db, { after: cursor, limit: limit + 1 });
    const items = rows.slice(0, limit).map((row): Summary => ({ ...row, dryRun: false, at: row.at.toISOString() }));
    return {
      items,
      nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
      total: await countImports(db),
    };
  }

  async function get(id: string): Promise<ImportReport> {
    const row = await findImport(db, id);
    if (row === undefined) throw new AppError("NOT_FOUND", { noun: "import" });
    return { ...row, dryRun: false, at: row.at.toISOString() };
  }

  return { run, list, get };
}

function describe(actor: Actor, plan: ImportPlan, outcome: { dryRun: boolean; applied: boolean }): ImportReport {
  const at = new Date().toISOString();
  return {
    id: `${at.replaceAll(/\D/g, "")}-${randomBytes(4).toString("hex")}`,
    ...outcome,
    at,
    by: actorName(actor),
    counts: plan.counts,
    rows: [...plan.rows],
  };
}

/** Orders departments so that each comes after its parent, as the foreign key demands; the plan refuses cycles. */
function parentsFirst(records: readonly Cells<"departments">[]): Cells<"departments">[] {
  const parents = new Map(records.map((cells) => [cells.id, cells.parent_id]));
  const depth = (id: string): number => {
    const parent = parents.get(id);
    return parent === undefined ? 0 : 1 + depth(parent);
  };
  return records
    .map((cells) => ({ cells, depth: depth(cells.id) }))
    .sort((left, right) => left.depth - right.depth)
    .map(({ cells }) => cells);
}
