import { signal } from "@preact/signals-core";
import {
  ConnectionQuality,
  DisconnectReason,
  type LocalAudioTrack,
  type LocalVideoTrack,
  type Participant,
  ParticipantEvent,
  type LocalTrack,
  RemoteAudioTrack,
  Room,
  RoomEvent,
  ScreenSharePresets,
  Track,
  VideoPresets,
} from "livekit-client";
import type { DeviceChoice } from "./device-choice.ts";
import type { Connection, ControlMessage, EndReason, MeetingState, Phase, Picture, Quality, Seat } from "./types.ts";

/** Topics of data messages (contract: `meetings.ts`). */
const CONTROL_TOPIC = "portico.control";
export const DRAWING_TOPIC = "portico.drawing";

/** Pauses between attempts to come back, in milliseconds; the last one repeats. */
const RETRY_MS = [500, 1000, 2000, 4000] as const;

const qualities: Readonly<Record<ConnectionQuality, Quality>> = {
  [ConnectionQuality.Excellent]: "excellent",
  [ConnectionQuality.Good]: "good",
  [ConnectionQuality.Poor]: "poor",
  [ConnectionQuality.Lost]: "lost",
  [ConnectionQuality.Unknown]: "unknown",
};

const endings: Readonly<Partial<Record<DisconnectReason, EndReason>>> = {
  [DisconnectReason.CLIENT_INITIATED]: "left",
  [DisconnectReason.PARTICIPANT_REMOVED]: "removed",
  [DisconnectReason.ROOM_DELETED]: "over",
  [DisconnectReason.DUPLICATE_IDENTITY]: "elsewhere",
};

/** What the user sends. */
export type OwnTrack = LocalAudioTrack | LocalVideoTrack;

/** Where a call gets a fresh connection from, at its start and after the SFU was away. */
export interface CallSource {
  readonly connect: () => Promise<Connection>;
  /** Whether an error of `connect` means that trying again is in vain. */
  readonly isFinal: (error: unknown) => EndReason | null;
}

/** One meeting on screen: what is heard and seen as signals of plain data, wishes as calls. */
export class Call {
  readonly phase = signal<Phase>("connecting");
  readonly ended = signal<EndReason | null>(null);
  readonly seats = signal<readonly Seat[]>([]);
  readonly state = signal<MeetingState | null>(null);
  readonly own = signal({ microphone: false, camera: false, screen: false });
  readonly mayDraw = signal(false);
  readonly needsClick = signal(false);
  onControl: (message: ControlMessage) => void = () => {};
  onData: (payload: Uint8Array, identity: string) => void = () => {};
  /** Somebody came and receives data from now on. */
  onArrived: (identity: string) => void = () => {};
  /** Told with each new connection, for the presence in the Matrix room. */
  onConnected: (connection: Connection) => void = () => {};
  connection: Connection | null = null;
  /** The user ends it for everybody, and is not told that it is over. */
  endsForAll = false;
  private readonly _room: Room;
  private readonly _source: CallSource;
  private readonly _speaker: string;
  private readonly _kept = new Set<OwnTrack>();
  private readonly _sound = document.createElement("div");
  private readonly _pictures = new WeakMap<object, Picture>();
  private _left = false;
  private _due = false;

  constructor(source: CallSource, choice: DeviceChoice) {
    this._source = source;
    this._speaker = choice.speaker;
    this._room = new Room({
      adaptiveStream: { pixelDensity: "screen" },
      dynacast: true,
      disconnectOnPageLeave: true,
      // What is captured survives a new connection; leaving stops it.
      stopLocalTrackOnUnpublish: false,
      videoCaptureDefaults: { resolution: VideoPresets.h720.resolution },
      publishDefaults: {
        simulcast: true,
        videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
        screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
        screenShareSimulcastLayers: [ScreenSharePresets.h720fps5],
        dtx: true,
        red: true,
        stopMicTrackOnMute: false,
      },
    });
    this._sound.hidden = true;
    document.body.append(this._sound);
    this._listen();
  }

  /** The SDK's room, for measurements in tests. */
  get room(): Room {
    return this._room;
  }

  /** Connects and sends what the user prepared. Rejects with the service's refusal. */
  async start(tracks: readonly OwnTrack[]): Promise<void> {
    for (const track of tracks) this._kept.add(track);
    await this._connect();
  }

