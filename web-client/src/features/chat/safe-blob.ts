/** Types that no browser runs. SVG, XML and HTML are documents with scripts, so they are missing for good. */
const SHOWN: ReadonlySet<string> = new Set([
  "image/apng",
  "image/avif",
  "image/bmp",
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/webp",
  "audio/aac",
  "audio/flac",
  "audio/mp4",
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "audio/webm",
  "audio/x-wav",
  "video/mp4",
  "video/ogg",
  "video/quicktime",
  "video/webm",
]);

/**
 * The same bytes under a type that is safe at an address of our origin, which
 * `blob:` inherits. What the sender claims counts only when it is on the list.
 */
export function safeBlob(blob: Blob): Blob {
  const type = blob.type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return blob.slice(0, blob.size, SHOWN.has(type) ? type : "application/octet-stream");
}
