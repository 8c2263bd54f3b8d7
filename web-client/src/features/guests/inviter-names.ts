import type { ReactiveController, ReactiveControllerHost } from "lit";
import { api } from "../../api/client.ts";
import type { ResponseOf } from "../../api/types.ts";

type Name = ResponseOf<"GET /api/directory/people">["items"][number]["name"];

/** Names of those who invited guests, looked up once each; until then their user ids stand in. */
export class InviterNames implements ReactiveController {
  private readonly _names = new Map<string, Name | null>();
  private readonly _abort = new AbortController();
  private readonly _host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this._host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this._abort.abort();
  }

  /** The name of a user, or null while it is not known. */
  of(userId: string): Name | null {
    if (!this._names.has(userId)) {
      this._names.set(userId, null);
      void this._look(userId);
    }
    return this._names.get(userId) ?? null;
  }

  private async _look(userId: string): Promise<void> {
    const query = { userId, limit: 1 };
    // A name that cannot be had leaves the user id on screen, which says as much.
    const [found] = await Promise.allSettled([api.call("GET /api/directory/people", { query }, this._abort.signal)]);
    const person = found.status === "fulfilled" ? found.value.items[0] : undefined;
    if (person === undefined) return;
    this._names.set(userId, person.name);
    this._host.requestUpdate();
  }
}
