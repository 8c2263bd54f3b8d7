import type { Page } from "playwright-core";

/** What went wrong in a page that nobody expected: console errors, exceptions, failed requests. */
export interface PageProblems {
  /** Names what a test provokes on purpose; said before it happens or after. */
  expect(...patterns: RegExp[]): void;
  /** Everything that was not expected. */
  unexpected(): string[];
}

/** The Matrix library asks what a homeserver can do; without calls it answers so. */
const probes = [/^404 GET \/_matrix\/client\/unstable\/org\.matrix\.msc4143\/rtc\/transports$/];

/** Listens to a page from now on. */
export function watchProblems(page: Page): PageProblems {
  const seen: string[] = [];
  const expected: RegExp[] = [...probes];
  page.on("pageerror", (error) => seen.push(`exception: ${error.stack || error.message}`));
  page.on("console", (message) => {
    // The same refusal is told below with its address and status.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      seen.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400)
      seen.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "no reason";
    // What a page gives up itself, and what ends with the page, has not failed.
    if (reason !== "net::ERR_ABORTED") seen.push(`${reason} ${request.method()} ${new URL(request.url()).pathname}`);
  });
  return {
    expect: (...patterns) => void expected.push(...patterns),
    unexpected: () => seen.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
  };
}
