import type { BrowserContext, Page } from "playwright-core";
import { stack } from "../stack.ts";
import { openChromium } from "./chromium.ts";
import { type PageProblems, watchProblems } from "./page-problems.ts";

/** How somebody's screen is. */
export interface Look {
  readonly width: 1440 | 390;
  readonly theme: "light" | "dark";
  readonly locale: "en" | "zh";
}

const heights = { 1440: 900, 390: 844 } as const;
export const usualLook: Look = { width: 1440, theme: "light", locale: "en" };

/** One person's browser: its own cookies and storage, one page. */
export interface Profile {
  readonly look: Look;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly problems: PageProblems;
}

/** Opens a fresh profile at the address of the installation; nobody is signed in. */
export async function openProfile(look: Partial<Look> = {}, path = "/"): Promise<Profile> {
  const { width, theme, locale } = { ...usualLook, ...look };
  const browser = await openChromium();
  const context = await browser.newContext({
    baseURL: stack().web,
    viewport: { width, height: heights[width] },
    colorScheme: theme,
    locale: locale === "zh" ? "zh-CN" : "en-GB",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    ...(width === 390 && { hasTouch: true, isMobile: true }),
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems = watchProblems(page);
  await page.goto(path);
  return { look: { width, theme, locale }, context, page, problems };
}

/** The same person's browser in another size and colour. */
export async function resize(profile: Profile, { width, theme }: Pick<Look, "width" | "theme">): Promise<Profile> {
  await profile.page.setViewportSize({ width, height: heights[width] });
  await profile.page.emulateMedia({ colorScheme: theme });
  // What is under the pointer looks different.
  await profile.page.mouse.move(0, 0);
  return { ...profile, look: { ...profile.look, width, theme } };
}
