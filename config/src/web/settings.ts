import { readFile } from "node:fs/promises";
import { z } from "zod";

/** What the web client's server is started with: one JSON file, named by the first command-line argument. */
export const WebSettings = z.strictObject({
  listen: z.strictObject({ host: z.string(), port: z.int() }),
  /** Address that people type, without a slash at the end. */
  publicUrl: z.url(),
  /** Folder of the built client. */
  folder: z.string(),
  serverName: z.string(),
  homeserverUrl: z.url(),
  appserviceUrl: z.url(),
  livekitUrl: z.url(),
  /** Largest body of a request that the homeserver takes. */
  maxUploadBytes: z.int().positive(),
  /** Whether the last address in `X-Forwarded-For` is to be believed. */
  behindProxy: z.boolean(),
});
export type WebSettings = z.infer<typeof WebSettings>;

/** Reads the settings file; throws with the path and every problem named. */
export async function readWebSettings(path: string): Promise<WebSettings> {
  const parsed = WebSettings.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (!parsed.success) throw new Error(`${path}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
