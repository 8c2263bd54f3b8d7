import { paint } from "./paint.ts";
import type { Stroke } from "./stroke.ts";

/** The shared picture as it is now with what is drawn on it, as PNG. Null while there is no picture. */
export async function snapshotOf(
  video: HTMLVideoElement,
  strokes: readonly Stroke[],
  nameOf: (author: string) => string | null,
): Promise<{ readonly blob: Blob; readonly width: number; readonly height: number } | null> {
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (context === null || width === 0) return null;
  context.drawImage(video, 0, 0, width, height);
  // Who drew what stays readable in a picture.
  const named = strokes.map((stroke) => ({ ...stroke, done: stroke.tool === "text" ? stroke.done : false }));
  paint(context, { x: 0, y: 0, width, height }, named, { now: Date.now(), nameOf });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return blob === null ? null : { blob, width, height };
}
