import { Router, json, text } from "express";
import { z } from "zod";
import type { AppserviceSettings } from "@portico/config/settings.ts";
import { UserId } from "@portico/contract/common.ts";
import { AppError } from "../../errors.ts";
import { bearerToken, sameSecret } from "../../http/bearer.ts";
import type { Log } from "../../log/logger.ts";
import type { MatrixPorts } from "../../matrix/ports.ts";
import { isRoomSlot } from "./names.ts";
import type { Presence } from "./presence.ts";
import type { RtcService } from "./rtc.ts";

const OpenId = z.looseObject({ access_token: z.string(), matrix_server_name: z.string() });
const Delay = { delay_id: z.string().max(200).optional() };
const SfuGet = z.looseObject({ room: z.string(), openid_token: OpenId, device_id: z.string(), ...Delay });
const Member = z.looseObject({
  id: z.string(),
  claimed_user_id: UserId.optional(),
  claimed_device_id: z.string(),
});
const GetToken = z.looseObject({ room_id: z.string(), slot_id: z.string(), member: Member, ...Delay });
const Direct = GetToken.extend({ openid_token: OpenId });
const FromServer = GetToken.extend({ user_id: UserId.optional() });

interface Parts {
  readonly rtc: RtcService;
  readonly presence: Presence;
  readonly openId: MatrixPorts["openId"];
  readonly settings: AppserviceSettings;
  readonly log: Log;
}

/** An answer in Matrix's form (MSC4195). */
class Refused extends Error {
  readonly status: number;
  readonly errcode: string;
  constructor(status: number, errcode: string, error: string) {
    super(error);
    this.status = status;
    this.errcode = errcode;
  }
}

const forbidden = () => new Refused(403, "M_FORBIDDEN", "You cannot take part in this call.");

/**
 * Tokens for MatrixRTC clients: directly with an OpenID token, as clients of
 * today ask, and through the homeserver (MSC4512, MSC4195), which has checked who
 * asks. LiveKit's webhooks come here as well.
 */
export function createRtcRouter({ rtc, presence, openId, settings, log }: Parts): Router {
  const router = Router();
  const body = json({ limit: "64kb", type: () => true, strict: true });

  router.post("/_portico/livekit/webhook", text({ limit: "1mb", type: () => true }), async (request, response) => {
    try {
      await presence.webhook(String(request.body), request.headers.authorization);
    } catch (error) {
      // Ours are worth another delivery; everything else was not signed by our LiveKit.
      if (error instanceof AppError) throw error;
      if (isDatabase(error)) throw error;
      response.status(401).json({ errcode: "M_UNAUTHORIZED", error: "The signature is wrong." });
      return;
    }
    response.json({});
  });

  router.use("/api/rtc", (request, response, next) => {
    response.set({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST, OPTIONS",
      "access-control-allow-headers": "Content-Type, Authorization",
      "cache-control": "no-store",
    });
    if (request.method === "OPTIONS") response.status(200).end();
    else next();
  });
  router.get("/api/rtc/healthz", (_request, response) => void response.json({}));

  const answer =
    (handle: (given: unknown, headers: (name: string) => string | undefined) => Promise<object>) =>
    (request: Parameters<typeof body>[0], response: Parameters<typeof body>[1]) => {
      body(request, response, (problem: unknown) => {
        const given = problem === undefined ? handle((request as { body?: unknown }).body, header) : notJson();
        void given.then(
          (result) => write(200, result),
          (error: unknown) => {
            const refused = toRefused(error);
            if (refused.status >= 500) log.warn({ err: error }, "a meeting token could not be given");
            write(refused.status, { errcode: refused.errcode, error: refused.message });
          },
        );
      });
      function header(name: string): string | undefined {
        const value = request.headers[name];
        return Array.isArray(value) ? value[0] : value;
      }
      function write(status: number, result: object): void {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(result));
      }
    };

  const identified = async (token: z.infer<typeof OpenId>): Promise<string> =>
    openId.verify(token.matrix_server_name, token.access_token);

  router.post(
    "/api/rtc/sfu/get",
    answer(async (given) => {
      const { room, openid_token, device_id, delay_id } = read(SfuGet, given);
      const userId = await identified(openid_token);
      return rtc.forDevice({ userId, roomId: room, deviceId: device_id, delayId: delay_id ?? null });
    }),
  );
  router.post(
    "/api/rtc/get_token",
    answer(async (given) => {
      const { openid_token, ...request } = read(Direct, given);
      return forMember(await identified(openid_token), request);
    }),
  );

  const proxied = (side: "client" | "federation") =>
    answer(async (given, header) => {
      const token = bearerToken(header("authorization"));
      if (token === undefined || !sameSecret(token, settings.homeserver.hsToken))
        throw new Refused(401, "M_UNAUTHORIZED", "Only the homeserver asks here.");
      if (side === "client") return forMember(header("x-matrix-user-identifier") ?? "", read(GetToken, given));
      const origin = header("x-matrix-origin") ?? "";
      const request = read(FromServer, given);
      const userId = request.user_id ?? request.member.claimed_user_id ?? "";
      // A server speaks for its own people only, and only one that the company trusts is heard.
      if (userId.slice(userId.indexOf(":") + 1) !== origin) throw forbidden();
      if (!settings.homeserver.trustedServers.includes(origin)) throw forbidden();
      return forMember(userId, request);
    });
  const below = (side: string) => [
    `/_matrix/${side}/unstable/io.element.msc4195/rtc/livekit/get_token`,
    `/_matrix/${side}/v1/rtc/livekit/get_token`,
  ];
  router.post(below("client"), proxied("client"));
  router.post(below("federation"), proxied("federation"));
  return router;

  async function forMember(userId: string, request: z.infer<typeof GetToken>): Promise<object> {
    const { member, room_id, slot_id, delay_id } = request;
    if (member.claimed_user_id !== undefined && member.claimed_user_id !== userId) throw forbidden();
    if (!isRoomSlot(slot_id)) throw new Refused(400, "M_BAD_JSON", "There is no such slot.");
    const deviceId = member.claimed_device_id;
    return rtc.forMember({ userId, roomId: room_id, deviceId, memberId: member.id, delayId: delay_id ?? null });
  }
}

function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Refused(400, "M_BAD_JSON", z.prettifyError(parsed.error));
  return parsed.data;
}

const notJson = (): Promise<never> => Promise.reject(new Refused(400, "M_NOT_JSON", "The body is no JSON."));

const isDatabase = (error: unknown): boolean => error instanceof Error && "severity" in error;

function toRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (!(error instanceof AppError)) return new Refused(500, "M_UNKNOWN", "The token could not be made.");
  if (error.code === "OPENID_REFUSED") return new Refused(401, "M_UNAUTHORIZED", "The OpenID token is not valid.");
  if (error.code === "MEETING_UNAVAILABLE") return new Refused(500, "M_UNKNOWN", "Unable to create room on SFU");
  if (error.code === "HOMESERVER_UNREACHABLE") return new Refused(502, "M_UNKNOWN", "The homeserver does not answer.");
  return forbidden();
}
