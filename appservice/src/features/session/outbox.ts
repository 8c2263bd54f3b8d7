import type { Outbox } from "../../outbox/reactions.ts";

export const sessionOutbox: Outbox = {
  "session.devices-ended": { changes: ({ payload }) => [{ topic: "session", users: [payload.userId] }] },
};
