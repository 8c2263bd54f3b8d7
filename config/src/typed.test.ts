import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "./installation.ts";
import { typed } from "./typed.ts";

test.each([
  [join(checkout, "portico.yaml"), "start", [], "npm start"],
  [join(checkout, "portico.yaml"), "inspect", ["ID"], "npm run inspect -- ID"],
  ["/etc/portico/main.yaml", "stop", [], "npm stop -- --config /etc/portico/main.yaml"],
  ["/etc/portico/main.yaml", "restore", ["FILE"], "npm run restore -- --config /etc/portico/main.yaml FILE"],
  ["/home/li/our company's.yaml", "status", [], `npm run status -- --config '/home/li/our company'\\''s.yaml'`],
] as const)("with %s, %s %j is typed so", (configFile, command, rest, words) => {
  expect(typed({ configFile }, command, ...rest)).toBe(words);
});
