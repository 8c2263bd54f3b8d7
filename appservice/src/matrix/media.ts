import type { AppserviceSettings } from "@portico/config/settings.ts";
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { MediaReader, MediaUploader } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Answer = z.looseObject({ content_uri: z.string() });

export function createMediaUploader(transport: MatrixTransport): MediaUploader {
  return {
    async upload({ bytes, name, contentType, owner }) {
      const answer = await transport.request({
        method: "POST",
        path: "/_matrix/media/v3/upload",
        as: owner,
        query: { filename: name },
        raw: { bytes, contentType },
      });
      return Answer.parse(answer).content_uri;
    },
  };
}

const PATIENCE_MS = 60_000;

export const createMediaReader = ({ homeserver, serverName }: AppserviceSettings): MediaReader => ({
  async download(url) {
    const [, server, id] = /^mxc:\/\/([^/]+)\/([A-Za-z0-9_-]+)$/.exec(url) ?? [];
    // Media of other servers would be fetched by ours, for whoever named them.
    if (server !== serverName || id === undefined) return undefined;
    const path = `/_matrix/client/v1/media/download/${encodeURIComponent(server)}/${id}`;
    const answer = await fetch(`${homeserver.url}${path}`, {
      headers: { authorization: `Bearer ${homeserver.asToken}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: unknown) => {
      throw new AppError("HOMESERVER_UNREACHABLE", {}, { cause: error });
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new AppError("HOMESERVER_REFUSED", { reason: `media ${answer.status}` });
    return Buffer.from(await answer.arrayBuffer());
  },
});
