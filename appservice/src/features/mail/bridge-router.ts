import {
  Delivery,
  FileHead,
  Hello,
  ImapPosition,
  LARGEST_MAIL,
  MAIL_BRIDGE_PATH,
  MailboxState,
  ReadMail,
  SendFailed,
  Turned,
  Unreadable,
} from "@portico/contract/mail-bridge.ts";
import { type Request, type Response, Router, json, raw } from "express";
import { z } from "zod";
import { AppError } from "../../errors.ts";
import { bearerToken, sameSecret } from "../../http/bearer.ts";
import type { BridgeService } from "./bridge-service.ts";

const Position = z.coerce.number().int().min(0).max(1_000);

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  throw new AppError("REQUEST_INVALID", {}, { problems });
}

/** Fires when whoever waits for the answer has gone. */
function goneOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  return gone.signal;
}

/** The addresses of the mail bridge. Whoever has another token than the bridge's learns nothing and changes nothing. */
export function createBridgeRouter(service: BridgeService, bridgeToken: string): Router {
  const router = Router();
  const bytes = raw({ limit: LARGEST_MAIL, type: () => true, inflate: false });
  const body = json({ limit: "1mb", type: () => true, strict: true, inflate: false });
  const bytesOf = ({ body: given }: Request): Buffer => {
    if (!Buffer.isBuffer(given) || given.length === 0) throw new AppError("REQUEST_INVALID");
    return given;
  };
  const idOf = ({ params }: Request): string => String(params["id"]);
  const done = (response: Response): void => void response.status(204).end();
  const at = (path: string): string => `${MAIL_BRIDGE_PATH}${path}`;

  router.use(MAIL_BRIDGE_PATH, (request, _response, next) => {
    const token = bearerToken(request.headers.authorization);
    if (token === undefined || !sameSecret(token, bridgeToken)) throw new AppError("SESSION_INVALID");
    next();
  });
  router.post(at("/hello"), body, async (request, response) => {
    response.json(await service.hello(parse(Hello, request.body)));
  });
  router.post(at("/state"), body, async (request, response) => {
    await service.state(parse(MailboxState, request.body));
    done(response);
  });
  router.post(at("/mailboxes/:address/position"), body, async (request, response) => {
    await service.imapPosition(String(request.params["address"]), parse(ImapPosition, request.body));
    done(response);
  });
  router.post(at("/incoming"), bytes, async (request, response) => {
    response.status(201).json(await service.keep(parse(Delivery, request.query), bytesOf(request)));
  });
  router.post(at("/incoming/turned"), body, async (request, response) => {
    await service.turn(parse(Turned, request.body));
    done(response);
  });
  router.post(at("/incoming/next"), async (_request, response) => {
    response.json(await service.nextToRead(goneOf(response)));
  });
  router.get(at("/incoming/:id/raw"), async (request, response) => {
    response.type("application/octet-stream").send(await service.raw(idOf(request)));
  });
  router.put(at("/incoming/:id/files/:position"), bytes, async (request, response) => {
    const position = parse(Position, request.params["position"]);
    await service.keepFile(idOf(request), position, parse(FileHead, request.query), bytesOf(request));
    done(response);
  });
  router.post(at("/incoming/:id/read"), body, async (request, response) => {
    await service.read(idOf(request), parse(ReadMail, request.body));
    done(response);
  });
  router.post(at("/incoming/:id/unreadable"), body, async (request, response) => {
    await service.unreadable(idOf(request), parse(Unreadable, request.body).detail);
    done(response);
  });
  router.post(at("/outgoing/next"), async (_request, response) => {
    response.json(await service.nextToSend(goneOf(response)));
  });
  router.get(at("/outgoing/:id/files/:position"), async (request, response) => {
    const position = parse(Position, request.params["position"]);
    response.type("application/octet-stream").send(await service.outgoingFile(idOf(request), position));
  });
  router.post(at("/outgoing/:id/sent"), async (request, response) => {
    await service.sent(idOf(request));
    done(response);
  });
  router.post(at("/outgoing/:id/failed"), body, async (request, response) => {
    await service.failed(idOf(request), parse(SendFailed, request.body));
    done(response);
  });
  return router;
}
