import type { Person } from "./types.ts";

/** Roles that a person of the company can have, from the widest to the narrowest. */
export const staffRoles = [
  "admin",
  "department_head",
  "sales",
  "support_agent",
  "auditor",
  "staff",
] as const satisfies readonly Person["role"][];
