import { type Browser, chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Camera, microphone and screen that every machine has; a test grants what a person would allow.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--auto-select-desktop-capture-source=Entire screen",
];

let opened: Promise<Browser> | undefined;

/** The browser of this test file: the system's Chromium, or the one that `PORTICO_CHROMIUM` names. */
export function openChromium(): Promise<Browser> {
  opened ??= chromium.launch({
    executablePath: process.env["PORTICO_CHROMIUM"] ?? "/usr/bin/chromium",
    args: flags,
  });
  return opened;
}

/** Ends the browser, if it was opened. */
export async function closeChromium(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}
