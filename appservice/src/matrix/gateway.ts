import type { AppserviceSettings } from "@portico/config/settings.ts";
import { createAccountProvisioner } from "./accounts.ts";
import { createLoginTokenIssuer } from "./logins.ts";
import { createMediaUploader } from "./media.ts";
import { createMembershipWriter } from "./members.ts";
import { createMessageSender } from "./messages.ts";
import { createOpenIdVerifier } from "./open-id.ts";
import type { MatrixPorts } from "./ports.ts";
import { createRoomCreator } from "./rooms.ts";
import { createStateAccess } from "./state.ts";
import type { MatrixTransport } from "./transport.ts";

/** All ports over one transport; composition roots hand them out singly. */
export function createMatrixPorts(transport: MatrixTransport, settings: AppserviceSettings): MatrixPorts {
  return {
    accounts: createAccountProvisioner(transport),
    logins: createLoginTokenIssuer(transport),
    openId: createOpenIdVerifier(settings),
    rooms: createRoomCreator(transport),
    members: createMembershipWriter(transport),
    state: createStateAccess(transport),
    messages: createMessageSender(transport),
    media: createMediaUploader(transport),
    ready: () => transport.ready(),
  };
}
