import type { AppserviceSettings } from "@portico/config/settings.ts";
import { type ApiRoutes, apiRoutes } from "@portico/contract/api.ts";
import { ErrorBody } from "@portico/contract/error-body.ts";
import type { Route } from "@portico/contract/routes.ts";
import type { z } from "zod";
import type { MatrixTransport } from "../matrix/transport.ts";

interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Calls the running service's HTTP API in somebody's name. */
export interface Api {
  call<Key extends keyof ApiRoutes>(key: Key, input?: Input): Promise<z.output<ApiRoutes[Key]["response"]>>;
}

/** The API with a bearer token; a refusal is thrown with its code. */
export function createApi({ listen }: AppserviceSettings, token?: string): Api {
  return {
    async call(key, { params = {}, query = {}, body } = {}) {
      const [method = "", template = ""] = key.split(" ");
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
      const url = new URL(path, `http://${listen.host}:${listen.port}`);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      const answer = await fetch(url, {
        method,
        headers: {
          "content-type": "application/json",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const content: unknown = await answer.json();
      if (!answer.ok) {
        const { code, message, problems } = ErrorBody.parse(content);
        throw new Error(`${key}: ${code}: ${message} ${JSON.stringify(problems ?? "")}`);
      }
      const route: Route = apiRoutes[key];
      return route.response.parse(content) as z.output<ApiRoutes[typeof key]["response"]>;
    },
  };
}

/** Signs in as a local user, exactly as the web client does: with an OpenID token of the homeserver. */
export async function signIn(settings: AppserviceSettings, transport: MatrixTransport, userId: string): Promise<Api> {
  const openId = await transport.request({
    method: "POST",
    path: `/_matrix/client/v3/user/${encodeURIComponent(userId)}/openid/request_token`,
    as: userId,
  });
  const { token } = await createApi(settings).call("POST /api/session", { body: { openId } });
  return createApi(settings, token);
}
