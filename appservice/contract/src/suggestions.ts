import { z } from "zod";
import { ExternalId, LocalizedText, pageOf, PageQuery, Timestamp, UserId } from "./common.ts";
import { defineAbilities, defineErrors, defineTopics, event, notice } from "./declare.ts";
import { AbilityName } from "./names.ts";
import { staffRoles } from "./roles.ts";
import { defineRoutes } from "./routes.ts";

export const suggestionStates = ["received", "under_review", "decided", "done"] as const;
export type SuggestionState = (typeof suggestionStates)[number];
export const outcomes = ["accepted", "declined"] as const;

const Title = z.string().trim().min(3).max(120);
const Text = z.string().trim().min(1).max(8_000);
const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/, "must be base64url");

const Named = z.object({ personId: z.string(), userId: UserId, name: LocalizedText });

export const SuggestionTopic = z
  .object({
    id: ExternalId,
    name: LocalizedText,
    owner: Named.nullable().meta({ description: "Who gets what is sent in on it" }),
    dueDays: z.number().int().meta({ description: "Days within which it is decided; then it goes up one level" }),
  })
  .meta({ id: "SuggestionTopic" });
export type SuggestionTopic = z.infer<typeof SuggestionTopic>;

export const Suggestion = z
  .object({
    id: z.uuid(),
    number: z.number().int(),
    title: z.string(),
    text: z.string(),
    topic: z.object({ id: z.string(), name: LocalizedText }),
    state: z.enum(suggestionStates),
    outcome: z.enum(outcomes).nullable(),
    anonymous: z.boolean(),
    author: Named.nullable().meta({ description: "null: anonymous" }),
    owner: Named.nullable(),
    receivedAt: Timestamp.meta({ description: "Of an anonymous one the day only" }),
    dueAt: Timestamp.nullable(),
    overdue: z.boolean(),
    escalations: z.number().int().meta({ description: "How often it went up one level because it was overdue" }),
    published: z.boolean().meta({ description: "Everybody of the company sees it with its answer" }),
    answer: z.string().nullable(),
    answeredAt: Timestamp.nullable(),
    votes: z.number().int(),
    voted: z.boolean(),
    version: z.number().int(),
    abilities: z.array(AbilityName),
  })
  .meta({ id: "Suggestion" });
export type Suggestion = z.infer<typeof Suggestion>;

export const SuggestionMessage = z
  .object({
    id: z.number().int(),
    from: z.enum(["author", "owner"]),
    name: LocalizedText.nullable().meta({ description: "null: the anonymous author" }),
    text: z.string(),
    at: Timestamp,
  })
  .meta({ id: "SuggestionMessage", description: "A question to the author, or what the author answered" });
export type SuggestionMessage = z.infer<typeof SuggestionMessage>;

const Whole = z.object({ suggestion: Suggestion, messages: z.array(SuggestionMessage) });
const params = z.strictObject({ suggestionId: z.uuid() });
const expectedVersion = z.number().int().min(1);
const secret = Base64Url.length(43).meta({ description: "32 random bytes that only the author's browser keeps" });
const draft = {
  topicId: ExternalId,
  title: Title,
  text: Text,
  shareAnswer: z.boolean().meta({ description: "The author agrees that everybody sees it with its answer" }),
};

export const abilities = defineAbilities({
  "suggestion.submit": { meaning: "send in suggestions", roles: staffRoles },
  "suggestion.read": { meaning: "see published suggestions and one's own", roles: staffRoles },
  "suggestion.handle": { meaning: "answer the suggestions that one owns", roles: staffRoles },
  "suggestion.vote": { meaning: "vote for published suggestions", roles: staffRoles },
  "suggestion.administer": { meaning: "set topics, their owners and times", roles: ["admin"] },
});

const stream = ({ suggestionId }: { suggestionId: string }): string => `suggestion:${suggestionId}`;
type About = { suggestionId: string; number: number };

export const events = {
  "suggestion.received": event<About>(stream),
  "suggestion.review-began": event<About>(stream),
  "suggestion.message-added": event<About & { from: "author" | "owner" }>(stream),
  "suggestion.decided": event<About & { outcome: string }>(stream),
  "suggestion.completed": event<About>(stream),
  /** Person ids; who owned it may have nobody above. */
  "suggestion.assigned": event<About & { from: string | null; to: string; reason: "handed-on" | "overdue" | "left" }>(
    stream,
  ),
  "suggestion.topic-set": event<{ topicId: string }>(({ topicId }) => `suggestion-topic:${topicId}`),
};

type Told = { suggestionId: string; number: string; title: string };
export const notices = {
  "suggestion.assigned": notice<Told>(),
  "suggestion.question": notice<Told>(),
  "suggestion.reply": notice<Told>(),
  "suggestion.decided": notice<Told>(),
};

export const topics = defineTopics({
  suggestions: "suggestion.read",
});

