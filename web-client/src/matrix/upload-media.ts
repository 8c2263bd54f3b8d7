import type { MatrixCredentials } from "./credentials.ts";

/** Stores a file with the homeserver; its `mxc:` address, or null where it was refused or the line is away. */
export const uploadMedia = async (
  { homeserverUrl, accessToken }: MatrixCredentials,
  file: Blob,
  name: string,
): Promise<string | null> => {
  try {
    const answer = await fetch(`${homeserverUrl}/_matrix/media/v3/upload?filename=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": file.type },
      body: file,
    });
    if (!answer.ok) return null;
    const { content_uri: url } = (await answer.json()) as { content_uri?: unknown };
    return typeof url === "string" ? url : null;
  } catch (error) {
    // What `fetch` rejects with when nothing answers.
    if (error instanceof TypeError) return null;
    throw error;
  }
};
