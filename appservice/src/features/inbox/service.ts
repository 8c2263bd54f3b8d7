import type { InboxItem } from "@portico/contract/inbox.ts";
import type { Context } from "../../context.ts";
import type { Feature } from "../../http/define.ts";
import { type Actor, requireAccount } from "../../policy/actor.ts";
import { countByKind, inOrder } from "./model.ts";

/** More than anybody works through before reading anew. */
const MOST = 500;

export function createInboxService(
  { db, log }: Pick<Context, "db" | "log">,
  features: readonly Pick<Feature, "name" | "inbox">[],
) {
  const sources = features.flatMap(({ name, inbox }) => (inbox === undefined ? [] : [{ name, inbox }]));

  /** Everything that waits for the account. What one capability cannot say hides nothing of the others. */
  async function list(actor: Actor) {
    const account = requireAccount(actor);
    const found: InboxItem[] = [];
    let complete = true;
    const answers = await Promise.allSettled(sources.map(async ({ inbox }) => inbox(account, db)));
    for (const [at, answer] of answers.entries()) {
      if (answer.status === "fulfilled") found.push(...answer.value);
      else {
        complete = false;
        log.error({ err: answer.reason as unknown, feature: sources[at]?.name }, "inbox of a capability failed");
      }
    }
    return { items: inOrder(found).slice(0, MOST), counts: countByKind(found), total: found.length, complete };
  }

  return { list };
}
