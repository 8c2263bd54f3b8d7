import { signal } from "@preact/signals-core";
import type { MeetingState } from "../../../media/types.ts";
import { mayDraw, mayWipe, MOST_NUMBERS, type Stroke, visibility } from "./stroke.ts";
import { decode, type DrawingMessage, type SentStroke } from "./wire.ts";

/** Strokes that one screen holds; then somebody has to clear it. */
const MOST_STROKES = 2000;
/** Messages of one person in a second; a hand makes 30. */
const MOST_MESSAGES = 60;

/** What is drawn on the shared screens of a meeting. Takes from others only what they may do. */
export class Boards {
  /** Rises with every change. */
  readonly version = signal(0);
  private readonly _boards = new Map<string, Map<string, Stroke>>();
  private readonly _counts = new Map<string, { second: number; messages: number }>();

  of(share: string): readonly Stroke[] {
    return [...(this._boards.get(share)?.values() ?? [])];
  }

  /** Takes what somebody sent. False when it was nothing, or nothing that he may do. */
  receive(payload: Uint8Array, from: string, state: MeetingState | null, now = Date.now()): boolean {
    if (this._isFlood(from, now)) return false;
    const message = decode(payload);
    if (message === null || !isAllowed(message, from, state)) return false;
    this.apply(message, from, now, mayWipe(state, message.share, from));
    return true;
  }

  /** Changes the board as the message says. */
  apply(message: DrawingMessage, author: string, now = Date.now(), wipes = false): void {
    const board = this._boards.get(message.share) ?? new Map<string, Stroke>();
    this._boards.set(message.share, board);
    if (message.kind === "stroke") this._put(board, message.stroke, author, now);
    else if (message.kind === "points") this._extend(board, message, author, now);
    else if (message.kind === "delete") this._delete(board, message.ids, author, wipes);
    else if (message.kind === "clear")
      for (const { id, author: whose } of board.values()) {
        if (message.all || whose === author) board.delete(id);
      }
    else for (const { author: whose, ...stroke } of message.strokes) this._put(board, stroke, whose, now);
    this.version.value += 1;
  }

  /** Forgets strokes that have faded. True while others still fade. */
  expire(share: string, now = Date.now()): boolean {
    const board = this._boards.get(share);
    let fading = false;
    for (const stroke of board?.values() ?? []) {
      if (visibility(stroke, now) === 0) board?.delete(stroke.id);
      else if (stroke.tool === "pointer" || stroke.fades) fading = true;
    }
    return fading;
  }

  /** The screen is not shared any more. */
  forget(share: string): void {
    if (this._boards.delete(share)) this.version.value += 1;
  }

  private _put(board: Map<string, Stroke>, stroke: SentStroke, author: string, now: number): void {
    const known = board.get(stroke.id);
    if (known !== undefined && known.author !== author) return;
    if (known === undefined && board.size >= MOST_STROKES) return;
    board.set(stroke.id, { ...stroke, author, at: now });
  }

  /** Everybody takes back what is his own. */
  private _delete(board: Map<string, Stroke>, ids: readonly string[], author: string, wipes: boolean): void {
    for (const id of ids) if (wipes || board.get(id)?.author === author) board.delete(id);
  }

  /** Points come in order or not at all; what is missing comes with the whole stroke at its end. */
  private _extend(
    board: Map<string, Stroke>,
    { id, from, points }: Extract<DrawingMessage, { kind: "points" }>,
    author: string,
    now: number,
  ): void {
    const known = board.get(id);
    if (known === undefined || known.author !== author || known.done) return;
    if (from < known.points.length || from + points.length > MOST_NUMBERS) return;
    board.set(id, { ...known, points: [...known.points, ...points], at: now });
  }

  private _isFlood(from: string, now: number): boolean {
    const second = Math.floor(now / 1000);
    const count = this._counts.get(from);
    if (count === undefined || count.second !== second) {
      this._counts.set(from, { second, messages: 1 });
      return false;
    }
    count.messages += 1;
    return count.messages > MOST_MESSAGES;
  }
}

function isAllowed(message: DrawingMessage, from: string, state: MeetingState | null): boolean {
  const { share } = message;
  if (message.kind === "sync") return from === share;
  if (message.kind === "clear" && message.all) return mayWipe(state, share, from);
  return mayDraw(state, share, from);
}
