/**
 * Every ability of the product: what it lets somebody do, and which roles hold
 * it. A role holds nothing that is not listed here (default deny). Rules in
 * `appservice/src/policy/rules` narrow an ability to the right objects.
 */
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

const everyone = staffRoles;
const frontline = ["admin", "department_head", "sales", "support_agent"] as const;

interface AbilityEntry {
  readonly meaning: string;
  readonly roles: readonly Role[];
}

export const abilities = {
  "directory.read": { meaning: "see departments, people and reporting lines", roles: everyone },
  "directory.import": { meaning: "import departments and people", roles: ["admin", "operator"] },
  "role.read": { meaning: "see which role holds which ability", roles: ["admin", "auditor"] },
  "role.assign": { meaning: "give a person another role", roles: ["admin"] },
  "person.issue-link": { meaning: "issue a one-time sign-in link to a person", roles: ["admin", "operator"] },
  "room.read": {
    meaning: "see what the rooms one is in are for",
    roles: [...everyone, "guest", "customer_lead", "customer", "partner_contact"],
  },
  "room.manage-members": { meaning: "add colleagues to rooms that one leads and remove them", roles: everyone },
  "room.reconcile": {
    meaning: "see how rooms differ from what is wanted, and have them repaired",
    roles: ["admin", "operator"],
  },
  "guest.read": { meaning: "see the guests one answers for", roles: [...frontline, "auditor"] },
  "guest.invite": { meaning: "invite somebody from outside the company", roles: frontline },
  "guest.issue-link": { meaning: "issue another sign-in link to a guest", roles: [...frontline, "operator"] },
  "guest.revoke": { meaning: "end a guest's access at once", roles: frontline },
  "customer.read": { meaning: "see the customer companies", roles: everyone },
  "audit.read": { meaning: "read who did what", roles: ["admin", "auditor"] },
  "operations.read": { meaning: "see every event on its way and what stands", roles: ["admin", "operator"] },
  "operations.replay": { meaning: "hand an event over once more", roles: ["admin", "operator"] },
  "health.read": { meaning: "see how the installation is doing", roles: ["admin", "operator"] },
} as const satisfies Record<string, AbilityEntry>;

export type Ability = keyof typeof abilities;
export const abilityNames = Object.keys(abilities) as Ability[];

/** The abilities that a role holds, before any rule about the object. */
export const abilitiesOfRole = (role: Role): Ability[] =>
  abilityNames.filter((name) => (abilities[name].roles as readonly Role[]).includes(role));
