import { OperationsDetail, OperationsItem } from "@portico/contract/operations.ts";
import { z } from "zod";
import { askService } from "./ask-service.ts";
import type { Installation } from "./installation.ts";
import { tableLines, type Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

const List = z.object({ items: z.array(OperationsItem), nextCursor: z.string().nullable() });

interface InspectOptions {
  /** Of a list: `inbox` or `outbox`, both when absent. */
  readonly direction: string | undefined;
  readonly state: string | undefined;
  readonly text: string | undefined;
  /** Hand over the item once more. */
  readonly replay: string | undefined;
  /** Print for programs: one JSON value. */
  readonly json: boolean;
}

/**
 * `npm run inspect`: every event on its way, as the page shows it. Without an
 * item it lists, with one it tells its way so far. Resolves to 1 when an item
 * stands.
 */
export async function inspect(
  installation: Installation,
  terminal: Terminal,
  [itemId]: readonly string[],
  options: InspectOptions,
): Promise<number> {
  const id = options.replay ?? itemId;
  if (id === undefined) return list(installation, terminal, options);
  const path = `/api/operations/items/${encodeURIComponent(id)}`;
  let detail = await askService(installation, path, OperationsDetail);
  if (options.replay !== undefined) {
    const body = { expectedVersion: detail.item.version };
    detail = await askService(installation, `${path}/replay`, OperationsDetail, body);
  }
  if (options.json) process.stdout.write(`${JSON.stringify(detail)}\n`);
  else printDetail(detail, terminal);
  return detail.item.state === "parked" ? 1 : 0;
}

async function list(installation: Installation, terminal: Terminal, options: InspectOptions): Promise<number> {
  const items: OperationsItem[] = [];
  for (const direction of options.direction === undefined ? ["inbox", "outbox"] : [options.direction]) {
    const query = new URLSearchParams({ direction });
    if (options.state !== undefined) query.set("state", options.state);
    if (options.text !== undefined) query.set("text", options.text);
    items.push(...(await askService(installation, `/api/operations/items?${query.toString()}`, List)).items);
  }
  if (options.json) process.stdout.write(`${JSON.stringify(items)}\n`);
  else {
    for (const line of tableLines(items.map(rowOf))) terminal.line(line);
    terminal.line();
    terminal.line(
      items.length === 0
        ? "There is nothing."
        : `One item: ${typed(installation, "inspect", "ID")}. Once more: ${typed(installation, "inspect", "--replay", "ID")}`,
    );
  }
  return items.some(({ state }) => state === "parked") ? 1 : 0;
}

const rowOf = ({ at, state, id, what, stream, attempts, problem }: OperationsItem): string[] => [
  at,
  state,
  id,
  what,
  stream,
  attempts > 0 ? `${attempts} failed` : "",
  problem ?? "",
];

function printDetail({ item, timeline, behind, content }: OperationsDetail, terminal: Terminal): void {
  terminal.line(`${item.id}  ${item.what}  ${item.state}`);
  terminal.line(`Stream ${item.stream}; ${behind} behind it`);
  if (item.problem !== null) terminal.line(`Problem: ${item.problem}`);
  terminal.line();
  for (const line of tableLines(timeline.map(({ at, step, detail }) => [at, step, detail ?? ""]))) terminal.line(line);
  terminal.line();
  terminal.line(JSON.stringify(content, null, 2));
}
