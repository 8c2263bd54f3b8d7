import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSampleCompany } from "@portico/config/sample-company/load.ts";
import type { AppserviceSettings } from "@portico/config/settings.ts";
import { connect } from "../db/connection.ts";
import { inParallel } from "../jobs/in-parallel.ts";
import { createLog } from "../log/logger.ts";
import { createMatrixPorts } from "../matrix/gateway.ts";
import { createTransport } from "../matrix/transport.ts";
import { createApi, signIn } from "./api.ts";
import { writeAccounts } from "./accounts.ts";
import { loadApprovals } from "./approvals.ts";
import { loadConversation } from "./conversation.ts";
import { importDirectory } from "./directory.ts";
import { inviteGuests } from "./guests.ts";
import { markRead } from "./receipts.ts";
import { findRooms } from "./rooms.ts";
import type { Loading } from "./loading.ts";
import { loadSuggestions } from "./suggestions.ts";
import { loadTasks } from "./tasks.ts";

interface LoadOptions {
  readonly dataFolder: string;
  /** Takes one line about what is being done. */
  readonly say: (line: string) => void;
}

const ACCOUNTS_FILE = "sample-accounts.json";
const LANES = 6;

/**
 * Brings the sample company into a running installation by the doors that real
 * people use: the CSV import, invitations, and Matrix in the name of each
 * author. It may be interrupted: what is there is found again, and nothing
 * comes twice. Ends by writing the sign-ins; when they are there, it does nothing.
 */
export async function loadSample(settings: AppserviceSettings, { dataFolder, say }: LoadOptions): Promise<void> {
  const file = join(dataFolder, ACCOUNTS_FILE);
  if (existsSync(file)) {
    say("the sample company is there already");
    return;
  }
  const log = createLog("warn");
  const db = connect(settings.databaseUrl, log);
  const transport = createTransport(settings, () => undefined);
  try {
    const company = await readSampleCompany();
    const operator = createApi(settings, settings.operatorToken);
    const loadedAt = await importDirectory(operator, company.folder, say);
    const admin = await signIn(settings, transport, `@${settings.firstAdmin}:${settings.serverName}`);
    const matrix = createMatrixPorts(transport, settings);
    const base = { company, settings, transport, matrix, db, operator, admin, loadedAt, say };
    const loading: Loading = { ...base, users: await inviteGuests(base) };
    const rooms = await findRooms(loading);

    let done = 0;
    await inParallel(company.conversations, LANES, async (conversation) => {
      await loadConversation(loading, rooms.roomOf(conversation.room), conversation);
      done += 1;
      say(`conversations: ${done} of ${company.conversations.length}`);
    });
    await loadSuggestions(loading);
    await loadApprovals(loading);
    await loadTasks(loading, rooms);
    await markRead(loading);
    await writeAccounts(loading, file);
    say("the sample company is complete");
  } finally {
    await transport.close();
    await db.destroy();
  }
}
