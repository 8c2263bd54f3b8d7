import type { AppserviceSettings } from "@portico/config/settings.ts";
import { UserId } from "@portico/contract/common.ts";
import { MatrixHostResolver } from "matrix-appservice-bridge";
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { OpenIdVerifier } from "./ports.ts";

const UserInfo = z.looseObject({ sub: UserId });
const TIMEOUT_MS = 10_000;

/**
 * Asks the user's own homeserver who owns an OpenID token
 * (server-server API, `GET /_matrix/federation/v1/openid/userinfo`). Only our
 * own server and the trusted ones are ever asked.
 */
export function createOpenIdVerifier(settings: AppserviceSettings): OpenIdVerifier {
  const resolver = new MatrixHostResolver();

  async function baseUrl(serverName: string): Promise<string> {
    if (serverName === settings.serverName) return settings.homeserver.url;
    if (!settings.homeserver.trustedServers.includes(serverName)) {
      throw new AppError("SERVER_NOT_TRUSTED", { server: serverName });
    }
    const { url } = await resolver.resolveMatrixServer(serverName).catch((cause: unknown) => {
      throw new AppError("HOMESERVER_UNREACHABLE", { server: serverName }, { cause });
    });
    return url.origin;
  }

  return {
    async verify(serverName, accessToken) {
      const url = new URL("/_matrix/federation/v1/openid/userinfo", await baseUrl(serverName));
      url.searchParams.set("access_token", accessToken);
      const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" }).catch(
        (cause: unknown) => {
          throw new AppError("HOMESERVER_UNREACHABLE", { server: serverName }, { cause });
        },
      );
      if (!answer.ok) throw new AppError("OPENID_REFUSED");
      const info = UserInfo.safeParse(await answer.json().catch(() => undefined));
      if (!info.success) throw new AppError("OPENID_REFUSED");
      // A server may speak for its own users only; its name is all that follows the first colon.
      const { sub } = info.data;
      if (sub.slice(sub.indexOf(":") + 1) !== serverName) throw new AppError("OPENID_REFUSED");
      return sub;
    },
  };
}
