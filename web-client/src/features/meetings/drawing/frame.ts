/** Where a picture is inside the box that shows it whole (`object-fit: contain`). */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The picture's place in a box; null until its size is known. */
export function frameIn(
  box: { readonly width: number; readonly height: number },
  picture: { readonly width: number; readonly height: number },
): Frame | null {
  if (picture.width === 0 || picture.height === 0 || box.width === 0 || box.height === 0) return null;
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: (box.width - width) / 2, y: (box.height - height) / 2, width, height };
}
