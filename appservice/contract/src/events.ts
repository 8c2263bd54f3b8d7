/**
 * Domain events: facts in the past tense, written in the transaction of the
 * change they tell of. Each has its payload here and its stream below.
 */
export interface DomainEvents {
  "directory.imported": { importId: string; create: number; update: number; leave: number };
  "department.founded": { departmentId: string };
  "department.ended": { departmentId: string };
  "department.head-changed": LeadChange & { departmentId: string };
  /** Its head has left: who leads it until an import names another one; null: nobody. */
  "department.handed-over": { departmentId: string; from: string; to: string | null };
  /** New, or back: departments of all positions, the main one first. */
  "person.joined": { personId: string; userId: string; departments: string[] };
  /** In other departments than before. */
  "person.moved": { personId: string; userId: string; from: string[]; to: string[] };
  "person.left": { personId: string; userId: string };
  "project.started": { projectId: string };
  "project.ended": { projectId: string };
  "project.reopened": { projectId: string };
  "project.lead-changed": LeadChange & { projectId: string };
  "project.handed-over": { projectId: string; from: string; to: string | null };
  "project.members-changed": { projectId: string; joined: string[]; left: string[] };
  "person.role-changed": { personId: string; from: string; to: string };
  "person.link-issued": { personId: string };
  "guest.invited": { guestId: string; customerId: string };
  "guest.link-issued": { guestId: string };
  "guest.arrived": { guestId: string };
  "guest.expired": { guestId: string };
  "guest.revoked": { guestId: string };
  "guest.handed-over": { guestId: string; from: string; to: string };
  "audit.searched": {
    actor: string | null;
    name: string | null;
    subject: string | null;
    from: string | null;
    to: string | null;
    before: string | null;
  };
  "audit.checked": Record<string, never>;
  "operations.item-replayed": { itemId: string };
  "room.created": { roomId: string; purpose: string };
  /** From now on nobody can write there; told when it is so in Matrix. */
  "room.closed": { roomId: string; purpose: string };
  "room.reopened": { roomId: string; purpose: string };
  "room.repaired": RoomDeviation;
  "room.contested": RoomDeviation;
  "room.released": { roomId: string };
  "room.scanned": { scanId: string; dryRun: boolean; rooms: number; differences: number };
  "room.member-added": { roomId: string; userId: string };
  "room.member-removed": { roomId: string; userId: string };
}

/** Person ids. */
interface LeadChange {
  readonly from: string | null;
  readonly to: string | null;
  /** `to` joined with the same import: then this is no news to anybody. */
  readonly newcomer: boolean;
}

/** One state event of a managed room that was not as wanted. */
interface RoomDeviation {
  readonly roomId: string;
  readonly type: string;
  readonly stateKey: string;
  /** Content, or for a membership its value and badge; null: there shall be none, or was none. */
  readonly wanted: unknown;
  readonly actual: unknown;
  /** Who changed it in Matrix, as far as is known. */
  readonly by: string | null;
}
export type DomainEventName = keyof DomainEvents;

/** What an event is about; events of one stream reach each consumer in order, one after the other. */
export type EventStreams = { readonly [Name in DomainEventName]: (payload: DomainEvents[Name]) => string };

const directory = (): string => "directory";
const department = ({ departmentId }: { departmentId: string }): string => `department:${departmentId}`;
const project = ({ projectId }: { projectId: string }): string => `project:${projectId}`;
const person = ({ personId }: { personId: string }): string => `person:${personId}`;
const guest = ({ guestId }: { guestId: string }): string => `guest:${guestId}`;
const room = ({ roomId }: { roomId: string }): string => `room:${roomId}`;

export const eventStreams: EventStreams = {
  "directory.imported": directory,
  "department.founded": department,
  "department.ended": department,
  "department.head-changed": department,
  "department.handed-over": department,
  "person.joined": person,
  "person.moved": person,
  "person.left": person,
  "project.started": project,
  "project.ended": project,
  "project.reopened": project,
  "project.lead-changed": project,
  "project.handed-over": project,
  "project.members-changed": project,
  "person.role-changed": person,
  "person.link-issued": person,
  "guest.invited": guest,
  "guest.link-issued": guest,
  "guest.arrived": guest,
  "guest.expired": guest,
  "guest.revoked": guest,
  "guest.handed-over": guest,
  "audit.searched": () => "audit",
  "audit.checked": () => "audit",
  "operations.item-replayed": () => "operations",
  "room.created": room,
  "room.closed": room,
  "room.reopened": room,
  "room.repaired": room,
  "room.contested": room,
  "room.released": room,
  "room.scanned": ({ scanId }) => `scan:${scanId}`,
  "room.member-added": room,
  "room.member-removed": room,
};