  async leave(): Promise<void> {
    this._left = true;
    await this._room.disconnect(true);
    this._over("left");
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this._switch(Track.Source.Microphone, on, async () => this._room.localParticipant.setMicrophoneEnabled(on));
  }

  async setCamera(on: boolean): Promise<void> {
    await this._switch(Track.Source.Camera, on, async () => this._room.localParticipant.setCameraEnabled(on));
  }

  /** Shows a screen, with its sound where the browser offers it. Closing the browser's chooser is no error. */
  async setScreen(on: boolean): Promise<void> {
    try {
      await this._room.localParticipant.setScreenShareEnabled(on, {
        audio: true,
        contentHint: "detail",
        selfBrowserSurface: "exclude",
        surfaceSwitching: "include",
        systemAudio: "include",
      });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "NotAllowedError")) throw error;
    }
    this._keepScreens();
    this._look();
  }

  async useDevice(kind: MediaDeviceKind, deviceId: string): Promise<void> {
    await this._room.switchActiveDevice(kind, deviceId);
  }

  deviceOf(kind: MediaDeviceKind): string {
    return this._room.getActiveDevice(kind) ?? "default";
  }

  /** Sends strokes; without the right nothing happens, and the SFU would not pass them on. */
  async sendData(payload: Uint8Array<ArrayBuffer>, reliable: boolean, to?: string): Promise<void> {
    if (this._room.localParticipant.permissions?.canPublishData !== true) return;
    if (this.phase.peek() !== "connected") return;
    const options = { reliable, topic: DRAWING_TOPIC, ...(to !== undefined && { destinationIdentities: [to] }) };
    await this._room.localParticipant.publishData(payload, options);
  }

  async allowSound(): Promise<void> {
    await this._room.startAudio();
    this.needsClick.value = !this._room.canPlaybackAudio;
  }

  private async _switch(source: Track.Source, on: boolean, change: () => Promise<unknown>): Promise<void> {
    await change();
    const track = this._room.localParticipant.getTrackPublication(source)?.track as OwnTrack | undefined;
    for (const kept of this._kept) if (kept.source === source && kept !== track) this._kept.delete(kept);
    if (on && track !== undefined) this._kept.add(track);
    this._look();
  }

  private _keepScreens(): void {
    for (const kept of this._kept)
      if (kept.source === Track.Source.ScreenShare || kept.source === Track.Source.ScreenShareAudio)
        this._kept.delete(kept);
    for (const { track } of this._room.localParticipant.trackPublications.values())
      if (
        track !== undefined &&
        (track.source === Track.Source.ScreenShare || track.source === Track.Source.ScreenShareAudio)
      )
        this._kept.add(track as OwnTrack);
  }

  private async _connect(): Promise<void> {
    const connection = await this._source.connect();
    this.connection = connection;
    await this._room.connect(connection.url, connection.token, { maxRetries: 1 });
    if (this._speaker !== "default" && Room.prototype.switchActiveDevice !== undefined)
      await this._room.switchActiveDevice("audiooutput", this._speaker).catch(() => false);
    const { localParticipant } = this._room;
    await Promise.all([...this._kept].map(async (track) => localParticipant.publishTrack(track as LocalTrack)));
    this.phase.value = "connected";
    this.needsClick.value = !this._room.canPlaybackAudio;
    this._readState();
    this._look();
    this.onConnected(connection);
  }

  /** The SFU was away, or forgot the room: asks the service until it lets the user in again. */
  private async _comeBack(): Promise<void> {
    this.phase.value = "reconnecting";
    this._look();
    for (let attempt = 0; !this._left; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
      try {
        if (!this._left) await this._connect();
        return;
      } catch (error) {
        const reason = this._source.isFinal(error);
        if (reason !== null) return this._over(reason);
      }
    }
    return undefined;
  }

  private _over(reason: EndReason): void {
    if (this.phase.peek() === "ended") return;
    this._left = true;
    for (const track of this._kept) track.stop();
    this._kept.clear();
    this._sound.remove();
    this.ended.value = reason;
    this.phase.value = "ended";
  }

  private _listen(): void {
    const room = this._room;
    const look = (): void => this._lookSoon();
    for (const event of [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackMuted,
      RoomEvent.TrackUnmuted,
      RoomEvent.TrackPublished,
      RoomEvent.TrackUnpublished,
      RoomEvent.LocalTrackPublished,
      RoomEvent.LocalTrackUnpublished,
      RoomEvent.ActiveSpeakersChanged,
      RoomEvent.ConnectionQualityChanged,
      RoomEvent.ParticipantAttributesChanged,
      RoomEvent.ParticipantPermissionsChanged,
    ] as const)
      room.on(event, look);
    room.on(RoomEvent.LocalTrackUnpublished, (publication) => {
      // The browser's own "stop sharing", or a right that was taken away.
      const { track } = publication;
      if (track !== undefined && publication.source.startsWith("screen_share") && room.state === "connected") {
        this._kept.delete(track as OwnTrack);
        track.stop();
      }
    });
    room.on(RoomEvent.TrackSubscribed, (track) => {
      if (track instanceof RemoteAudioTrack) this._sound.append(track.attach());
      look();
    });
    room.on(RoomEvent.TrackUnsubscribed, (track) => {
      for (const element of track.detach()) element.remove();
      look();
    });
    room.on(RoomEvent.RoomMetadataChanged, () => {
      this._readState();
      look();
    });
    room.on(RoomEvent.AudioPlaybackStatusChanged, () => {
      this.needsClick.value = !room.canPlaybackAudio;
    });
    room.on(RoomEvent.DataReceived, (payload, participant, _kind, topic) => {
      // Only the service sends without being a participant.
      if (topic === CONTROL_TOPIC && participant === undefined)
        this.onControl(JSON.parse(new TextDecoder().decode(payload)) as ControlMessage);
      if (topic === DRAWING_TOPIC && participant !== undefined) this.onData(payload, participant.identity);
    });
    room.on(RoomEvent.ParticipantActive, ({ identity }) => this.onArrived(identity));
    room.on(RoomEvent.Reconnecting, () => {
      this.phase.value = "reconnecting";
    });
    room.on(RoomEvent.Reconnected, () => {
      this.phase.value = "connected";
      look();
    });
    room.on(RoomEvent.Disconnected, (reason) => {
      if (this._left || this.phase.peek() === "connecting") return;
      const ending = reason === undefined ? undefined : endings[reason];
      if (ending === undefined) void this._comeBack();
      else this._over(ending === "over" && this.endsForAll ? "left" : ending);
    });
    room.localParticipant.on(ParticipantEvent.IsSpeakingChanged, look);
  }

  private _readState(): void {
    const { metadata } = this._room;
    if (metadata === undefined || metadata === "") return;
    this.state.value = JSON.parse(metadata) as MeetingState;
  }

  /** Many things change at once when somebody comes. */
  private _lookSoon(): void {
    if (this._due) return;
    this._due = true;
    queueMicrotask(() => {
      this._due = false;
      this._look();
    });
  }

  private _look(): void {
    const { localParticipant, remoteParticipants } = this._room;
    this.own.value = {
      microphone: localParticipant.isMicrophoneEnabled,
      camera: localParticipant.isCameraEnabled,
      screen: localParticipant.isScreenShareEnabled,
    };
    this.mayDraw.value = localParticipant.permissions?.canPublishData === true;
    this.seats.value = [localParticipant, ...remoteParticipants.values()]
      .filter(({ identity }) => identity !== "")
      .map((participant) => this._seat(participant));
  }

  private _seat(participant: Participant): Seat {
    const { identity, attributes } = participant;
    const state = this.state.peek();
    const own = participant === this._room.localParticipant;
    return {
      identity,
      userId: attributes["userId"] ?? null,
      name: participant.name ?? identity,
      company: attributes["company"] ?? null,
      role: state?.roles[identity] ?? "member",
      own,
      recorder: participant.permissions?.recorder === true,
      speaking: participant.isSpeaking,
      microphone: participant.isMicrophoneEnabled,
      camera: participant.isCameraEnabled ? this._picture(participant, Track.Source.Camera) : null,
      screen: this._picture(participant, Track.Source.ScreenShare),
      quality: qualities[participant.connectionQuality],
      handAt: state?.hands.find((hand) => hand.identity === identity)?.at ?? null,
    };
  }

  private _picture(participant: Participant, source: Track.Source): Picture | null {
    const track = participant.getTrackPublication(source)?.track;
    if (track === undefined) return null;
    const known = this._pictures.get(track);
    if (known !== undefined) return known;
    const picture: Picture = {
      id: `${participant.identity}/${source}/${track.sid ?? ""}`,
      attach: (element) => void track.attach(element),
      detach: (element) => void track.detach(element),
    };
    this._pictures.set(track, picture);
    return picture;
  }
}
