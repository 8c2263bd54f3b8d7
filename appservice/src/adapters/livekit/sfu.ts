import type { ControlMessage, MeetingState } from "@portico/contract/meetings.ts";
import { CONTROL_TOPIC } from "@portico/contract/meetings.ts";
import type { AppserviceSettings } from "@portico/config/settings.ts";
import {
  AccessToken,
  DataPacket_Kind,
  type ParticipantInfo,
  RoomServiceClient,
  TrackSource,
  TwirpError,
  type WebhookEvent,
  WebhookReceiver,
} from "livekit-server-sdk";
import { AppError } from "../../errors.ts";

/** What a participant may send; everybody receives. */
export interface Grants {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly screen: boolean;
  /** Strokes on a shared screen. */
  readonly data: boolean;
  readonly recorder?: boolean;
}

/** A participant as the SFU sees it. */
export interface SfuParticipant {
  readonly sid: string;
  readonly identity: string;
  readonly joinedAt: Date;
  readonly tracks: readonly { readonly sid: string; readonly source: "microphone" | "camera" | "screen" | "other" }[];
}

export interface TokenFor {
  readonly room: string;
  readonly identity: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly grants: Grants;
  readonly seconds: number;
}

/** The media server. Every call throws `MEETING_UNAVAILABLE` when it does not answer. */
export interface Sfu {
  /** Creates the room unless it exists. */
  ensureRoom(name: string, state: MeetingState): Promise<void>;
  setState(name: string, state: MeetingState): Promise<void>;
  endRoom(name: string): Promise<void>;
  rooms(): Promise<ReadonlySet<string>>;
  participants(room: string): Promise<readonly SfuParticipant[]>;
  remove(room: string, identity: string): Promise<void>;
  mute(room: string, identity: string, trackSid: string): Promise<void>;
  permit(room: string, identity: string, grants: Grants): Promise<void>;
  tell(room: string, identities: readonly string[], message: ControlMessage): Promise<void>;
  token(request: TokenFor): Promise<string>;
  /** The event of a webhook whose signature and body match; throws otherwise. */
  webhook(body: string, authorization: string | undefined): Promise<WebhookEvent>;
}

const PATIENCE_SECONDS = 5;
/** How long a room waits for its first participant, and for somebody to come back. */
const EMPTY_SECONDS = 300;
const DEPARTURE_SECONDS = 20;
const MOST_PARTICIPANTS = 100;

const sources: Readonly<Partial<Record<TrackSource, SfuParticipant["tracks"][number]["source"]>>> = {
  [TrackSource.MICROPHONE]: "microphone",
  [TrackSource.CAMERA]: "camera",
  [TrackSource.SCREEN_SHARE]: "screen",
  [TrackSource.SCREEN_SHARE_AUDIO]: "screen",
};

/** LiveKit through its server SDK. */
export function createSfu({ livekitUrl, livekit }: Pick<AppserviceSettings, "livekitUrl" | "livekit">): Sfu {
  const { key, secret } = livekit;
  const client = new RoomServiceClient(livekitUrl, key, secret, { requestTimeout: PATIENCE_SECONDS });
  const receiver = new WebhookReceiver(key, secret);

  return {
    async ensureRoom(name, state) {
      await ask(() =>
        client.createRoom({
          name,
          emptyTimeout: EMPTY_SECONDS,
          departureTimeout: DEPARTURE_SECONDS,
          maxParticipants: MOST_PARTICIPANTS,
          metadata: JSON.stringify(state),
        }),
      );
    },
    setState: (name, state) => unlessMissing(() => client.updateRoomMetadata(name, JSON.stringify(state))),
    endRoom: (name) => unlessMissing(() => client.deleteRoom(name)),
    rooms: async () => new Set((await ask(() => client.listRooms())).map((room) => room.name)),
    participants: async (room) => (await ask(() => client.listParticipants(room))).map(toParticipant),
    remove: (room, identity) => unlessMissing(() => client.removeParticipant(room, identity)),
    mute: (room, identity, trackSid) => unlessMissing(() => client.mutePublishedTrack(room, identity, trackSid, true)),
    permit: (room, identity, grants) =>
      unlessMissing(() =>
        client.updateParticipant(room, identity, {
          permission: {
            canSubscribe: true,
            canPublish: sourcesOf(grants).length > 0,
            canPublishData: grants.data,
            canPublishSources: sourcesOf(grants),
            canUpdateMetadata: false,
            hidden: false,
            recorder: grants.recorder === true,
          },
        }),
      ),
    tell: (room, identities, message) =>
      unlessMissing(() =>
        client.sendData(room, new TextEncoder().encode(JSON.stringify(message)), DataPacket_Kind.RELIABLE, {
          destinationIdentities: [...identities],
          topic: CONTROL_TOPIC,
        }),
      ),
    async token({ room, identity, name, attributes, grants, seconds }) {
      const token = new AccessToken(key, secret, { identity, name, attributes: { ...attributes }, ttl: seconds });
      token.addGrant({
        room,
        roomJoin: true,
        canSubscribe: true,
        canPublish: sourcesOf(grants).length > 0,
        canPublishData: grants.data,
        canPublishSources: sourcesOf(grants),
        canUpdateOwnMetadata: false,
        ...(grants.recorder === true && { recorder: true }),
      });
      return token.toJwt();
    },
    webhook: (body, authorization) => receiver.receive(body, authorization),
  };
}

const sourcesOf = ({ camera, microphone, screen }: Grants): TrackSource[] => [
  ...(camera ? [TrackSource.CAMERA] : []),
  ...(microphone ? [TrackSource.MICROPHONE] : []),
  ...(screen ? [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO] : []),
];

export const toParticipant = (info: ParticipantInfo): SfuParticipant => ({
  sid: info.sid,
  identity: info.identity,
  joinedAt: new Date(Number(info.joinedAt) * 1000),
  tracks: info.tracks.map((track) => ({ sid: track.sid, source: sources[track.source] ?? "other" })),
});

async function ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (cause) {
    throw new AppError("MEETING_UNAVAILABLE", {}, { cause });
  }
}

/** What is not there any more needs nothing. */
async function unlessMissing(request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
  } catch (cause) {
    if (cause instanceof TwirpError && cause.code === "not_found") return;
    throw new AppError("MEETING_UNAVAILABLE", {}, { cause });
  }
}
