/**
 * Every capability of the product, one line each. A capability's file exports,
 * under these names, what it has: `routes`, `abilities`, `events`, `notices`,
 * `topics` and `errors`. The tables of the whole product derive from them:
 * `api.ts`, `abilities.ts`, `events.ts`, `notices.ts`, `live-topics.ts`, `errors.ts`.
 */
export * as approvals from "./approvals.ts";
export * as audit from "./audit.ts";
export * as directory from "./directory.ts";
export * as guests from "./guests.ts";
export * as imports from "./imports.ts";
export * as inbox from "./inbox.ts";
export * as links from "./links.ts";
export * as live from "./live.ts";
export * as meetings from "./meetings.ts";
export * as notifications from "./notifications.ts";
export * as operations from "./operations.ts";
export * as partners from "./partners.ts";
export * as platform from "./platform.ts";
export * as rooms from "./rooms.ts";
export * as session from "./session.ts";
export * as tickets from "./tickets.ts";
export * as suggestions from "./suggestions.ts";
