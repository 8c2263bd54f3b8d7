import { effect, signal } from "@preact/signals-core";
import type { Call } from "../../../media/call.ts";
import { Boards } from "./board.ts";
import { mayDraw, mayWipe, MOST_NUMBERS, type Stroke, type Tool } from "./stroke.ts";
import { type DrawingMessage, encode, type SentStroke } from "./wire.ts";

/** Pause between two messages with points, in milliseconds. */
const SEND_MS = 33;
/** Bytes of strokes in one message to a late comer. */
const SYNC_BYTES = 12_000;

interface Begun {
  readonly share: string;
  readonly stroke: SentStroke;
  sent: number;
}

/** Drawing in one call: what the user draws goes to the others, and what they draw is taken by the meeting's rules. */
export class Drawings {
  readonly boards = new Boards();
  /** The tool in hand; null while the user does not draw. */
  readonly tool = signal<Tool | null>(null);
  readonly colour = signal(0);
  readonly fades = signal(false);
  private readonly _call: Call;
  private readonly _unwatch: () => void;
  private _begun: Begun | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(call: Call) {
    this._call = call;
    call.onData = (payload, identity) => this.boards.receive(payload, identity, call.state.peek());
    call.onArrived = (identity) => this._catchUp(identity);
    let shared: readonly string[] = [];
    this._unwatch = effect(() => {
      const now = call.seats.value.filter(({ screen }) => screen !== null).map(({ identity }) => identity);
      // While the line is away nobody is seen, and what was drawn stays for when it is back.
      if (call.phase.peek() !== "connected") return;
      for (const gone of shared.filter((identity) => !now.includes(identity))) this.boards.forget(gone);
      shared = now;
    });
  }

  stop(): void {
    this._unwatch();
    clearTimeout(this._timer);
  }

  /** The user's identity at the SFU. */
  get own(): string {
    return this._call.connection?.identity ?? "";
  }

  mayDraw(share: string): boolean {
    return mayDraw(this._call.state.value, share, this.own);
  }

  mayWipe(share: string): boolean {
    return mayWipe(this._call.state.value, share, this.own);
  }

  nameOf(identity: string): string | null {
    return this._call.seats.peek().find((seat) => seat.identity === identity)?.name ?? null;
  }

  begin(share: string, tool: Tool, point: readonly [number, number], text = ""): void {
    const stroke: SentStroke = {
      id: crypto.randomUUID(),
      tool,
      colour: this.colour.peek(),
      fades: this.fades.peek(),
      points: [...point],
      text,
      done: text !== "",
    };
    this._begun = text === "" ? { share, stroke, sent: point.length } : null;
    this._do({ kind: "stroke", share, stroke }, true);
  }

  /** The next point of what was begun. A line too long for one message goes on as another stroke. */
  extend(point: readonly [number, number]): void {
    const begun = this._begun;
    if (begun === null) return;
    const known = this._find(begun);
    if (known === undefined) return;
    const { tool } = begun.stroke;
    if (tool === "arrow" || tool === "box") {
      const points = [...known.points.slice(0, 2), ...point];
      this.boards.apply({ kind: "stroke", share: begun.share, stroke: { ...begun.stroke, points } }, this.own);
    } else
      this.boards.apply(
        { kind: "points", share: begun.share, id: begun.stroke.id, from: known.points.length, points: point },
        this.own,
      );
    this._timer ??= setTimeout(() => this._sendPoints(), SEND_MS);
    if (known.points.length + 4 <= MOST_NUMBERS) return;
    this.end();
    this.begin(begun.share, tool, point);
  }

  /** Sends the whole stroke once more, which makes up for points that were lost on the way. */
  end(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    const begun = this._begun;
    this._begun = null;
    const known = begun === null ? undefined : this._find(begun);
    if (begun === null || known === undefined) return;
    this._do(
      { kind: "stroke", share: begun.share, stroke: { ...begun.stroke, points: known.points, done: true } },
      true,
    );
  }

  undo(share: string): void {
    const last = this.boards.of(share).findLast(({ author }) => author === this.own);
    if (last !== undefined) this._do({ kind: "delete", share, ids: [last.id] }, true);
  }

  clear(share: string, all: boolean): void {
    this._do({ kind: "clear", share, all }, true);
  }

  private _find({ share, stroke }: Begun): Stroke | undefined {
    return this.boards.of(share).find(({ id }) => id === stroke.id);
  }

  private _sendPoints(): void {
    this._timer = undefined;
    const begun = this._begun;
    const known = begun === null ? undefined : this._find(begun);
    if (begun === null || known === undefined) return;
    const { share, stroke } = begun;
    if (stroke.tool === "arrow" || stroke.tool === "box")
      return this._send({ kind: "stroke", share, stroke: { ...stroke, points: known.points } }, true);
    const points = known.points.slice(begun.sent);
    if (points.length > 0) this._send({ kind: "points", share, id: stroke.id, from: begun.sent, points }, false);
    begun.sent = known.points.length;
    return undefined;
  }

  private _do(message: DrawingMessage, reliable: boolean): void {
    this.boards.apply(message, this.own);
    this._send(message, reliable);
  }

  private _send(message: DrawingMessage, reliable: boolean, to?: string): void {
    // A line that breaks now is shown as such; what was drawn meanwhile stays with who drew it.
    void this._call.sendData(encode(message), reliable, to).catch(() => undefined);
  }

  /** Who shows a screen tells a late comer what is drawn on it. */
  private _catchUp(identity: string): void {
    if (!this._call.own.peek().screen) return;
    const share = this.own;
    let strokes: (SentStroke & { author: string })[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (strokes.length > 0) this._send({ kind: "sync", share, strokes }, true, identity);
      strokes = [];
      bytes = 0;
    };
    for (const { at: _at, ...stroke } of this.boards.of(share)) {
      const size = JSON.stringify(stroke).length;
      if (bytes + size > SYNC_BYTES) flush();
      strokes.push(stroke);
      bytes += size;
    }
    flush();
  }
}
