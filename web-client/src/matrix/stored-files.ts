import type { MatrixCredentials } from "./credentials.ts";
import { MatrixError } from "./matrix-error.ts";

/** Puts a file into the homeserver's media store; answers with its `mxc:` address. */
export async function storeFile({ homeserverUrl, accessToken }: MatrixCredentials, file: File): Promise<string> {
  const url = new URL("/_matrix/media/v3/upload", homeserverUrl);
  url.searchParams.set("filename", file.name);
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${accessToken}`,
      "content-type": file.type === "" ? "application/octet-stream" : file.type,
    },
    body: file,
  });
  const body = (await answer.json()) as { content_uri?: unknown; errcode?: unknown };
  if (!answer.ok || typeof body.content_uri !== "string") {
    throw new MatrixError(
      typeof body.errcode === "string" ? body.errcode : "M_UNKNOWN",
      answer.status,
      "upload refused",
      null,
    );
  }
  return body.content_uri;
}

/** Reads a stored file (client-server API, "authenticated media"). */
export async function readStoredFile({ homeserverUrl, accessToken }: MatrixCredentials, mxc: string): Promise<Blob> {
  const url = new URL(`/_matrix/client/v1/media/download/${mxc.slice("mxc://".length)}`, homeserverUrl);
  const answer = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
  if (!answer.ok) throw new MatrixError("M_NOT_FOUND", answer.status, "no such file", null);
  return answer.blob();
}
