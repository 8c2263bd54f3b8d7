import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { NotifyLevel } from "./model.ts";
import { asObject } from "./plain-event.ts";

const objects = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What the user's push rules say of a room: an override rule silences it, a room rule leaves only mentions. */
export const notifyLevel = (client: MatrixClient, roomId: string): NotifyLevel => {
  const rules = asObject(asObject(client.getAccountData(EventType.PushRules)?.getContent())["global"]);
  const has = (kind: string): boolean =>
    objects(rules[kind]).some((rule) => asObject(rule)["rule_id"] === roomId && asObject(rule)["enabled"] === true);
  if (has("override")) return "off";
  return has("room") ? "mentions" : "all";
};
