/**
 * What the product can do in Matrix, in small pieces, so that a service takes
 * only those it needs. All of them act through the homeserver at once and throw
 * `AppError` (`HOMESERVER_UNREACHABLE`, `HOMESERVER_REFUSED`, `RATE_LIMITED`).
 */
export interface MatrixPorts {
  readonly accounts: AccountProvisioner;
  readonly devices: DeviceRegistry;
  readonly logins: LoginTokenIssuer;
  readonly openId: OpenIdVerifier;
  readonly rooms: RoomCreator;
  readonly members: MembershipWriter;
  readonly state: StateAccess;
  readonly messages: MessageSender;
  readonly media: MediaUploader;
  readonly audience: RoomAudience;
  readonly delayed: DelayedEvents;
  readonly timelines: TimelineReader;
  /** Milliseconds that the homeserver takes for an answer that costs it nothing: how long everybody waits now. */
  readonly answerTime: () => Promise<number>;
  /** Resolves when the homeserver answers and the bot is registered. */
  readonly ready: () => Promise<void>;
}

export interface AccountProvisioner {
  /** Creates the account or brings it up to date; unlocks it when it was locked. */
  ensure(account: { userId: string; displayName: string; userType?: string; password?: string }): Promise<void>;
  setPassword(userId: string, password: string): Promise<void>;
  /** Ends every session of the account and refuses new ones; the account and its messages stay. */
  lock(userId: string): Promise<void>;
}

export interface DeviceRegistry {
  /** The devices that are signed in to the account. */
  list(
    userId: string,
  ): Promise<readonly { id: string; name: string | null; lastSeenAt: Date | null; userAgent: string | null }[]>;
  /** Ends the sessions of these devices; those that are gone already are no error. */
  remove(userId: string, deviceIds: readonly string[]): Promise<void>;
}

export interface LoginTokenIssuer {
  /** A token for `m.login.token`, good once and for a few minutes. The homeserver allows one a minute per user. */
  issue(userId: string): Promise<string>;
}

export interface OpenIdVerifier {
  /** The user id that the user's own homeserver confirms for the token; throws `OPENID_REFUSED`. */
  verify(serverName: string, accessToken: string): Promise<string>;
}

export interface RoomOptions {
  readonly kind: "space" | "room";
  readonly name: string;
  readonly topic?: string;
  /** Content of our own state event that tells what the room is for. */
  readonly purpose: Readonly<Record<string, unknown>>;
  /** Content of `m.room.power_levels`; the bot, as creator, stands above all (room version 12). */
  readonly levels: Readonly<Record<string, unknown>>;
}

export interface RoomCreator {
  /** Lets the bot into a room again by the hand of a member who may invite; resolves with its membership event. */
  returnBot(roomId: string, inviter: string): Promise<string>;
  /** Creates a room version 12 as the bot: `m.federate: false`, invitation only, history for members. */
  create(options: RoomOptions): Promise<string>;
  /** Ids of all rooms that the bot is in. */
  joined(): Promise<readonly string[]>;
}

export interface MembershipWriter {
  /**
   * Lets a banned user in again, invites as the bot and joins as the user;
   * `fields` go into the membership event, whose id it resolves with.
   */
  add(roomId: string, userId: string, from: Membership, fields?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Takes the user out, or takes the invitation back; resolves with the id of the membership event. */
  remove(roomId: string, userId: string, fields: Readonly<Record<string, unknown>>): Promise<string>;
}

/** Values of `membership` in `m.room.member`. */
export type Membership = "join" | "invite" | "knock" | "leave" | "ban";

export interface StateEvent {
  readonly type: string;
  readonly stateKey: string;
  readonly sender: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly eventId: string;
}

export interface StateAccess {
  /** The whole current state of a room as the bot sees it, or as the given member does. */
  all(roomId: string, as?: string): Promise<readonly StateEvent[]>;
  /** A current state event, or undefined when there is none. */
  event(roomId: string, type: string, stateKey: string): Promise<StateEvent | undefined>;
  /** Content of a state event, or undefined when there is none. */
  get(roomId: string, type: string, stateKey: string): Promise<Record<string, unknown> | undefined>;
  /** Writes as the bot; resolves with the event's id, the current one's when it says just that already. */
  put(roomId: string, type: string, stateKey: string, content: Record<string, unknown>): Promise<string>;
}

export interface OutgoingEvent {
  readonly roomId: string;
  /** A local user to send as; the bot when absent. */
  readonly sender?: string;
  readonly type: string;
  readonly content: Record<string, unknown>;
  /** Decides on repeats: the same id from the same sender is sent once. */
  readonly transactionId: string;
  /** Milliseconds since 1970, for imported history. */
  readonly timestamp?: number;
}

export interface MessageSender {
  /** Sends the event; resolves with its id, the same one when it was sent before. */
  send(event: OutgoingEvent): Promise<string>;
  /** The id of an event sent since then whose content names this transaction id, if the room has it. */
  find(event: Omit<OutgoingEvent, "content">, since: Date): Promise<string | undefined>;
}

/** Where an event is. */
export interface EventPlace {
  readonly roomId: string;
  readonly eventId: string;
}

export interface SignedEvent {
  readonly eventId: string;
  /** With hashes and signatures (server-server API, "PDUs"). */
  readonly pdu: Readonly<Record<string, unknown>>;
  readonly serverName: string;
  /** Public keys in unpadded base64, by key id. */
  readonly keys: Readonly<Record<string, string>>;
}

export interface TimelineReader {
  /** What happened in the bot's rooms after a position, in order, a page at a time; without one the position of now. */
  after(position: number | undefined): Promise<{ position: number; events: readonly EventPlace[]; more: boolean }>;
  /** One event, or undefined when the homeserver shows it to nobody. */
  event(place: EventPlace): Promise<Record<string, unknown> | undefined>;
  /** An event as it was signed, with the server's public signing keys. */
  signed(eventId: string): Promise<SignedEvent>;
  /** Lets a homeserver that has put off its deliveries go on with them at once (application service API, "Pinging"). */
  askForDeliveries(): Promise<void>;
}

export interface MediaUploader {
  /** Uploads as the given user; resolves with the `mxc://` URI. */
  upload(file: { bytes: Uint8Array; name: string; contentType: string; owner: string }): Promise<string>;
}

export interface RoomAudience {
  /** Whether the user is joined; also of rooms that the bot is not in (MSC4502). */
  isJoined(roomId: string, userId: string): Promise<boolean>;
  /** Local and other users who are joined, by the server's own books. */
  members(roomId: string): Promise<readonly string[]>;
  /** The room's own name, or null; and whether it is encrypted. */
  about(roomId: string): Promise<{ name: string | null; encrypted: boolean }>;
}

export interface DelayedEvents {
  /** Sends or restarts a delayed event (MSC4140); one that is gone is no error. */
  update(delayId: string, action: "send" | "restart"): Promise<void>;
}
