/** The roles that the product knows. Which abilities each holds, the capabilities say. */
export const roles = [
  "admin",
  "department_head",
  "staff",
  "support_agent",
  "sales",
  "auditor",
  "guest",
  "customer_lead",
  "customer",
  "partner_contact",
  "operator",
] as const;
export type Role = (typeof roles)[number];

/** Roles that an administrator can give to a person of the company. */
export const staffRoles = ["admin", "department_head", "staff", "support_agent", "sales", "auditor"] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Roles of people outside the company who hold a guest account here. */
export const outsiderRoles = ["guest", "customer_lead", "customer", "partner_contact"] as const;

/** Staff who work with people outside the company. */
export const frontlineRoles = ["admin", "department_head", "sales", "support_agent"] as const;
