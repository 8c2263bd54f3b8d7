import { z } from "zod";
import type { LoginTokenIssuer } from "./ports.ts";
import type { MatrixTransport } from "./transport.ts";

const Answer = z.looseObject({ login_token: z.string() });

/** `POST /_matrix/client/v1/login/get_token` as the user (client-server API, "Token-based login"). */
export function createLoginTokenIssuer(transport: MatrixTransport): LoginTokenIssuer {
  return {
    async issue(userId) {
      const answer = await transport.request({
        method: "POST",
        path: "/_matrix/client/v1/login/get_token",
        as: userId,
      });
      return Answer.parse(answer).login_token;
    },
  };
}
