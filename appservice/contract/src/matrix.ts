/**
 * Event types and state keys that Portico writes into Matrix rooms, so that any
 * Matrix client can follow what a room is for.
 */

/** State event in every managed room, state key "": `{ key, purpose, department_id?, customer_id?, outsiders: string[] }`. */
export const ROOM_PURPOSE_EVENT = "org.portico.room";

/** `user_type` of outsiders' accounts in Synapse. */
export const GUEST_USER_TYPE = "guest";

/** Room version of everything Portico creates. */
export const ROOM_VERSION = "12";

/** Field in the content of `m.room.member` of a guest: the name of the guest's company. */
export const MEMBER_COMPANY_FIELD = "org.portico.company";

/** Field in the content of events that the outbox sends: their transaction id, by which a sent one is recognised. */
export const TRANSACTION_FIELD = "org.portico.transaction";
