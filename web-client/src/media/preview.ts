import { signal } from "@preact/signals-core";
import { createLocalAudioTrack, createLocalVideoTrack, Room, VideoPresets } from "livekit-client";
import type { LocalAudioTrack, LocalVideoTrack } from "livekit-client";
import type { OwnTrack } from "./call.ts";
import { readDevices, rememberDevices } from "./device-choice.ts";
import type { DeviceChoice } from "./device-choice.ts";

export type DeviceProblem = "refused" | "missing" | "busy";

const problemOf = (error: unknown): DeviceProblem => {
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  if (name === "NotAllowedError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "busy";
};

const wished = (id: string): { deviceId?: string } => (id === "default" ? {} : { deviceId: id });

/** Camera and microphone before joining: picture, level, and which device is used. */
export class Preview {
  readonly choice = signal<DeviceChoice>(readDevices());
  readonly devices = signal<readonly MediaDeviceInfo[]>([]);
  readonly video = signal<LocalVideoTrack | null>(null);
  readonly audio = signal<LocalAudioTrack | null>(null);
  readonly cameraProblem = signal<DeviceProblem | null>(null);
  readonly microphoneProblem = signal<DeviceProblem | null>(null);
  /** Loudness of the microphone, 0 to 1. */
  readonly level = signal(0);
  private _context: AudioContext | null = null;
  private _frame = 0;
  private _over = false;

  async start(): Promise<void> {
    navigator.mediaDevices?.addEventListener("devicechange", this._list);
    const { cameraOn, microphoneOn } = this.choice.peek();
    await Promise.all([cameraOn ? this._openCamera() : null, microphoneOn ? this._openMicrophone() : null]);
    await this._list();
  }

  async setCamera(on: boolean): Promise<void> {
    this._choose({ cameraOn: on });
    this.video.peek()?.stop();
    this.video.value = null;
    if (on) await this._openCamera();
    await this._list();
  }

  async setMicrophone(on: boolean): Promise<void> {
    this._choose({ microphoneOn: on });
    this._closeMicrophone();
    if (on) await this._openMicrophone();
    await this._list();
  }

  async use(kind: "camera" | "microphone" | "speaker", id: string): Promise<void> {
    this._choose({ [kind]: id });
    if (kind === "camera" && this.video.peek() !== null) await this.setCamera(true);
    if (kind === "microphone" && this.audio.peek() !== null) await this.setMicrophone(true);
  }

  /** Two short tones on the chosen speaker. */
  async testSpeaker(): Promise<void> {
    const context = new AudioContext();
    const speaker = this.choice.peek().speaker;
    if (speaker !== "default" && "setSinkId" in context)
      await (context as AudioContext & { setSinkId(id: string): Promise<void> }).setSinkId(speaker);
    for (const [at, pitch] of [
      [0, 523],
      [0.25, 659],
    ] as const) {
      const tone = new OscillatorNode(context, { frequency: pitch });
      const volume = new GainNode(context, { gain: 0.15 });
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.2);
      if (at > 0) tone.addEventListener("ended", () => void context.close());
    }
  }

  /** Hands over what is captured; the call goes on with it. */
  take(): OwnTrack[] {
    const tracks = [this.audio.peek(), this.video.peek()].filter((track) => track !== null);
    this.audio.value = null;
    this.video.value = null;
    this._end();
    return tracks;
  }

  stop(): void {
    this.video.peek()?.stop();
    this._closeMicrophone();
    this._end();
  }

  private _end(): void {
    this._over = true;
    navigator.mediaDevices?.removeEventListener("devicechange", this._list);
    cancelAnimationFrame(this._frame);
    void this._context?.close();
    this._context = null;
  }

  private _choose(change: Partial<DeviceChoice>): void {
    this.choice.value = { ...this.choice.peek(), ...change };
    rememberDevices(this.choice.peek());
  }

  private async _openCamera(): Promise<void> {
    try {
      const track = await createLocalVideoTrack({
        ...wished(this.choice.peek().camera),
        resolution: VideoPresets.h720.resolution,
      });
      // It may have been turned off again while the browser opened it.
      if (this._over || !this.choice.peek().cameraOn) track.stop();
      else this.video.value = track;
      this.cameraProblem.value = null;
    } catch (error) {
      this.cameraProblem.value = problemOf(error);
    }
  }

  private async _openMicrophone(): Promise<void> {
    try {
      const track = await createLocalAudioTrack({
        ...wished(this.choice.peek().microphone),
        echoCancellation: true,
        noiseSuppression: true,
      });
      if (this._over || !this.choice.peek().microphoneOn) return track.stop();
      this.audio.value = track;
      this.microphoneProblem.value = null;
      this._measure(track);
    } catch (error) {
      this.microphoneProblem.value = problemOf(error);
    }
    return undefined;
  }

  private _closeMicrophone(): void {
    cancelAnimationFrame(this._frame);
    void this._context?.close();
    this._context = null;
    this.audio.peek()?.stop();
    this.audio.value = null;
    this.level.value = 0;
  }

  private _measure(track: LocalAudioTrack): void {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 512 });
    context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this._context = context;
    const step = (): void => {
      analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      const shown = Math.min(1, Math.round(loudness * 80) / 20);
      if (shown !== this.level.peek()) this.level.value = shown;
      this._frame = requestAnimationFrame(step);
    };
    step();
  }

  private readonly _list = async (): Promise<void> => {
    if (navigator.mediaDevices === undefined) return;
    const lists = await Promise.all(
      (["videoinput", "audioinput", "audiooutput"] as const).map(async (kind) => Room.getLocalDevices(kind, false)),
    );
    if (!this._over) this.devices.value = lists.flat();
  };
}
