import { once } from "node:events";
import { createWebServer } from "./server.ts";
import { readWebSettings } from "./settings.ts";

const path = process.argv[2];
if (path === undefined) throw new Error("the web server needs the path of its settings file");
const settings = await readWebSettings(path);
const server = createWebServer(settings);
server.listen(settings.listen.port, settings.listen.host);
await once(server, "listening");

const stop = () => {
  server.close(() => process.exit(0));
  // Long polls of browsers would hold it for half a minute.
  server.closeAllConnections();
};
process.once("SIGTERM", stop).once("SIGINT", stop);
