import type { AppserviceSettings } from "@portico/config/settings.ts";
import { createAskModule } from "../policy/ask-module.ts";
import { createAccountProvisioner } from "./accounts.ts";
import { createDelayedEvents, createRoomAudience } from "./audience.ts";
import { createDeviceRegistry } from "./devices.ts";
import { createLoginTokenIssuer } from "./logins.ts";
import { createMediaReader, createMediaUploader } from "./media.ts";
import { createMembershipWriter } from "./members.ts";
import { createMessageSender } from "./messages.ts";
import { createOpenIdVerifier } from "./open-id.ts";
import type { MatrixPorts } from "./ports.ts";
import { createRoomCreator } from "./rooms.ts";
import { createStateAccess } from "./state.ts";
import { createTimelineReader } from "./timeline.ts";
import type { MatrixTransport } from "./transport.ts";

const PATIENCE_MS = 10_000;

async function measureAnswer(homeserver: string): Promise<number> {
  const start = performance.now();
  const answer = await fetch(`${homeserver}/_matrix/client/versions`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  await answer.arrayBuffer();
  return performance.now() - start;
}

/** All ports over one transport; composition roots hand them out singly. */
export function createMatrixPorts(transport: MatrixTransport, settings: AppserviceSettings): MatrixPorts {
  return {
    accounts: createAccountProvisioner(transport),
    devices: createDeviceRegistry(transport),
    logins: createLoginTokenIssuer(transport),
    openId: createOpenIdVerifier(settings),
    rooms: createRoomCreator(transport),
    members: createMembershipWriter(transport),
    state: createStateAccess(transport),
    messages: createMessageSender(transport),
    media: createMediaUploader(transport),
    mediaReader: createMediaReader(settings),
    audience: createRoomAudience(transport),
    delayed: createDelayedEvents(transport),
    timelines: createTimelineReader(transport, createAskModule(settings)),
    answerTime: () => measureAnswer(settings.homeserver.url),
    ready: () => transport.ready(),
  };
}
