import { plainName } from "@portico/contract/name-characters.ts";
import type { FileContent, Problem } from "./model.ts";
import type { Json } from "./plain-event.ts";

const kindOf = (file: File): FileContent["kind"] => {
  const [main] = file.type.split("/");
  return main === "image" || main === "video" || main === "audio" ? main : "file";
};

/** Pixels of a picture, so that its place is kept before it is loaded; null for what this browser cannot draw. */
const measure = async (file: File): Promise<{ w: number; h: number } | null> => {
  try {
    const bitmap = await createImageBitmap(file);
    const size = { w: bitmap.width, h: bitmap.height };
    bitmap.close();
    return size;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

/** Content of a message with a file, still without its `url`, or why the file cannot be sent. */
export const fileMessageOf = async (
  file: File,
  caption: string,
  limit: number | null,
  thread: string | null = null,
): Promise<Json | Problem> => {
  if (file.size === 0) return { kind: "file-empty", detail: file.name, limit: null };
  if (limit !== null && file.size > limit) return { kind: "file-too-large", detail: file.name, limit };
  let kind = kindOf(file);
  const size = kind === "image" ? await measure(file) : null;
  if (kind === "image" && size === null) kind = "file";
  const name = plainName(file.name);
  return {
    msgtype: `m.${kind}`,
    body: caption === "" ? name : caption,
    filename: name,
    info: { mimetype: file.type === "" ? "application/octet-stream" : file.type, size: file.size, ...size },
    "m.mentions": {},
    ...(thread === null ? {} : { "m.relates_to": { rel_type: "m.thread", event_id: thread } }),
  };
};
