import type { MatrixCredentials } from "./credentials.ts";

/** A stored file that cannot be had: `status` of the homeserver's answer, 0 where none came. */
class MediaError extends Error {
  override readonly name = "MediaError";
  readonly status: number;

  constructor(status: number, url: string, options?: ErrorOptions) {
    super(`The homeserver did not give ${url} (${status})`, options);
    this.status = status;
  }
}

/** Thumbnails that the homeserver makes (its default `thumbnail_sizes`), scaled ones; others only where it makes them on demand. */
const thumbnails = [
  { width: 320, height: 240 },
  { width: 640, height: 480 },
  { width: 800, height: 600 },
];

/** Fetches stored files with the user's token (authenticated media, Matrix 1.11). */
export const fetchMedia = async (
  credentials: MatrixCredentials,
  url: string,
  fit?: { readonly width: number; readonly height: number },
): Promise<Blob> => {
  const [, server, id] = /^mxc:\/\/([^/?#]+)\/([\w-]+)$/.exec(url) ?? [];
  if (server === undefined || id === undefined) throw new MediaError(404, url);
  const size =
    fit === undefined ? undefined : thumbnails.find((each) => each.width >= fit.width && each.height >= fit.height);
  const path =
    size === undefined
      ? `download/${server}/${id}`
      : `thumbnail/${server}/${id}?width=${size.width}&height=${size.height}&method=scale`;
  let response: Response;
  try {
    response = await fetch(`${credentials.homeserverUrl}/_matrix/client/v1/media/${path}`, {
      headers: { authorization: `Bearer ${credentials.accessToken}` },
    });
  } catch (cause) {
    throw new MediaError(0, url, { cause });
  }
  if (!response.ok) throw new MediaError(response.status, url);
  return response.blob();
};
