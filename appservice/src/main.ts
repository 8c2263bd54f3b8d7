import { readSettings } from "@portico/config/settings.ts";
import { createApp } from "./app.ts";
import { watchClock } from "./clock.ts";

/** `EX_TEMPFAIL` of sysexits.h: whoever keeps this process starts it again. */
const START_AGAIN = 75;

/** Starts the application service: `node src/main.ts <settings.json>`. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("usage: node appservice/src/main.ts <settings.json>");

const app = await createApp(await readSettings(path));
await app.listen();

const end = (code: number): void => void app.stop().then(() => process.exit(code));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end(0));
watchClock((seconds) => {
  app.context.log.warn({ seconds }, "the clock was set back, which stops timers: the service starts anew");
  end(START_AGAIN);
});
