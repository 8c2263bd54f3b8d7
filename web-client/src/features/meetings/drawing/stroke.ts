import type { MeetingState } from "../../../media/types.ts";

export const tools = ["pen", "marker", "arrow", "box", "text", "pointer"] as const;
export type Tool = (typeof tools)[number];

/** Strokes name a colour by its place here. */
export const colours = ["#f0483e", "#f5a524", "#3ecf8e", "#4c8dff", "#f4f6f5"] as const;

/**
 * Something drawn on a shared screen. Points are x, y, x, y … in 65535ths of the
 * shared picture, so they are at the same place whatever the window's size.
 */
export interface Stroke {
  readonly id: string;
  /** Identity at the SFU of who drew it. */
  readonly author: string;
  readonly tool: Tool;
  readonly colour: number;
  /** Vanishes by itself. */
  readonly fades: boolean;
  readonly points: readonly number[];
  readonly text: string;
  /** False while the author draws. */
  readonly done: boolean;
  /** When its last point came, by this computer's clock. */
  readonly at: number;
}

/** Largest value of a coordinate. */
export const UNIT = 65_535;
/** Numbers in one stroke: a message of the data channel holds 15 KiB. */
export const MOST_NUMBERS = 1200;
export const MOST_TEXT = 200;

const FADE_AFTER_MS = 4000;
const POINTER_AFTER_MS = 1200;
const FADING_MS = 700;

/** How much of a stroke is seen, 1 to 0; 0 means that it is gone. */
export function visibility({ tool, fades, done, at }: Stroke, now: number): number {
  if (tool !== "pointer" && (!fades || !done)) return 1;
  const past = now - at - (tool === "pointer" ? POINTER_AFTER_MS : FADE_AFTER_MS);
  return past <= 0 ? 1 : Math.max(0, 1 - past / FADING_MS);
}

/** Whether somebody may draw on the screen of `sharer`; the service says the same to the SFU. */
export function mayDraw(state: MeetingState | null, sharer: string, identity: string): boolean {
  if (state === null) return false;
  const role = state.roles[identity];
  if (identity === sharer || role === "host" || role === "co-host") return true;
  return state.drawing === "all" || (state.drawing === "some" && state.drawers.includes(identity));
}

/** Whether somebody may wipe what others drew: who shares, and who leads. */
export function mayWipe(state: MeetingState | null, sharer: string, identity: string): boolean {
  const role = state?.roles[identity];
  return identity === sharer || role === "host" || role === "co-host";
}
