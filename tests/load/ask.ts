import type { Context } from "@portico/config/context.ts";
import { z } from "zod";

/** Where an installation answers, and the tokens that open it. */
export type Place = Pick<Context, "installation" | "secrets">;

/** One JSON request; throws with the answer unless it succeeds. */
export async function json(url: string, method: string, token: string | undefined, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A request to our API with the launcher's own token, which may do everything. */
export const operator = ({ installation, secrets }: Place, method: string, path: string, body?: unknown) =>
  json(`${installation.urls.appservice}${path}`, method, secrets.operatorToken, body);

/** A request to the homeserver as the application service's own account, its administrator. */
export const asBot = ({ installation, secrets }: Place, method: string, path: string, body?: unknown) =>
  json(`${installation.urls.homeserver}${path}`, method, secrets.asToken, body);

const Progress = z.object({ wanted: z.number(), done: z.number() });
const Provisioning = z.object({ accounts: Progress, rooms: Progress, memberships: Progress });

/** How far accounts, rooms and memberships have followed the directory. */
export const provisioning = async (place: Place): Promise<z.infer<typeof Provisioning>> =>
  Provisioning.parse(await operator(place, "GET", "/api/directory/provisioning"));
