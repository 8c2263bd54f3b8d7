import type { z } from "zod";

/** The service is away or did not take it: what was asked may be asked again. */
export class ServiceAway extends Error {}

/** The service said no for good. */
export class ServiceRefused extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(`the service refused (${status}): ${text.slice(0, 500)}`);
    this.status = status;
  }
}

interface Ask {
  readonly method?: "GET" | "POST" | "PUT";
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

const PATIENCE_MS = 60_000;

/** Asks the service with the token of the bridges. Whatever a bridge keeps, the service keeps for it. */
export function createServiceClient({ service, token }: { readonly service: string; readonly token: string }) {
  async function ask(path: string, { method = "POST", query, json, bytes, signal }: Ask): Promise<Response> {
    const url = new URL(path, service);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const body = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
    const type = bytes === undefined ? "application/json" : "application/octet-stream";
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": type },
      signal: signal === undefined ? patience : AbortSignal.any([patience, signal]),
      ...(body !== undefined && { body }),
    }).catch((error: unknown) => {
      throw new ServiceAway("the service does not answer", { cause: error });
    });
    if (answer.ok) return answer;
    const text = await answer.text();
    if (answer.status >= 500 || answer.status === 429) throw new ServiceAway(`the service answered ${answer.status}`);
    throw new ServiceRefused(answer.status, text);
  }

  return {
    /** Tells or asks; the answer is checked. */
    async json<Schema extends z.ZodType>(path: string, schema: Schema, ask_: Ask = {}): Promise<z.output<Schema>> {
      return schema.parse(await (await ask(path, ask_)).json());
    },
    async tell(path: string, ask_: Ask = {}): Promise<void> {
      await (await ask(path, ask_)).arrayBuffer();
    },
    async bytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
      const answer = await ask(path, { method: "GET", ...(signal !== undefined && { signal }) });
      return new Uint8Array(await answer.arrayBuffer());
    },
  };
}
export type ServiceClient = ReturnType<typeof createServiceClient>;
