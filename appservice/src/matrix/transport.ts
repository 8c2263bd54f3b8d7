import type { AppserviceSettings } from "@portico/config/settings.ts";
import { AppServiceRegistration, Bridge, Logger } from "matrix-appservice-bridge";
import { z } from "zod";
import type { Counters } from "../metrics/counters.ts";
import { AppError } from "../errors.ts";

/** Id of our registration. */
export const APPLICATION_SERVICE = "portico";

/** One request to the homeserver, as the bot or as a local user. */
export interface MatrixRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** From `/_matrix` or `/_synapse` on; its segments already encoded. */
  readonly path: string;
  readonly as?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is instead of JSON. */
  readonly raw?: { readonly bytes: Uint8Array; readonly contentType: string };
}

/** Sends requests with the application service's token. */
export interface MatrixTransport {
  readonly botUserId: string;
  /** Resolves with the JSON answer; throws `MatrixRefusal` or `AppError`. */
  request(request: MatrixRequest): Promise<unknown>;
  /** Resolves once the homeserver answers and the bot is registered. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** The homeserver said no: its status and `errcode` (client-server API, "Standard error response"). */
export class MatrixRefusal extends AppError {
  readonly status: number;
  readonly errcode: string;
  constructor(status: number, errcode: string, reason: string, cause: unknown) {
    super("HOMESERVER_REFUSED", { reason: `${errcode}: ${reason}` }, { cause });
    this.status = status;
    this.errcode = errcode;
  }
}

// The library prints every refusal; ours are thrown, and logged once by whoever cannot go on.
Logger.configure({ console: "off" });

const RefusalBody = z.looseObject({
  errcode: z.string().default("M_UNKNOWN"),
  error: z.string().default(""),
  retry_after_ms: z.number().optional(),
});
const SdkError = z.looseObject({ statusCode: z.number(), body: RefusalBody });

/**
 * The only place that knows matrix-appservice-bridge. It serves for
 * registration and intents; intake is our own route (`inbox.ts`), because the
 * library's listener answers before its handlers have run. The homeserver may
 * start after us, so the bridge is made on first use and again until it works.
 */
export function createTransport(
  settings: AppserviceSettings,
  answered: Counters["homeserverAnswered"],
): MatrixTransport {
  const { homeserver, serverName } = settings;
  const botUserId = `@${homeserver.senderLocalpart}:${serverName}`;
  let bridge: Promise<Bridge> | undefined;

  const opened = (): Promise<Bridge> => {
    bridge ??= openBridge().catch((error: unknown) => {
      bridge = undefined;
      throw toAppError(error);
    });
    return bridge;
  };

  async function openBridge(): Promise<Bridge> {
    const registration = new AppServiceRegistration(null);
    registration.setId(APPLICATION_SERVICE);
    registration.setAppServiceToken(homeserver.asToken);
    registration.setHomeserverToken(homeserver.hsToken);
    registration.setSenderLocalpart(homeserver.senderLocalpart);
    const made = new Bridge({
      homeserverUrl: homeserver.url,
      domain: serverName,
      registration,
      controller: { onEvent: () => undefined },
      disableStores: true,
    });
    await made.initialise();
    await made.getIntent().ensureRegistered(true);
    return made;
  }

  return {
    botUserId,
    async request({ method, path, as, query, body, raw }) {
      const ready = await opened();
      const client =
        as === undefined || as === botUserId ? ready.getBot().getClient() : ready.getIntent(as).matrixClient;
      const start = performance.now();
      const count = (status: number) => answered(method, status, (performance.now() - start) / 1000);
      try {
        const answer: unknown =
          raw === undefined
            ? await client.doRequest(method, path, query ?? {}, body ?? (method === "GET" ? undefined : {}))
            : await client.doRequest(method, path, query ?? {}, raw.bytes, undefined, false, raw.contentType);
        count(200);
        return answer;
      } catch (error) {
        const refusal = SdkError.safeParse(error);
        count(refusal.success ? refusal.data.statusCode : 0);
        throw toAppError(error);
      }
    },
    async ready() {
      await opened();
    },
    async close() {
      await (await bridge)?.close();
    },
  };
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const refusal = SdkError.safeParse(error);
  if (!refusal.success) return new AppError("HOMESERVER_UNREACHABLE", {}, { cause: error });
  const { statusCode, body } = refusal.data;
  if (statusCode === 429) {
    return new AppError("RATE_LIMITED", { seconds: Math.ceil((body.retry_after_ms ?? 1000) / 1000) }, { cause: error });
  }
  return new MatrixRefusal(statusCode, body.errcode, body.error, error);
}
