import type { Outbox } from "../../outbox/reactions.ts";
import { findPerson } from "./store.ts";

export const directoryOutbox: Outbox = {
  "directory.imported": { changes: () => [{ topic: "directory" }] },
  "person.role-changed": {
    changes: ({ payload }) => [{ topic: "directory", ids: [payload.personId] }],
    async notices({ payload: { personId, from, to } }, db) {
      const person = await findPerson(db, personId);
      return person === undefined ? [] : [{ kind: "role.changed", userId: person.user_id, fields: { from, to } }];
    },
  },
};
