import { ImportReport } from "@portico/contract/directory.ts";
import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "@portico/config/context.ts";
import { z } from "zod";

/** Somebody with a session and the room that the department gave him. */
export interface Member {
  readonly userId: string;
  readonly accessToken: string;
  readonly roomId: string;
}

export const DEPARTMENTS = 8;
const PEOPLE_PER_DEPARTMENT = 5;
/** Where a company goes and the tokens that open it. */
type Place = Pick<Context, "installation" | "secrets">;

/** Of everybody of the company. */
export const PASSWORD = "measured-not-guessed";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Imports departments of five people each through the product's own import, and waits until chat follows. */
export async function importBenchCompany(context: Place, size = DEPARTMENTS): Promise<void> {
  const departments = ["id,name,name_zh,parent_id,head_id", ...numbers(size).map((d) => `d${d},Team ${d},第${d}组,,`)];
  const people = [
    "id,username,name,name_zh,email,department_id,rank_id,title,title_zh,manager_id,role",
    ...numbers(size * PEOPLE_PER_DEPARTMENT).map(
      (p) => `p${p},p${p},Person ${p},同事${p},p${p}@bench.example,d${((p - 1) % size) + 1},r1,Engineer,工程师,,staff`,
    ),
  ];
  const file = (name: string, lines: readonly string[]) => ({
    name,
    content: Buffer.from(`${lines.join("\n")}\n`).toString("base64"),
  });
  const report = ImportReport.parse(
    await operator(context, "POST", "/api/directory/imports", {
      dryRun: false,
      departments: file("departments.csv", departments),
      ranks: file("ranks.csv", ["id,level,name,name_zh", "r1,1,Staff,员工"]),
      people: file("people.csv", people),
    }),
  );
  if (!report.applied) throw new Error(`the company was refused: ${JSON.stringify(report.rows.slice(0, 3))}`);
  const Progress = z.object({ wanted: z.number(), done: z.number() });
  const Provisioning = z.object({ accounts: Progress, rooms: Progress, memberships: Progress });
  for (;;) {
    const state = Provisioning.parse(await operator(context, "GET", "/api/directory/provisioning"));
    if (Object.values(state).every(({ wanted, done }) => done >= wanted && wanted > 0)) return;
    await pause(250);
  }
}

/** One session for each person, with the room of the person's department. */
export async function signInAll({ installation, secrets }: Place, size = DEPARTMENTS): Promise<Member[]> {
  const { homeserver } = installation.urls;
  return Promise.all(
    numbers(size * PEOPLE_PER_DEPARTMENT).map(async (p) => {
      const userId = `@p${p}:${installation.config.serverName}`;
      await json(`${homeserver}/_synapse/admin/v2/users/${encodeURIComponent(userId)}`, "PUT", secrets.asToken, {
        password: PASSWORD,
      });
      const login = await json(`${homeserver}/_matrix/client/v3/login`, "POST", undefined, {
        type: "m.login.password",
        identifier: { type: "m.id.user", user: userId },
        password: PASSWORD,
      });
      const { access_token: accessToken } = z.object({ access_token: z.string() }).parse(login);
      return {
        userId,
        accessToken,
        roomId: await departmentRoom(homeserver, accessToken, ((p - 1) % size) + 1),
      };
    }),
  );
}

async function departmentRoom(homeserver: string, accessToken: string, department: number): Promise<string> {
  const joined = z
    .object({ joined_rooms: z.array(z.string()) })
    .parse(await json(`${homeserver}/_matrix/client/v3/joined_rooms`, "GET", accessToken));
  for (const roomId of joined.joined_rooms) {
    const purpose = await json(
      `${homeserver}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/org.portico.room`,
      "GET",
      accessToken,
    );
    const create = await json(
      `${homeserver}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.create`,
      "GET",
      accessToken,
    );
    const isSpace = Reflect.get(Object(create), "type") === "m.space";
    if (!isSpace && Reflect.get(Object(purpose), "department_id") === `d${department}`) return roomId;
  }
  throw new Error(`nobody put a member of d${department} into its room`);
}

const operator = ({ installation, secrets }: Place, method: string, path: string, body?: unknown) =>
  json(`${installation.urls.appservice}${path}`, method, secrets.operatorToken, body);

/** One JSON request; throws with the answer unless it succeeds. */
export async function json(url: string, method: string, token: string | undefined, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
