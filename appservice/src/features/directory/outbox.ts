import type { Outbox } from "../../outbox/reactions.ts";
import { tellHead, tellLead } from "./hand-over/tell.ts";
import { findPerson } from "./people/store.ts";

export const directoryOutbox: Outbox = {
  "directory.imported": {
    changes: ({ payload }) => [
      { topic: "directory" },
      { topic: "imports", ids: [payload.importId] },
      // How many people hold each.
      { topic: "roles" },
    ],
  },
  "department.head-changed": {
    notices: ({ payload: { departmentId, to, newcomer } }, db) => (newcomer ? [] : tellHead(db, departmentId, { to })),
  },
  "department.handed-over": {
    notices: ({ payload: { departmentId, from, to } }, db) => tellHead(db, departmentId, { to, left: from }),
  },
  "project.lead-changed": {
    notices: ({ payload: { projectId, to, newcomer } }, db) => (newcomer ? [] : tellLead(db, projectId, { to })),
  },
  "project.handed-over": {
    notices: ({ payload: { projectId, from, to } }, db) => tellLead(db, projectId, { to, left: from }),
  },
  "person.role-changed": {
    async changes({ payload: { personId } }, db) {
      const person = await findPerson(db, personId);
      return [
        { topic: "directory", ids: [personId] },
        { topic: "roles", ids: [personId] },
        ...(person === undefined ? [] : [{ topic: "session" as const, users: [person.user_id] }]),
      ];
    },
    async notices({ payload: { personId, from, to } }, db) {
      const person = await findPerson(db, personId);
      return person === undefined ? [] : [{ kind: "role.changed", userId: person.user_id, fields: { from, to } }];
    },
  },
};
