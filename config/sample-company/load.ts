import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import {
  SampleApproval,
  SampleConversation,
  SampleCustomer,
  SampleDepartment,
  SampleGuest,
  SamplePerson,
  SamplePosition,
  SampleProject,
  SampleProjectMember,
  SampleRank,
  SampleSignIn,
  type SampleCompany,
} from "./schema.ts";

/**
 * Reads the sample company from this folder. Throws an error that names the
 * file and each entry that is wrong. That the parts fit together (authors are
 * members, replies exist) is proved by `sample-company.test.ts`.
 */
export async function readSampleCompany(): Promise<SampleCompany> {
  const folder = import.meta.dirname;
  const conversationFiles = (await readdir(join(folder, "conversation"))).filter((name) => name.endsWith(".json"));
  return {
    folder,
    departments: await readCsv(folder, "departments.csv", SampleDepartment),
    ranks: await readCsv(folder, "ranks.csv", SampleRank),
    people: await readCsv(folder, "people.csv", SamplePerson),
    positions: await readCsv(folder, "positions.csv", SamplePosition),
    projects: await readCsv(folder, "projects.csv", SampleProject),
    projectMembers: await readCsv(folder, "project_members.csv", SampleProjectMember),
    customers: await readCsv(folder, "customers.csv", SampleCustomer),
    approvals: await readJson(folder, "approvals.json", z.array(SampleApproval)),
    guests: await readJson(folder, "guests.json", z.array(SampleGuest)),
    conversations: await Promise.all(
      conversationFiles.sort().map((name) => readJson(folder, join("conversation", name), SampleConversation)),
    ),
    signIns: await readJson(folder, "sign-ins.json", z.array(SampleSignIn)),
  };
}

async function readCsv<Row extends z.ZodType>(folder: string, name: string, row: Row): Promise<z.output<Row>[]> {
  const text = await readFile(join(folder, name), "utf8");
  return check(
    name,
    z.array(row),
    named(name, () => parse(text, { columns: true })),
  );
}

async function readJson<Value extends z.ZodType>(
  folder: string,
  name: string,
  schema: Value,
): Promise<z.output<Value>> {
  const text = await readFile(join(folder, name), "utf8");
  return check(
    name,
    schema,
    named(name, () => JSON.parse(text)),
  );
}

function check<Value extends z.ZodType>(name: string, schema: Value, value: unknown): z.output<Value> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`sample-company/${name} is wrong:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function named(name: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    throw new Error(`sample-company/${name} cannot be parsed`, { cause });
  }
}
