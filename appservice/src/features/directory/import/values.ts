import { staffRoles } from "@portico/contract/roles.ts";
import { ExternalId } from "@portico/contract/common.ts";
import { projectStates } from "@portico/contract/directory.ts";
import { type ImportFile } from "@portico/contract/imports.ts";
import { isPlainName } from "@portico/contract/name-characters.ts";
import { z } from "zod";
import type { AnyCells, RowProblemFound } from "./files.ts";

const id = ExternalId;
const name = z.string().max(100).refine(isPlainName);
const Username = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/);
const Level = z.string().regex(/^-?\d{1,4}$/);

/** How each value must look when it is there, and which must be there. */
const rulesOf: Record<ImportFile, { required: readonly string[]; values: Readonly<Record<string, z.ZodType>> }> = {
  departments: { required: ["id", "name"], values: { id, name, name_zh: name } },
  ranks: { required: ["id", "level", "name"], values: { id, level: Level, name, name_zh: name } },
  people: {
    required: ["id", "username", "name"],
    values: {
      id,
      username: Username,
      name,
      name_zh: name,
      email: z.email().max(254),
      title: name,
      title_zh: name,
      role: z.enum(staffRoles),
    },
  },
  positions: { required: ["id", "person_id", "department_id"], values: { id, title: name, title_zh: name } },
  projects: { required: ["id", "name"], values: { id, name, name_zh: name, state: z.enum(projectStates) } },
  project_members: { required: ["project_id", "person_id"], values: {} },
  customers: { required: ["id", "name"], values: { id, name, name_zh: name } },
};

/** What is wrong with the values of a row by themselves. */
export function checkValues(file: ImportFile, cells: AnyCells): RowProblemFound[] {
  const { required, values } = rulesOf[file];
  return Object.entries(cells).flatMap(([field, value]): RowProblemFound[] => {
    if (value === "") return required.includes(field) ? [{ code: "VALUE_MISSING", field, value }] : [];
    const rule = values[field];
    return rule === undefined || rule.safeParse(value).success ? [] : [invalid(field, value)];
  });
}

export const invalid = (field: string, value: string): RowProblemFound => ({ code: "VALUE_INVALID", field, value });
