import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { checkout } from "../support/boot.ts";
import { type GuestWorld, guestWorld } from "../support/guest-world.ts";
import { stack } from "../support/stack.ts";

/** The attack matrix of the policy module, here against the whole stack: one row, one request with a guest's token. */
const Row = z.strictObject({
  name: z.string(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  expect: z.strictObject({ status: z.number(), errcode: z.string().optional(), reason: z.string().optional() }),
});
type Row = z.infer<typeof Row>;

const rows = z
  .array(Row)
  .parse(JSON.parse(readFileSync(join(checkout, "config/synapse/tests/guest-matrix.json"), "utf8")));

let world: GuestWorld;
beforeAll(async () => {
  world = await guestWorld();
});

const fill = (text: string, places: Record<string, string>, encode: (value: string) => string): string =>
  text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => (name in places ? encode(places[name]!) : braces));

async function ask({ method, path, headers, body }: Row, token: string | undefined) {
  const places = world.places();
  const content =
    body === undefined
      ? undefined
      : typeof body === "object" && body !== null && "$text" in body
        ? String(body.$text)
        : fill(JSON.stringify(body), places, (value) => JSON.stringify(value).slice(1, -1));
  const answer = await fetch(`${stack().homeserver}${fill(path, places, encodeURIComponent)}`, {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(content !== undefined && { body: content }),
  });
  const text = await answer.text();
  const error = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: answer.status, errcode: error["errcode"], reason: error["org.portico.reason"], text };
}

describe("a guest's token by raw HTTP", () => {
  test.each(rows)("$name", async (row) => {
    const { text, ...seen } = await ask(row, world.guest.accessToken);
    expect(seen, text.slice(0, 500)).toMatchObject(row.expect);
  });
});

test("without a token none of it answers", async () => {
  const open: string[] = [];
  for (const row of rows) {
    const { status } = await ask(row, undefined);
    if (status < 400) open.push(row.name);
  }
  expect(open).toEqual(["versions"]);
});
