import { auditRoutes } from "./audit.ts";
import { directoryRoutes } from "./directory.ts";
import { guestsRoutes } from "./guests.ts";
import { importsRoutes } from "./imports.ts";
import { linksRoutes } from "./links.ts";
import { liveRoutes } from "./live.ts";
import { notificationsRoutes } from "./notifications.ts";
import { operationsRoutes } from "./operations.ts";
import { platformRoutes } from "./platform.ts";
import { roomsRoutes } from "./rooms.ts";
import { sessionRoutes } from "./session.ts";

/** All routes of the HTTP API by `METHOD /path`. */
export const apiRoutes = {
  ...sessionRoutes,
  ...directoryRoutes,
  ...importsRoutes,
  ...guestsRoutes,
  ...linksRoutes,
  ...roomsRoutes,
  ...liveRoutes,
  ...notificationsRoutes,
  ...operationsRoutes,
  ...auditRoutes,
  ...platformRoutes,
} as const;
export type ApiRoutes = typeof apiRoutes;
