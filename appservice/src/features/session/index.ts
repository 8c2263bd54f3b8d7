import { routes } from "@portico/contract/session.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createDeviceService } from "./devices.ts";
import { createSessionCleanUp } from "./jobs.ts";
import { sessionOutbox } from "./outbox.ts";
import { createSessionService } from "./service.ts";

export { refuseEnded } from "./authenticate.ts";
export { deleteSessionsOf as endSessions, rolesOfOpenSessions } from "./store.ts";

/** Signing in to the HTTP API. */
export const createSessionFeature = (context: Context) => {
  const service = createSessionService(context);
  const devices = createDeviceService(context);
  return defineFeature({
    name: "session",
    routes,
    handlers: {
      "POST /api/session": async ({ body, setSessionCookie }) => {
        const opened = await service.open(body.openId, body.deviceId ?? null);
        setSessionCookie(opened.token, opened.expiresAt);
        return { account: opened.account, token: opened.token, expiresAt: opened.expiresAt.toISOString() };
      },
      "GET /api/session": ({ actor }) => service.describe(actor),
      "DELETE /api/session": async ({ actor, setSessionCookie }) => {
        await service.close(actor);
        setSessionCookie(null);
        return null;
      },
      "GET /api/session/devices": ({ actor }) => devices.list(actor),
      "DELETE /api/session/devices/{deviceId}": async ({ actor, params }) => {
        await devices.end(actor, params.deviceId);
        return null;
      },
      "DELETE /api/session/devices": async ({ actor }) => {
        await devices.endOthers(actor);
        return null;
      },
      "PUT /api/session/password": async ({ actor, body }) => {
        await service.setPassword(actor, body.password);
        return null;
      },
    },
    outbox: sessionOutbox,
    jobs: [createSessionCleanUp(context)],
  });
};
