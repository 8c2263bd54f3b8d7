import { z } from "zod";
import { LocalizedText, pageOf, PageQuery, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { AbilityName } from "./names.ts";
import { staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

export const announcementStates = ["draft", "scheduled", "published", "recalled"] as const;
export type AnnouncementState = (typeof announcementStates)[number];
export const audienceKinds = ["company", "department", "project", "rank", "role", "person"] as const;
export type AudienceKind = (typeof audienceKinds)[number];

const Named = z.object({ personId: z.string(), userId: UserId, name: LocalizedText });

/** Some of the company. Departments with all below them, projects with their members, ranks from one level up. */
export const AudiencePart = z.strictObject({ kind: z.enum(audienceKinds), id: z.string().max(64) }).meta({
  id: "AudiencePart",
  description: "Of the whole company the id is empty; of a rank it means this one and higher",
});
export type AudiencePart = z.infer<typeof AudiencePart>;
const Audience = z.array(AudiencePart).min(1).max(50).meta({ description: "Who is in any of these" });
const ShownAudience = z.array(AudiencePart.extend({ name: LocalizedText }));

const File = z.strictObject({
  name: z.string().min(1).max(255),
  url: z
    .string()
    .max(255)
    .regex(/^mxc:\/\/[A-Za-z0-9.:_-]+\/[A-Za-z0-9_-]+$/, "must be a file of a homeserver's media store"),
  size: z.number().int().min(0),
  type: z.string().max(100),
});

const content = {
  title: z.string().trim().min(3).max(160),
  text: z.string().trim().min(1).max(20_000).meta({ description: "Markdown" }),
  files: z.array(File).max(20),
};
const settings = {
  audience: Audience,
  mustConfirm: z.boolean(),
  commentsOpen: z.boolean(),
  pinned: z.boolean(),
  expiresAt: Timestamp.nullable().meta({ description: "From then on it is no longer on the front page" }),
};

export const Announcement = z
  .object({
    id: z.uuid(),
    state: z.enum(announcementStates),
    ...content,
    audience: ShownAudience,
    mustConfirm: z.boolean(),
    commentsOpen: z.boolean(),
    pinned: z.boolean(),
    expiresAt: Timestamp.nullable(),
    author: Named,
    publishAt: Timestamp.nullable().meta({ description: "When a scheduled one goes out" }),
    publishedAt: Timestamp.nullable(),
    edition: z.number().int().meta({ description: "Grows with each correction" }),
    correctedAt: Timestamp.nullable(),
    roomId: z.string().nullable(),
    eventId: z.string().nullable().meta({ description: "The message that comments answer and likes react to" }),
    likes: z.number().int(),
    liked: z.string().nullable().meta({ description: "Event of the asker's own like" }),
    comments: z.number().int(),
    read: z.boolean(),
    confirmed: z.boolean().meta({ description: "By the asker, in this edition" }),
    version: z.number().int(),
    abilities: z.array(AbilityName),
  })
  .meta({ id: "Announcement" });
export type Announcement = z.infer<typeof Announcement>;

const Edition = z.object({ edition: z.number().int(), ...content, at: Timestamp, author: LocalizedText });
const Whole = z.object({ announcement: Announcement, editions: z.array(Edition) });

const Reader = z
  .object({
    person: Named,
    department: LocalizedText.nullable(),
    readAt: Timestamp.nullable(),
    confirmedAt: Timestamp.nullable().meta({ description: "Of this edition" }),
  })
  .meta({ id: "AnnouncementReader" });

const params = z.strictObject({ announcementId: z.uuid() });
const expectedVersion = z.number().int().min(1);

export const abilities = defineAbilities({
  "announcement.read": { meaning: "read announcements that are for oneself", roles: staffRoles },
  "announcement.write": {
    meaning: "announce: heads to their departments, project leads to their projects",
    roles: staffRoles,
  },
  "announcement.write-all": { meaning: "announce to anybody in the company", roles: ["admin"] },
  "announcement.handle": { meaning: "correct, recall and follow an announcement of one's own", roles: staffRoles },
});

const stream = ({ announcementId }: { announcementId: string }): string => `announcement:${announcementId}`;
type About = { announcementId: string };

export const events = {
  "announcement.written": event<About>(stream),
  "announcement.scheduled": event<About & { at: string }>(stream),
  "announcement.published": event<About>(stream),
  "announcement.corrected": event<About & { edition: number }>(stream),
  "announcement.recalled": event<About>(stream),
  "announcement.changed": event<About>(stream),
  "announcement.deleted": event<About>(stream),
  "announcement.confirmed": event<About & { personId: string; edition: number }>(stream),
  "announcement.reminded": event<About & { count: number }>(stream),
};

type Told = { announcementId: string; title: string };
export const notices = {
  "announcement.published": notice<Told>(),
  "announcement.corrected": notice<Told>(),
  "announcement.reminded": notice<Told>(),
};

export const topics = defineTopics({
  announcements: "announcement.read",
});

export const errors = defineErrors({
  ANNOUNCEMENT_STATE: {
    status: 409,
    message: "This is not possible with an announcement that is {state}",
    log: "info",
  },
  ANNOUNCEMENT_AUDIENCE: { status: 403, message: "You may not announce to: {names}", log: "info" },
  ANNOUNCEMENT_REMINDED: {
    status: 429,
    message: "Everybody was reminded within the last hour; try again later",
    log: "info",
  },
});

export const routes = defineRoutes({
  "GET /api/announcements": {
    access: "announcement.read",
    summary: "Announcements: those for the asker, newest first with pinned ones before; or the asker's own",
    query: PageQuery.extend({
      view: z.enum(["front", "archive", "mine"]).default("front"),
      from: z.enum(audienceKinds).optional().meta({ description: "Only those with such an audience" }),
    }),
    response: pageOf(Announcement),
  },
  "GET /api/announcements/audiences": {
    access: "announcement.write",
    summary: "Whom the asker may announce to",
    response: z.object({ items: ShownAudience, people: z.boolean() }),
  },
  "POST /api/announcements/audience": {
    access: "announcement.write",
    summary: "How many people an audience has",
    body: z.strictObject({ audience: Audience }),
    response: z.object({ people: z.number().int() }),
  },
  "POST /api/announcements": {
    access: "announcement.write",
    summary: "A draft; sent again with the same request id it is written once",
    body: z.strictObject({
      ...content,
      ...settings,
      requestId: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, "must be 16 to 64 letters, digits, hyphens or underscores"),
    }),
    response: Whole,
    status: 201,
  },
  "GET /api/announcements/{announcementId}": {
    access: "announcement.read",
    summary: "An announcement with its earlier editions",
    params,
    response: Whole,
  },
  "PUT /api/announcements/{announcementId}": {
    access: "announcement.write",
    summary: "Change a draft; of a published one title, text and files make a new edition",
    params,
    body: z.strictObject({ expectedVersion, ...content, ...settings }),
    response: Whole,
  },
  "DELETE /api/announcements/{announcementId}": {
    access: "announcement.write",
    summary: "Throw a draft away",
    params,
    response: z.null(),
    status: 204,
  },
  "POST /api/announcements/{announcementId}/publish": {
    access: "announcement.write",
    summary: "Publish now, or at a moment in the future; null takes the moment back",
    params,
    body: z.strictObject({ expectedVersion, at: Timestamp.nullable().optional() }),
    response: Whole,
  },
  "POST /api/announcements/{announcementId}/recall": {
    access: "announcement.write",
    summary: "Take a published one back: nobody reads it any more but who wrote it",
    params,
    body: z.strictObject({ expectedVersion }),
    response: Whole,
  },
  "POST /api/announcements/{announcementId}/read": {
    access: "announcement.read",
    summary: "The asker has read it; repeating changes nothing",
    params,
    response: z.null(),
    status: 204,
  },
  "POST /api/announcements/{announcementId}/confirm": {
    access: "announcement.read",
    summary: "The asker confirms having read this edition",
    params,
    body: z.strictObject({ edition: z.number().int().min(1) }),
    response: Whole,
  },
  "GET /api/announcements/{announcementId}/readers": {
    access: "announcement.write",
    summary: "Who has read and confirmed it, and who has not",
    params,
    query: PageQuery.extend({ state: z.enum(["all", "unread", "unconfirmed"]).default("all") }),
    response: pageOf(Reader).extend({
      people: z.number().int(),
      read: z.number().int(),
      confirmed: z.number().int(),
      remindedAt: Timestamp.nullable(),
    }),
  },
  "POST /api/announcements/{announcementId}/remind": {
    access: "announcement.write",
    summary: "Remind everybody who has not read it or, where that is asked, not confirmed; once an hour",
    params,
    response: z.object({ reminded: z.number().int() }),
  },
});
