import { readSettings } from "@portico/config/settings.ts";
import { createApp } from "./app.ts";

/** Starts the application service: `node src/main.ts <settings.json>`. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("usage: node appservice/src/main.ts <settings.json>");

const app = await createApp(await readSettings(path));
await app.listen();

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void app.stop().then(() => process.exit(0));
  });
}
