import { signal } from "@preact/signals-core";
import type { CallSource } from "../../media/call.ts";

/** A meeting that the user wants on screen. */
export interface WantedMeeting {
  /** Empty for a guest by link. */
  readonly roomId: string;
  readonly name: string;
  /** Ring the others when this starts it. */
  readonly ring: boolean;
  /** Where the call gets its connection from. */
  readonly source: CallSource;
}

/** The meeting on screen, from the device check until it was left. One at a time. */
export const currentMeeting = signal<WantedMeeting | null>(null);
/** Whether it fills the window or stays in the corner. */
export const meetingFills = signal(true);

/** Brings a meeting on screen; while one goes on, that one comes forward. */
export const openMeeting = (meeting: WantedMeeting): void => {
  if (currentMeeting.peek() === null) currentMeeting.value = meeting;
  meetingFills.value = true;
};
