import { z } from "zod";

/** A Matrix user identifier, `@localpart:server` (Matrix specification, appendices, "User identifiers"). */
export const UserId = z
  .string()
  .regex(/^@[\x21-\x39\x3b-\x7e]*:.+$/, "must be a Matrix user id like @name:server")
  .max(255)
  .meta({ id: "UserId", description: "Matrix user identifier, `@localpart:server`" });

/** A Matrix room identifier; room version 12 rooms carry no server part. */
export const RoomId = z
  .string()
  .regex(/^![^\s]+$/, "must be a Matrix room id starting with !")
  .max(255)
  .meta({ id: "RoomId", description: "Matrix room identifier" });

/** A date and time as RFC 3339 text in UTC. */
export const Timestamp = z.iso.datetime().meta({ id: "Timestamp", description: "RFC 3339 date and time in UTC" });

/** A short identifier that a source system or this service gave to a thing. */
export const ExternalId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "may hold letters, digits, dot, underscore and hyphen")
  .meta({ id: "ExternalId", description: "Stable identifier given by the source of the record" });

/** Languages of the product's screens, as BCP 47 tags. */
export const Locale = z.enum(["en", "zh"]).meta({ id: "Locale", description: "Interface language (BCP 47)" });
export type Locale = z.infer<typeof Locale>;

/** One text in both languages; `zh` falls back to `en` where it is empty. */
export const LocalizedText = z
  .object({ en: z.string(), zh: z.string() })
  .meta({ id: "LocalizedText", description: "The same text in English and Chinese" });
export type LocalizedText = z.infer<typeof LocalizedText>;

/** Query parameters of every list: `limit` items after the opaque `cursor`. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** A list answer: `items` in order and, when more follow, the `nextCursor` to ask with. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int() });

/** An answer without content. */
export const NoContent = z.null();
