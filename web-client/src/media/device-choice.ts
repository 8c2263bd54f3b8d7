import { readStored, writeStored } from "../lib/stored.ts";

/** The devices that the user chose last, and what was on. */
export interface DeviceChoice {
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
}

const key = "portico.devices";

const isChoice = (value: unknown): value is DeviceChoice =>
  typeof value === "object" &&
  value !== null &&
  (["camera", "microphone", "speaker"] as const).every(
    (name) => typeof (value as Record<string, unknown>)[name] === "string",
  );

export const readDevices = (): DeviceChoice =>
  readStored(key, isChoice) ?? {
    camera: "default",
    microphone: "default",
    speaker: "default",
    cameraOn: true,
    microphoneOn: true,
  };

export const rememberDevices = (choice: DeviceChoice): void => writeStored(key, choice);
