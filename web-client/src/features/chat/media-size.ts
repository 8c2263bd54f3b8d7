/** The largest box that a picture in the timeline takes, in CSS pixels. */
const PICTURE_BOX = { width: 360, height: 320 };

/** The size at which a picture is drawn: scaled into the box, never up; a fixed one where it is not known. */
export const drawnSize = (width: number | null, height: number | null): { width: number; height: number } => {
  if (width === null || height === null) return { width: 240, height: 180 };
  const scale = Math.min(1, PICTURE_BOX.width / width, PICTURE_BOX.height / height);
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
};
