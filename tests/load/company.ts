import { ImportReport } from "@portico/contract/imports.ts";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { csvFiles } from "../support/csv.ts";
import { type CompanyFiles, type CompanySize, generateCompany } from "../support/generated-company.ts";
import { asBot, json, operator, type Place, provisioning } from "./ask.ts";

/** Somebody with a session and the room that the department gave him. */
export interface Member {
  readonly userId: string;
  readonly accessToken: string;
  readonly roomId: string;
}

/** Eight departments of five: who talks while something is measured. */
export const SMALL: CompanySize = { people: 40, departments: 8, projects: 0 };
/** Of everybody who talks. */
export const PASSWORD = "measured-not-guessed";
const LOOK_MS = 250;
/** Looks until it is said again how far it is. */
const SAID_EVERY = 120;

interface HandedIn {
  readonly dryRun: boolean;
  readonly confirmLeavers?: number | undefined;
  readonly confirmDepartments?: number | undefined;
}

/** Hands files in through the product's own import; throws when a row is refused. */
export async function handIn(
  place: Place,
  files: Partial<CompanyFiles>,
  options: HandedIn = { dryRun: false },
): Promise<ImportReport> {
  // A company without projects has no file of them.
  const filled = Object.fromEntries(Object.entries(files).filter(([, text]) => text.trimEnd().includes("\n")));
  const body = { ...options, ...csvFiles(filled) };
  const report = ImportReport.parse(await operator(place, "POST", "/api/directory/imports", body));
  if (report.counts.refuse > 0) throw new Error(`the company was refused: ${JSON.stringify(report.rows.slice(0, 3))}`);
  return report;
}

/** Imports a company, waits until chat follows, and gives a session to its first people, one for each that is asked for. */
export async function openCompany(place: Place, size: CompanySize = SMALL, talkers = SMALL.people): Promise<Member[]> {
  await handIn(place, generateCompany(size));
  await followed(place);
  return Promise.all(
    Array.from({ length: Math.min(talkers, size.people) }, (_, p) => signIn(place, p, p % size.departments)),
  );
}

/** Waits until accounts, rooms and memberships are as the directory wants them. */
export async function followed(place: Place): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    const state = await provisioning(place);
    if (Object.values(state).every(({ wanted, done }) => done >= wanted && wanted > 0)) return;
    if (looks % SAID_EVERY === 0) {
      const words = Object.entries(state).map(([what, { wanted, done }]) => `${what} ${done}/${wanted}`);
      process.stdout.write(`  ${words.join(", ")}\n`);
    }
    await pause(LOOK_MS);
  }
}

async function signIn(place: Place, person: number, department: number): Promise<Member> {
  const userId = `@user.${person}:${place.installation.config.serverName}`;
  await asBot(place, "PUT", `/_synapse/admin/v2/users/${encodeURIComponent(userId)}`, { password: PASSWORD });
  const login = await json(`${place.installation.urls.homeserver}/_matrix/client/v3/login`, "POST", undefined, {
    type: "m.login.password",
    identifier: { type: "m.id.user", user: userId },
    password: PASSWORD,
  });
  const { access_token: accessToken } = z.object({ access_token: z.string() }).parse(login);
  return { userId, accessToken, roomId: await roomOf(place, userId, `d${department}`) };
}

async function roomOf(place: Place, userId: string, departmentId: string): Promise<string> {
  const ask = (path: string) =>
    asBot(place, "GET", `/_matrix/client/v3/${path}?user_id=${encodeURIComponent(userId)}`).then((answer) =>
      Object(answer),
    );
  const { joined_rooms: rooms } = z.object({ joined_rooms: z.array(z.string()) }).parse(await ask("joined_rooms"));
  for (const roomId of rooms) {
    const state = `rooms/${encodeURIComponent(roomId)}/state`;
    const purpose = await ask(`${state}/org.portico.room`);
    const isSpace = Reflect.get(await ask(`${state}/m.room.create`), "type") === "m.space";
    if (!isSpace && Reflect.get(purpose, "department_id") === departmentId) return roomId;
  }
  throw new Error(`nobody put ${userId} into the room of ${departmentId}`);
}
