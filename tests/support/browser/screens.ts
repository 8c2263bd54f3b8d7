import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../boot.ts";
import type { Profile } from "./profile.ts";

const folder = join(checkout, "tests", "artefacts", "screens");

/** Keeps a picture of what the profile shows as `<name>-<width>-<theme>-<locale>.png`. */
export async function keepScreen({ page, look }: Profile, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // Names in the system's Chinese font are drawn when it has loaded.
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: join(folder, `${name}-${look.width}-${look.theme}-${look.locale}.png`) });
}
