import { join } from "node:path";
import { mkdirSync } from "node:fs";
import { afterAll, test as base } from "vitest";
import { checkout } from "../boot.ts";
import { closeChromium } from "./chromium.ts";
import { type Look, openProfile, type Profile } from "./profile.ts";

export type OpenProfile = (look?: Partial<Look>, path?: string) => Promise<Profile>;

const failures = join(checkout, "tests", "artefacts", "failures");

/**
 * `test` with browsers. What pages say in their consoles and requests that fail
 * break the test unless it expects them; a failure keeps a picture of each page.
 */
export const test = base.extend<{ open: OpenProfile }>({
  open: async ({ task }, use) => {
    const profiles: Profile[] = [];
    await use(async (look, path) => {
      const profile = await openProfile(look, path);
      profiles.push(profile);
      return profile;
    });
    const unexpected = profiles.flatMap(({ problems }, at) =>
      problems.unexpected().map((problem) => `browser ${at + 1}: ${problem}`),
    );
    if (task.result?.state === "fail" || unexpected.length > 0) await picture(task.name, profiles);
    await Promise.all(profiles.map(({ context }) => context.close()));
    if (unexpected.length > 0) throw new Error(`what nobody expected in the pages:\n${unexpected.join("\n")}`);
  },
});

afterAll(closeChromium);

async function picture(name: string, profiles: readonly Profile[]): Promise<void> {
  mkdirSync(failures, { recursive: true });
  const file = name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80);
  for (const [at, { page }] of profiles.entries()) {
    if (page.isClosed()) continue;
    await page.screenshot({ path: join(failures, `${file}-${at + 1}.png`) });
  }
}
