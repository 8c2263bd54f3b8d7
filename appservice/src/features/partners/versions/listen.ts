import { z } from "zod";
import { roomByKey } from "../../../rooms/index.ts";
import type { Feature } from "../../../http/define.ts";
import { insertChanges } from "../../live/index.ts";
import { CONFIRMATION_FIELD, VERSION_FIELD } from "../model.ts";
import { listRooms } from "../store.ts";
import { findConfirmation, findVersion, keepEvent } from "./store.ts";

const Version = z.object({ versionId: z.uuid(), sha256: z.string() });
const Confirmation = Version.extend({ confirmationId: z.uuid() });

/** Keeps which signed events carry a version and its confirmations: the first in the zone that its author sent. */
export const versionListener: NonNullable<Feature["onMatrixEvent"]> = {
  types: ["m.room.message"],
  async handle({ room_id: roomId, event_id: eventId, sender, content }, { tx }) {
    const confirmed = Confirmation.safeParse(content[CONFIRMATION_FIELD]).data;
    const added = Version.safeParse(content[VERSION_FIELD]).data;
    const about = confirmed ?? added;
    if (about === undefined) return;
    const version = await findVersion(tx, about.versionId);
    if (version?.sha256 !== about.sha256) return;
    const [conversation] = await listRooms(tx, version.agreement_id);
    if (conversation === undefined || (await roomByKey(tx, conversation.key))?.room_id !== roomId) return;
    const confirmation = confirmed && (await findConfirmation(tx, confirmed.confirmationId));
    const [table, id, by] = confirmation
      ? (["partner_confirmation", confirmation.id, confirmation.by] as const)
      : (["partner_version", version.id, version.by] as const);
    if (confirmed !== undefined && confirmation?.version_id !== version.id) return;
    if (by.userId === sender && (await keepEvent(tx, table, id, eventId))) {
      await insertChanges(tx, [{ topic: "partners", ids: [version.document_id] }]);
    }
  },
};
