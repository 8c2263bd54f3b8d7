import { beforeAll, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { csvFile, sampleCsv } from "../support/csv.ts";
import { query } from "../support/database.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, signInByLink, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const NEWCOMERS = 300;
let admin: User;
beforeAll(async () => {
  admin = await signIn("admin");
});

const newcomer = (index: number, department: string) =>
  `bulk${index},bulk.person${index},Bulk Person ${index},,,${department},,,,,`;
const importPeople = async (lines: readonly string[], confirmLeavers?: number) => {
  const people = csvFile("people.csv", sampleCsv("people", ...lines));
  const report = await api(admin).call("POST /api/directory/imports", {
    body: { dryRun: false, people, ...(confirmLeavers !== undefined && { confirmLeavers }) },
  });
  expect(report.applied).toBe(true);
};
const roomOf = async (key: string): Promise<string> => {
  const [row] = await query<{ room_id: string }>("SELECT room_id FROM managed_room WHERE key = $1", [key]);
  if (row === undefined) throw new Error(`no room ${key}`);
  return row.room_id;
};
const waiting = async (): Promise<number> => {
  const [row] = await query<{ count: string }>("SELECT count(*) FROM membership_gap WHERE priority = 4");
  return Number(row?.count);
};

test(
  "while a whole company is brought in, who signs in and who moves is served within ten seconds",
  { timeout: 120_000 },
  async () => {
    const lines = Array.from({ length: NEWCOMERS }, (_, index) => newcomer(index, "firmware"));
    await importPeople(lines);
    const [sales, firmware] = await Promise.all([roomOf("department:sales:room"), roomOf("department:firmware:room")]);

    const began = performance.now();
    const { link } = await api(admin).call("POST /api/directory/people/{personId}/links", {
      params: { personId: `bulk${NEWCOMERS - 1}` },
    });
    const last = await signInByLink(link);
    await waitFor("he is in his department's room", async () => (await matrix(last).joinedRooms()).includes(firmware));
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await waiting()).toBeGreaterThan(100);

    const moved = performance.now();
    await importPeople([...lines.slice(0, -1), newcomer(NEWCOMERS - 1, "sales")]);
    await waitFor("he has moved", async () => {
      const rooms = await matrix(last).joinedRooms();
      return rooms.includes(sales) && !rooms.includes(firmware);
    });
    expect(performance.now() - moved).toBeLessThan(10_000);
    expect(await waiting()).toBeGreaterThan(100);

    // Leavers come before those who still wait, and take their waiting memberships along.
    await importPeople([], NEWCOMERS);
    await waitFor(
      "nothing waits any more",
      async () => (await query("SELECT FROM membership_gap")).length === 0,
      60_000,
    );
  },
);

test("who is moved there and back before the first move has come through ends where he shall be", async () => {
  const [corporate, finance] = await Promise.all([
    roomOf("department:corporate:room"),
    roomOf("department:finance:room"),
  ]);
  await importPeople([newcomer(0, "corporate")]);
  const { link } = await api(admin).call("POST /api/directory/people/{personId}/links", {
    params: { personId: "bulk0" },
  });
  const mover = await signInByLink(link);
  const rooms = () => matrix(mover).joinedRooms();
  await waitFor("he is in his department's room", async () => (await rooms()).includes(corporate));
  for (let round = 0; round < 4; round += 1) {
    await importPeople([newcomer(0, "finance")]);
    await importPeople([newcomer(0, "corporate")]);
  }
  await waitFor("nothing waits any more", async () => (await query("SELECT FROM membership_gap")).length === 0, 30_000);
  expect(await rooms()).toContain(corporate);
  expect(await rooms()).not.toContain(finance);
  await importPeople([]);
});
