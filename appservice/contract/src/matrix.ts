/**
 * Event types and state keys that Portico writes into Matrix rooms, so that any
 * Matrix client can follow what a room is for.
 */

/** State event in every managed room, state key "": `{ key, purpose, department_id?, project_id?, customer_id?, archived?: true, outsiders: string[] }`. */
export const ROOM_PURPOSE_EVENT = "org.portico.room";

/** `user_type` of outsiders' accounts in Synapse. */
export const GUEST_USER_TYPE = "guest";

/** Room version of everything Portico creates. */
export const ROOM_VERSION = "12";

/** Field in the content of `m.room.member` of a guest: the name of the guest's company. */
export const MEMBER_COMPANY_FIELD = "org.portico.company";

/** Field in the content of events that the outbox sends: their transaction id, by which a sent one is recognised. */
export const TRANSACTION_FIELD = "org.portico.transaction";

/**
 * Field in the content of `m.room.member` of somebody whom Portico took out of
 * a room: the display name, which Matrix forgets with the membership. The
 * company stands beside it, so that old messages still say who wrote them.
 */
export const MEMBER_NAME_FIELD = "org.portico.name";

/**
 * Field in the content of a message that stands for an object of Portico:
 * `{ kind, id }`. Clients that know it draw the object live; the body says the
 * same to all others.
 */
export const OBJECT_FIELD = "org.portico.object";
