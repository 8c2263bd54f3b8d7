import { getStroke } from "perfect-freehand";
import type { Frame } from "./frame.ts";
import { colours, type Stroke, UNIT, visibility } from "./stroke.ts";

type Point = readonly [number, number];

/** A name stays beside a stroke for as long after its last point. */
const NAMED_MS = 3000;
/** Points of the pointer's tail. */
const TAIL = 24;
const FONT = "600 {size}px system-ui, sans-serif";

/** Draws strokes over the picture's place. Sizes are shares of the picture's height, so they look alike everywhere. */
export function paint(
  context: CanvasRenderingContext2D,
  frame: Frame,
  strokes: readonly Stroke[],
  { now, nameOf, hovered }: { now: number; nameOf: (author: string) => string | null; hovered?: string | null },
): void {
  context.save();
  context.beginPath();
  context.rect(frame.x, frame.y, frame.width, frame.height);
  context.clip();
  for (const stroke of strokes) {
    context.globalAlpha = visibility(stroke, now);
    paintOne(context, frame, stroke);
  }
  for (const stroke of strokes) {
    const named = stroke.id === hovered || !stroke.done || stroke.tool === "pointer" || now - stroke.at < NAMED_MS;
    const name = named ? nameOf(stroke.author) : null;
    context.globalAlpha = visibility(stroke, now);
    if (name !== null) paintName(context, frame, stroke, name);
  }
  context.restore();
}

/** The stroke under a point of the box, the latest first; null where there is none. */
export function strokeAt(frame: Frame, strokes: readonly Stroke[], [x, y]: Point): string | null {
  const reach = Math.max(8, frame.height * 0.015);
  const hit = strokes.findLast((stroke) =>
    placed(frame, stroke).some(
      ([px, py]) => Math.hypot(px - x, py - y) < reach + fontSize(frame) * Number(stroke.text !== ""),
    ),
  );
  return hit?.id ?? null;
}

const placed = ({ x, y, width, height }: Frame, { points }: Stroke): Point[] => {
  const found: Point[] = [];
  for (let at = 0; at + 1 < points.length; at += 2)
    found.push([x + ((points[at] ?? 0) / UNIT) * width, y + ((points[at + 1] ?? 0) / UNIT) * height]);
  return found;
};

const fontSize = ({ height }: Frame): number => Math.max(12, height * 0.032);

function paintOne(context: CanvasRenderingContext2D, frame: Frame, stroke: Stroke): void {
  const points = placed(frame, stroke);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return;
  const colour = colours[stroke.colour] ?? colours[0];
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineJoin = "round";
  context.lineCap = "round";
  context.lineWidth = Math.max(2, frame.height * 0.006);
  if (stroke.tool === "text") paintText(context, frame, stroke, first);
  else if (stroke.tool === "box") context.strokeRect(first[0], first[1], last[0] - first[0], last[1] - first[1]);
  else if (stroke.tool === "arrow") paintArrow(context, frame, first, last);
  else if (stroke.tool === "pointer") paintPointer(context, frame, points.slice(-TAIL));
  else paintLine(context, points, stroke, frame.height * (stroke.tool === "marker" ? 0.03 : 0.012));
}

function paintLine(context: CanvasRenderingContext2D, points: Point[], { tool, done }: Stroke, size: number): void {
  const marker = tool === "marker";
  const outline = getStroke(
    points.map(([x, y]) => [x, y]),
    { size: Math.max(marker ? 8 : 3, size), thinning: marker ? 0 : 0.45, streamline: 0.35, smoothing: 0.5, last: done },
  );
  context.beginPath();
  outline.forEach(([x, y], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
  if (marker) context.globalAlpha *= 0.45;
  context.fill();
}

function paintArrow(context: CanvasRenderingContext2D, frame: Frame, from: Point, to: Point): void {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const size = Math.max(10, frame.height * 0.03);
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  for (const turn of [-0.45, 0.45]) {
    context.moveTo(...to);
    context.lineTo(to[0] - size * Math.cos(angle + turn), to[1] - size * Math.sin(angle + turn));
  }
  context.stroke();
}

function paintPointer(context: CanvasRenderingContext2D, frame: Frame, tail: Point[]): void {
  const [x, y] = tail.at(-1) ?? [0, 0];
  context.beginPath();
  tail.forEach(([px, py], at) => (at === 0 ? context.moveTo(px, py) : context.lineTo(px, py)));
  context.stroke();
  context.beginPath();
  context.arc(x, y, Math.max(5, frame.height * 0.012), 0, Math.PI * 2);
  context.fill();
}

function paintText(context: CanvasRenderingContext2D, frame: Frame, { text }: Stroke, [x, y]: Point): void {
  const size = fontSize(frame);
  context.font = FONT.replace("{size}", String(size));
  context.textBaseline = "top";
  context.lineWidth = size / 6;
  const colour = context.strokeStyle;
  // Readable on any picture.
  context.strokeStyle = "#0d1011";
  context.strokeText(text, x, y);
  context.strokeStyle = colour;
  context.fillText(text, x, y);
}

/** The author's name in a small box after the stroke's last point, inside the picture. */
function paintName(context: CanvasRenderingContext2D, frame: Frame, stroke: Stroke, name: string): void {
  const last = placed(frame, stroke).at(-1);
  if (last === undefined) return;
  const size = Math.min(15, Math.max(11, frame.height * 0.02));
  context.font = FONT.replace("{size}", String(size));
  const width = context.measureText(name).width + size;
  const height = size * 1.6;
  const below = stroke.tool === "text" ? fontSize(frame) * 1.4 : size * 0.6;
  const x = Math.max(frame.x, Math.min(last[0] + size * 0.6, frame.x + frame.width - width));
  const y = Math.max(frame.y, Math.min(last[1] + below, frame.y + frame.height - height));
  context.fillStyle = colours[stroke.colour] ?? colours[0];
  context.beginPath();
  context.roundRect(x, y, width, height, size * 0.4);
  context.fill();
  context.fillStyle = "#0d1011";
  context.textBaseline = "middle";
  context.fillText(name, x + size / 2, y + height / 2);
}
