import { z } from "zod";
import type { MediaUploader } from "./ports.ts";
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
