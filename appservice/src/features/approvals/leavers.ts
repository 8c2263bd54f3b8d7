import type { DatabaseConsumer } from "../../outbox/consumer.ts";
import { carryOut } from "./carry-out.ts";
import { listHeld } from "./store/requests.ts";

/** Hands over the open decisions of somebody who has left: to the nearest manager, else to an administrator. */
export const leaversConsumer: DatabaseConsumer = {
  kind: "database",
  name: "approvals",
  wants: ["person.left"],
  async apply(tx, events) {
    for (const event of events) {
      if (event.name !== "person.left") continue;
      const { personId } = event.payload;
      for (const requestId of await listHeld(tx, personId)) {
        await carryOut(
          tx,
          requestId,
          { kind: "replace", person: personId, why: "left" },
          { system: "approval-leavers" },
        );
      }
    }
  },
};
