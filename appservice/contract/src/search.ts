import { z } from "zod";
import { LocalizedText, PageQuery, RoomId, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics } from "./declare.ts";
import { outsiderRoles, staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

const Day = z.iso.date().meta({ description: "A day like 2026-12-01, in the asker's zone" });

export const FoundMessage = z
  .object({
    eventId: z.string(),
    roomId: RoomId,
    sender: z.object({ userId: UserId, name: LocalizedText.nullable() }),
    at: Timestamp,
    text: z.string().meta({ description: "A part of the message around the first hit" }),
    file: z.string().nullable().meta({ description: "Name of the file that the message is" }),
  })
  .meta({ id: "FoundMessage" });

export const abilities = defineAbilities({
  "search.messages": { meaning: "search the conversations that one is in", roles: [...staffRoles, ...outsiderRoles] },
});
export const events = {};
export const notices = {};
export const topics = defineTopics({});
export const errors = defineErrors({});

export const routes = defineRoutes({
  "GET /api/search/messages": {
    access: "search.messages",
    summary: "Messages in the rooms that the asker is in at this moment, newest first; every word must be in them",
    query: PageQuery.extend({
      q: z.string().trim().max(200).default(""),
      room: RoomId.optional(),
      sender: UserId.optional(),
      from: Day.optional(),
      until: Day.optional(),
      zone: z.string().max(64).default("UTC").meta({ description: "Time zone of the days (IANA)" }),
      files: z.enum(["true", "false"]).default("false").meta({ description: "Only messages that are files" }),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: z.object({
      items: z.array(FoundMessage),
      nextCursor: z.string().nullable(),
      unread: z.number().int().meta({ description: "Rooms of the asker whose older messages are still being read" }),
    }),
  },
});
