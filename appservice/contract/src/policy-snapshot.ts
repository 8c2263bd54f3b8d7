import { z } from "zod";

/**
 * What the policy module inside Synapse knows of the world. The application
 * service answers `GET /_portico/policy/snapshot` with it (bearer policy token,
 * `ETag` = quoted `version`, 304 when `If-None-Match` equals it). The module
 * decides from its last copy only; a user or room that is missing here has no
 * rights beyond those named in `config/synapse/README.md`. What the module does
 * not know it leaves aside: a field, a purpose; a class of accounts that it does
 * not know has the rights of guests. So this service may be newer than it.
 */
export const PolicySnapshot = z.looseObject({
  /** Grows with each change; a lower one is never taken over a higher one of the same `installation`. */
  version: z.number().int(),
  /** Identifies the database; a different one replaces the copy whatever its version. */
  installation: z.string(),
  /** Milliseconds since 1970, when the snapshot was written. */
  generated_ts: z.number().int(),
  server_name: z.string(),
  /** The application service's own user, never restricted. */
  bot_user_id: z.string(),
  /** Local parts of outsiders' accounts start so. */
  guest_prefix: z.string(),
  users: z.record(
    z.string(),
    z.looseObject({
      class: z.enum(["staff", "guest"]),
      /** Milliseconds since 1970; absent: never. */
      expires_ts: z.number().int().optional(),
      /** Access has ended: every request is refused. */
      ended: z.boolean().optional(),
      /** Guests only: company shown as badge. */
      company: z.string().optional(),
    }),
  ),
  rooms: z.record(
    z.string(),
    z.looseObject({
      /** For people who read it; nothing is decided by purpose, kind and owner. */
      purpose: z.string(),
      kind: z.string(),
      owner: z.object({ kind: z.string(), id: z.string() }).optional(),
      /** Wanted members, guests included; nobody else may be invited or join. */
      members: z.array(z.string()),
      /** Who of them may begin something; the others answer in threads and react. Absent: all. */
      beginners: z.array(z.string()).optional(),
      /** Event ids that nobody answers any more in a thread. */
      closed: z.array(z.string()).optional(),
    }),
  ),
});
export type PolicySnapshot = z.infer<typeof PolicySnapshot>;
