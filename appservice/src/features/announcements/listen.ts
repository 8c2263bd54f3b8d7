import { OBJECT_FIELD } from "@portico/contract/matrix.ts";
import type { AppserviceSettings } from "@portico/config/settings.ts";
import type { Feature } from "../../http/define.ts";
import type { Tx } from "../../db/connection.ts";
import { insertChanges } from "../live/index.ts";
import { peopleIn } from "./audience/store.ts";
import { audienceOf, forgetAnswer, noteAnswer, noteMessage } from "./store.ts";

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** Comments and likes are what people say in Matrix, with whatever client; here they are counted. */
export const createAnnouncementListener = (settings: AppserviceSettings) => {
  const bot = `@${settings.homeserver.senderLocalpart}:${settings.serverName}`;

  async function tell(tx: Tx, id: string | undefined): Promise<void> {
    if (id === undefined) return;
    const users = (await peopleIn(tx, await audienceOf(tx, id))).map(({ userId }) => userId);
    await insertChanges(tx, [{ topic: "announcements", ids: [id], users }]);
  }

  return {
    types: ["m.room.message", "m.reaction", "m.room.redaction"],
    handle: async ({ type, event_id: eventId, sender, content, redacts }, { tx }) => {
      if (type === "m.room.redaction") {
        await tell(tx, await forgetAnswer(tx, asText(content["redacts"]) || asText(redacts)));
        return;
      }
      const object = asObject(content[OBJECT_FIELD]);
      if (sender === bot && object["kind"] === "announcement") {
        const id = asText(object["id"]);
        await noteMessage(tx, id, eventId);
        await tell(tx, id);
        return;
      }
      const relation = asObject(content["m.relates_to"]);
      const root = asText(relation["event_id"]);
      const kind =
        type === "m.reaction" && relation["rel_type"] === "m.annotation"
          ? "like"
          : type === "m.room.message" && relation["rel_type"] === "m.thread"
            ? "comment"
            : null;
      if (kind === null || root === "") return;
      await tell(tx, await noteAnswer(tx, { eventId, root, kind, userId: sender }));
    },
  } satisfies Feature["onMatrixEvent"];
};
