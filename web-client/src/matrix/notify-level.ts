import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { Method } from "matrix-js-sdk/lib/http-api/method.js";
import type { NotifyLevel } from "./model.ts";
import { asObject } from "./plain-event.ts";

const objects = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What the user's push rules say of a room: an override rule silences it, a room rule leaves only mentions. */
export const notifyLevel = (client: MatrixClient, roomId: string): NotifyLevel => {
  const rules = asObject(asObject(client.getAccountData(EventType.PushRules)?.getContent())["global"]);
  const has = (kind: string): boolean =>
    objects(rules[kind]).some((rule) => {
      const { rule_id: id, enabled } = asObject(rule);
      return id === roomId && enabled === true;
    });
  if (has("override")) return "off";
  return has("room") ? "mentions" : "all";
};

/** Sets it for all devices of the user. */
export const setNotifyLevel = async (client: MatrixClient, roomId: string, level: NotifyLevel): Promise<void> => {
  const now = notifyLevel(client, roomId);
  const path = (kind: string): string => `/pushrules/global/${kind}/${encodeURIComponent(roomId)}`;
  const put = async (kind: string, body: object): Promise<unknown> =>
    client.http.authedRequest(Method.Put, path(kind), undefined, { ...body });
  if (now === level) return;
  if (level === "off") {
    const conditions = [{ kind: "event_match", key: "room_id", pattern: roomId }];
    await put("override", { actions: [], conditions });
  }
  if (level === "mentions") await put("room", { actions: [] });
  if (now === "off") await client.http.authedRequest(Method.Delete, path("override"));
  if (now === "mentions") await client.http.authedRequest(Method.Delete, path("room"));
};
