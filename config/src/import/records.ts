import { routes } from "@portico/contract/imports.ts";
import { ImportReport } from "@portico/contract/imports.ts";
import type { Installation } from "../installation.ts";
import { tableLines, type Terminal } from "../terminal.ts";
import { askService } from "../ask-service.ts";
import { outcomeOf, printReport } from "./print.ts";

const NEWEST = 50;

/** `portico imports`: the newest imports, one line each; with an id, that one as it was reported. */
export async function showImports(
  installation: Installation,
  terminal: Terminal,
  id: string | undefined,
): Promise<void> {
  if (id !== undefined) {
    const path = `/api/directory/imports/${encodeURIComponent(id)}`;
    printReport(await askService(installation, path, ImportReport), terminal);
    return;
  }
  const list = routes["GET /api/directory/imports"].response;
  const { items, total } = await askService(installation, `/api/directory/imports?limit=${NEWEST}`, list);
  const rows = items.map((each) => [
    each.id,
    each.at,
    each.by,
    each.dryRun ? "dry run" : each.applied ? "applied" : (each.refusal?.code ?? "refused"),
    outcomeOf(each),
  ]);
  for (const line of tableLines(rows)) terminal.line(line);
  terminal.line(`${items.length} of ${total} imports.`);
}
