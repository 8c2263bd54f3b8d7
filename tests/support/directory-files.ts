import type { Person } from "@portico/contract/directory.ts";
import { api } from "./api.ts";
import { signIn } from "./sign-in.ts";

/** First line of a file of people. */
export const PEOPLE_HEAD = "id,username,name,name_zh,email,department_id,rank_id,title,title_zh,manager_id,role";

/** The people that the company has now as a file to import, so that nobody is taken to have left. */
export async function peopleFile(): Promise<{ header: string; rows: string[] }> {
  const people: Person[] = [];
  let cursor: string | undefined;
  const admin = await signIn("admin");
  do {
    const page: { items: Person[]; nextCursor: string | null } = await api(admin).call("GET /api/directory/people", {
      query: { limit: 100, ...(cursor !== undefined && { cursor }) },
    });
    people.push(...page.items.filter(({ state }) => state === "active"));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const rows = people.map((person) =>
    line(
      person.id,
      /^@([^:]+)/.exec(person.userId)?.[1],
      person.name.en,
      person.name.zh,
      person.email,
      person.departmentId,
      person.rankId,
      person.title.en,
      person.title.zh,
      person.managerId,
      person.role,
    ),
  );
  return { header: PEOPLE_HEAD, rows };
}

/** The departments that the company has now, as lines of a file to import. */
export async function departmentsFile(): Promise<{ header: string; rows: string[] }> {
  const { departments } = await api(await signIn("admin")).call("GET /api/directory/organisation");
  return {
    header: "id,name,name_zh,parent_id,head_id",
    rows: departments.map(({ id, name, parentId, headId }) => line(id, name.en, name.zh, parentId, headId)),
  };
}

const line = (...values: readonly (string | null | undefined)[]): string =>
  values.map((value) => `"${(value ?? "").replaceAll('"', '""')}"`).join(",");
