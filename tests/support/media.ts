import { stack } from "./stack.ts";

/** What the homeserver answered to an upload. */
export interface UploadAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Uploads a file with somebody's token, the way of browsers, and resolves with whatever was answered. */
export async function tryUpload(
  as: { readonly accessToken: string },
  file: { readonly name: string; readonly type: string; readonly content: string | Uint8Array<ArrayBuffer> },
): Promise<UploadAnswer> {
  const answer = await fetch(`${stack().web}/_matrix/media/v3/upload?filename=${encodeURIComponent(file.name)}`, {
    method: "POST",
    headers: { authorization: `Bearer ${as.accessToken}`, "content-type": file.type },
    body: file.content,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Uploads a file and resolves with its `mxc:` address. */
export async function upload(...[as, file]: Parameters<typeof tryUpload>): Promise<string> {
  const { status, body } = await tryUpload(as, file);
  if (status !== 200) throw new Error(`uploading ${file.name}: ${status} ${JSON.stringify(body)}`);
  return String(body["content_uri"]);
}
