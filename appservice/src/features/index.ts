import type { Context } from "../context.ts";
import type { Feature } from "../http/define.ts";
import { createApprovalsFeature } from "./approvals/index.ts";
import { createAuditFeature } from "./audit/index.ts";
import { createDirectoryFeature } from "./directory/index.ts";
import { createGuestsFeature } from "./guests/index.ts";
import { createInboxFeature } from "./inbox/index.ts";
import { createLinksFeature } from "./links/index.ts";
import { createLiveFeature } from "./live/index.ts";
import { createMeetingsFeature } from "./meetings/index.ts";
import { createNotificationsFeature } from "./notifications/index.ts";
import { createOperationsFeature } from "./operations/index.ts";
import { createPartnersFeature } from "./partners/index.ts";
import { createPlatformFeature } from "./platform/index.ts";
import { createRoomsFeature } from "./rooms/index.ts";
import { createSessionFeature } from "./session/index.ts";
import { createSuggestionsFeature } from "./suggestions/index.ts";
import { createTicketsFeature } from "./tickets/index.ts";

/** Every capability, in alphabetical order; adding one is one line. */
const capabilities = (context: Context): Feature[] => [
  createApprovalsFeature(context),
  createAuditFeature(context),
  createDirectoryFeature(context),
  createGuestsFeature(context),
  createLinksFeature(context),
  createLiveFeature(context),
  createMeetingsFeature(context),
  createNotificationsFeature(context),
  createOperationsFeature(context),
  createPartnersFeature(context),
  createPlatformFeature(context),
  createRoomsFeature(context),
  createSessionFeature(context),
  createSuggestionsFeature(context),
  createTicketsFeature(context),
];

/** The capabilities, and what gathers from all of them. */
export const createFeatures = (context: Context): Feature[] => {
  const features = capabilities(context);
  return [...features, createInboxFeature(context, features)];
};
