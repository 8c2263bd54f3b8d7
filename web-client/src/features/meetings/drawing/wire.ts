import { MOST_NUMBERS, MOST_TEXT, type Stroke, type Tool, tools, UNIT } from "./stroke.ts";

/** A stroke as it travels; the author is who sent it, by the SFU's word. */
export type SentStroke = Omit<Stroke, "author" | "at">;

/** What people who draw tell each other. `share` is the identity of who shares the screen. */
export type DrawingMessage =
  | { readonly kind: "stroke"; readonly share: string; readonly stroke: SentStroke }
  | {
      readonly kind: "points";
      readonly share: string;
      readonly id: string;
      readonly from: number;
      readonly points: readonly number[];
    }
  | { readonly kind: "delete"; readonly share: string; readonly ids: readonly string[] }
  | { readonly kind: "clear"; readonly share: string; readonly all: boolean }
  /** What is there already, from who shares to somebody who came later. */
  | {
      readonly kind: "sync";
      readonly share: string;
      readonly strokes: readonly (SentStroke & { readonly author: string })[];
    };

export const encode = (message: DrawingMessage): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(message));

/** The message of another client, or null for what is none: nothing in it is taken on trust. */
export function decode(payload: Uint8Array): DrawingMessage | null {
  let given: unknown;
  try {
    given = JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return null;
  }
  if (!isRecord(given) || !isName(given["share"])) return null;
  const { kind, share } = given;
  if (kind === "stroke") {
    const stroke = strokeOf(given["stroke"]);
    return stroke === null ? null : { kind, share, stroke };
  }
  if (kind === "points") {
    const { id, from, points } = given;
    if (!isName(id) || !isPoints(points) || !Number.isInteger(from) || Number(from) < 0) return null;
    return { kind, share, id, from: Number(from), points };
  }
  if (kind === "delete") {
    const { ids } = given;
    return Array.isArray(ids) && ids.length <= 2000 && ids.every(isName) ? { kind, share, ids } : null;
  }
  if (kind === "clear") return { kind, share, all: given["all"] === true };
  if (kind === "sync" && Array.isArray(given["strokes"])) {
    const strokes = given["strokes"].flatMap((each) => {
      const stroke = strokeOf(each);
      return stroke !== null && isRecord(each) && isName(each["author"]) ? [{ ...stroke, author: each["author"] }] : [];
    });
    return { kind, share, strokes };
  }
  return null;
}

function strokeOf(given: unknown): SentStroke | null {
  if (!isRecord(given)) return null;
  const { id, tool, colour, fades, points, text, done } = given;
  if (!isName(id) || !isTool(tool) || !isPoints(points) || points.length < 2) return null;
  if (typeof text !== "string" || text.length > MOST_TEXT) return null;
  return { id, tool, colour: Number(colour) || 0, fades: fades === true, points, text, done: done === true };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isName = (value: unknown): value is string =>
  typeof value === "string" && value.length > 0 && value.length <= 400;
const isTool = (value: unknown): value is Tool => (tools as readonly unknown[]).includes(value);
const isPoints = (value: unknown): value is number[] =>
  Array.isArray(value) &&
  value.length <= MOST_NUMBERS &&
  value.length % 2 === 0 &&
  value.every((each) => Number.isInteger(each) && each >= 0 && each <= UNIT);