export const errors = defineErrors({
  SUGGESTION_PASS_INVALID: { status: 403, message: "This pass is not valid, or was used before", log: "info" },
  SUGGESTION_PASSES_DRAWN: { status: 429, message: "All passes of this week have been drawn", log: "info" },
  SUGGESTION_CLOSED: { status: 409, message: "The suggestion has been decided", log: "info" },
});

export const routes = defineRoutes({
  "GET /api/suggestions/topics": {
    access: "suggestion.read",
    summary: "What suggestions can be about",
    response: z.object({ items: z.array(SuggestionTopic) }),
  },
  "PUT /api/suggestions/topics/{topicId}": {
    access: "suggestion.administer",
    summary: "Set a topic with its owner",
    params: z.strictObject({ topicId: ExternalId }),
    body: z.strictObject({
      name: LocalizedText,
      ownerId: z.string().max(64),
      dueDays: z.number().int().min(1).max(365),
    }),
    response: SuggestionTopic,
  },
  "GET /api/suggestions": {
    access: "suggestion.read",
    summary: "Suggestions, newest first: published ones, the asker's own, those to answer, or all that one may see",
    query: PageQuery.extend({
      view: z.enum(["published", "mine", "owned", "all"]).default("all"),
      state: z.enum(suggestionStates).optional(),
      topic: ExternalId.optional(),
      sort: z.enum(["newest", "votes"]).default("newest"),
    }),
    response: pageOf(Suggestion),
  },
  "POST /api/suggestions": {
    access: "suggestion.submit",
    summary: "Send in a suggestion under one's name; the same request id twice gives the same one",
    body: z.strictObject({ ...draft, requestId: z.uuid() }),
    response: Whole,
    status: 201,
  },
  "GET /api/suggestions/anonymous/key": {
    access: "public",
    summary: "The public key of passes for anonymous suggestions (RFC 9474, RSABSSA-SHA384-PSS-Randomized)",
    response: z.object({ n: Base64Url, e: Base64Url }),
  },
  "POST /api/suggestions/anonymous/passes": {
    access: "suggestion.submit",
    summary: "Have blinded passes signed; how many a person drew in a week is counted, what they are used for is not",
    body: z.strictObject({ blinded: z.array(Base64Url.max(1_024)).min(1).max(5) }),
    response: z.object({ signatures: z.array(Base64Url), left: z.number().int() }),
  },
  "POST /api/suggestions/anonymous": {
    access: "public",
    summary: "Send in a suggestion with a pass and without a name; no session may come along",
    body: z.strictObject({
      ...draft,
      pass: Base64Url.max(256),
      signature: Base64Url.max(1_024),
      secret,
    }),
    response: Whole,
    status: 201,
  },
  "POST /api/suggestions/anonymous/read": {
    access: "public",
    summary: "An anonymous suggestion with its questions, for who holds its secret",
    body: z.strictObject({ secret }),
    response: Whole,
  },
  "POST /api/suggestions/anonymous/messages": {
    access: "public",
    summary: "The anonymous author answers a question",
    body: z.strictObject({ secret, text: Text }),
    response: Whole,
  },
  "GET /api/suggestions/{suggestionId}": {
    access: "suggestion.read",
    summary: "One suggestion with the questions and what the author answered",
    params,
    response: Whole,
  },
  "POST /api/suggestions/{suggestionId}/messages": {
    access: "suggestion.read",
    summary: "The owner asks the author, or the author answers",
    params,
    body: z.strictObject({ text: Text }),
    response: Whole,
  },
  "POST /api/suggestions/{suggestionId}/review": {
    access: "suggestion.handle",
    summary: "Say that it is being looked at",
    params,
    body: z.strictObject({ expectedVersion }),
    response: Whole,
  },
  "POST /api/suggestions/{suggestionId}/decision": {
    access: "suggestion.handle",
    summary: "Accept or decline with an answer",
    params,
    body: z.strictObject({ outcome: z.enum(outcomes), answer: Text, expectedVersion }),
    response: Whole,
  },
  "POST /api/suggestions/{suggestionId}/completion": {
    access: "suggestion.handle",
    summary: "Say that what was accepted is done",
    params,
    body: z.strictObject({ expectedVersion }),
    response: Whole,
  },
  "PUT /api/suggestions/{suggestionId}/owner": {
    access: "suggestion.handle",
    summary: "Hand it on to a colleague",
    params,
    body: z.strictObject({ ownerId: z.string().max(64), expectedVersion }),
    response: Whole,
  },
  "PUT /api/suggestions/{suggestionId}/vote": {
    access: "suggestion.vote",
    summary: "Vote for a published suggestion; once",
    params,
    response: Suggestion,
  },
  "DELETE /api/suggestions/{suggestionId}/vote": {
    access: "suggestion.vote",
    summary: "Take the vote back",
    params,
    response: Suggestion,
  },
});
