import { createHash, randomUUID } from "node:crypto";
import type { Context } from "../../context.ts";
import { inTransaction, type Tx } from "../../db/connection.ts";
import { recordEvent } from "../../db/record-event.ts";
import { deterministicId } from "../../deterministic-id.ts";
import { AppError } from "../../errors.ts";
import type { Actor } from "../../policy/actor.ts";
import { can, requireAbility, requireVisible } from "../../policy/engine.ts";
import { suggestionsVisibleTo } from "../../policy/rules/suggestions.ts";
import { insertChanges } from "../live/index.ts";
import { dayOf, dueFrom, isOpen, type SuggestionRecord } from "./model.ts";
import { createPasses } from "./passes/passes.ts";
import { presentMessages, presentSuggestion } from "./present.ts";
import {
  findSuggestion,
  insertMessage,
  insertSuggestion,
  listMessages,
  listSuggestions,
  lockSuggestion,
  setVote,
  type SuggestionFilter,
  updateSuggestion,
} from "./store.ts";
import { findColleague, findTopic, listTopics, writeTopic } from "./topics/store.ts";

interface Draft {
  readonly topicId: string;
  readonly title: string;
  readonly text: string;
  readonly shareAnswer: boolean;
}

const ANONYMOUS = { kind: "system", name: "anonymous" } as const;
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** The suggestion box: each gets a number, an owner by its topic, and an answer. */
export function createSuggestionService({ db }: Pick<Context, "db">) {
  const passes = createPasses(db);

  const about = ({ id, number }: SuggestionRecord) => ({ suggestionId: id, number });

  async function whole(id: string, actor: Actor | null) {
    const suggestion = await findSuggestion(db, { id }, actor === null ? null : personIdOf(actor));
    if (suggestion === undefined) throw new AppError("NOT_FOUND", { noun: "suggestion" });
    return {
      suggestion: presentSuggestion(suggestion, actor, new Date()),
      messages: presentMessages(await listMessages(db, id)),
    };
  }

  async function receive(tx: Tx, id: string, draft: Draft, from: { authorId: string } | { secretHash: string }) {
    const topic = await findTopic(tx, draft.topicId);
    if (topic === undefined) throw new AppError("NOT_FOUND", { noun: "topic" });
    const now = new Date();
    const named = "authorId" in from;
    const receivedAt = named ? now : dayOf(now);
    const isNew = await insertSuggestion(tx, {
      ...draft,
      id,
      authorId: named ? from.authorId : null,
      secretHash: named ? null : from.secretHash,
      ownerId: topic.owner_id,
      receivedAt,
      dueAt: dueFrom(receivedAt, topic.due_days),
    });
    const suggestion = await findSuggestion(tx, { id });
    if (suggestion === undefined) throw new Error("a suggestion was not kept");
    return { isNew, suggestion };
  }

  /** Does something with a suggestion that the actor handles and that nobody changed meanwhile. */
  async function handle(
    actor: Actor,
    id: string,
    expectedVersion: number,
    work: (tx: Tx, suggestion: SuggestionRecord) => Promise<void>,
  ) {
    await inTransaction(db, async (tx) => {
      const suggestion = await lockSuggestion(tx, id);
      if (suggestion === undefined) throw new AppError("NOT_FOUND", { noun: "suggestion" });
      requireVisible(actor, "suggestion.read", "suggestion", suggestion);
      requireAbility(actor, "suggestion.handle", suggestion);
      if (suggestion.version !== expectedVersion) throw new AppError("VERSION_CONFLICT");
      await work(tx, suggestion);
    });
    return whole(id, can(actor, "suggestion.read", await mustFind(id)) ? actor : null);
  }

  async function mustFind(id: string): Promise<SuggestionRecord> {
    const suggestion = await findSuggestion(db, { id });
    if (suggestion === undefined) throw new AppError("NOT_FOUND", { noun: "suggestion" });
    return suggestion;
  }

  async function vote(actor: Actor, id: string, voted: boolean) {
    const personId = requirePerson(actor);
    const before = await mustFind(id);
    requireVisible(actor, "suggestion.read", "suggestion", before);
    requireAbility(actor, "suggestion.vote", before);
    await inTransaction(db, async (tx) => {
      await setVote(tx, id, personId, voted);
      await insertChanges(tx, [{ topic: "suggestions", ids: [id] }]);
    });
    return (await whole(id, actor)).suggestion;
  }

  async function bySecret(secret: string): Promise<SuggestionRecord> {
    const suggestion = await findSuggestion(db, { secretHash: hashOf(secret) });
    if (suggestion === undefined) throw new AppError("NOT_FOUND", { noun: "suggestion" });
    return suggestion;
  }

  return {
    topics: async () => ({ items: await listTopics(db) }),

    async setTopic(
      actor: Actor,
      topicId: string,
      { name, ownerId, dueDays }: { name: { en: string; zh: string }; ownerId: string; dueDays: number },
    ) {
      await inTransaction(db, async (tx) => {
        await requireColleague(tx, ownerId);
        await writeTopic(tx, {
          id: topicId,
          name_en: name.en,
          name_zh: name.zh,
          owner_id: ownerId,
          due_days: dueDays,
        });
        await recordEvent(tx, actor, "suggestion.topic-set", { topicId });
      });
      const topic = (await listTopics(db)).find(({ id }) => id === topicId);
      if (topic === undefined) throw new Error("a topic was not kept");
      return topic;
    },

    async list(
      actor: Actor,
      { cursor, limit, ...filter }: SuggestionFilter & { cursor?: string | undefined; limit: number },
    ) {
      const offset = cursor === undefined ? 0 : Number(/^\d{1,7}$/.exec(cursor)?.[0] ?? Number.NaN);
      if (Number.isNaN(offset)) {
        const problems = [{ path: "query.cursor", message: "was not given out by this list" }];
        throw new AppError("REQUEST_INVALID", {}, { problems });
      }
      const found = await listSuggestions(db, filter, suggestionsVisibleTo(actor), personIdOf(actor), {
        offset,
        limit,
      });
      const now = new Date();
      const next = offset + found.items.length;
      return {
        items: found.items.map((each) => presentSuggestion(each, actor, now)),
        nextCursor: next < found.total && found.items.length > 0 ? String(next) : null,
        total: found.total,
      };
    },

    async submit(actor: Actor, { requestId, ...draft }: Draft & { readonly requestId: string }) {
      const authorId = requirePerson(actor);
      const id = deterministicId("suggestion", authorId, requestId);
      await inTransaction(db, async (tx) => {
        const { isNew, suggestion } = await receive(tx, id, draft, { authorId });
        if (isNew) await recordEvent(tx, actor, "suggestion.received", about(suggestion));
      });
      return whole(id, actor);
    },

    publicKey: () => passes.publicKey(),
    drawPasses: (actor: Actor, blinded: readonly string[]) =>
      inTransaction(db, (tx) => passes.sign(tx, requirePerson(actor), blinded, new Date())),

    async submitAnonymously({
      pass,
      signature,
      secret,
      ...draft
    }: Draft & { readonly pass: string; readonly signature: string; readonly secret: string }) {
      const secretHash = hashOf(secret);
      const before = await findSuggestion(db, { secretHash });
      // The answer to the first attempt was lost: the secret is only the author's.
      if (before !== undefined) return whole(before.id, null);
      const id = randomUUID();
      await inTransaction(db, async (tx) => {
        await passes.use(tx, pass, signature);
        const { suggestion } = await receive(tx, id, draft, { secretHash });
        await recordEvent(tx, ANONYMOUS, "suggestion.received", about(suggestion));
      });
      return whole(id, null);
    },

    readAnonymously: async (secret: string) => whole((await bySecret(secret)).id, null),

    async replyAnonymously(secret: string, text: string) {
      const suggestion = await bySecret(secret);
      if (!isOpen(suggestion.state)) throw new AppError("SUGGESTION_CLOSED");
      await inTransaction(db, async (tx) => {
        const at = dayOf(new Date());
        await insertMessage(tx, { suggestionId: suggestion.id, fromAuthor: true, personId: null, text, at });
        await recordEvent(tx, ANONYMOUS, "suggestion.message-added", { ...about(suggestion), from: "author" });
      });
      return whole(suggestion.id, null);
    },

    async get(actor: Actor, id: string) {
      requireVisible(actor, "suggestion.read", "suggestion", await mustFind(id));
      return whole(id, actor);
    },

    /** Questions are between owner and author; others, who read a published one, have no part in them. */
    async say(actor: Actor, id: string, text: string) {
      const personId = requirePerson(actor);
      const suggestion = await mustFind(id);
      requireVisible(actor, "suggestion.read", "suggestion", suggestion);
      const fromAuthor = suggestion.authorId === personId;
      if (!fromAuthor) requireAbility(actor, "suggestion.handle", suggestion);
      if (!isOpen(suggestion.state)) throw new AppError("SUGGESTION_CLOSED");
      await inTransaction(db, async (tx) => {
        await insertMessage(tx, { suggestionId: id, fromAuthor, personId, text, at: new Date() });
        const from = fromAuthor ? "author" : "owner";
        await recordEvent(tx, actor, "suggestion.message-added", { ...about(suggestion), from });
      });
      return whole(id, actor);
    },

    review: (actor: Actor, id: string, expectedVersion: number) =>
      handle(actor, id, expectedVersion, async (tx, suggestion) => {
        if (suggestion.state !== "received") throw new AppError("VERSION_CONFLICT");
        await updateSuggestion(tx, id, { state: "under_review" });
        await recordEvent(tx, actor, "suggestion.review-began", about(suggestion));
      }),

    decide: (
      actor: Actor,
      id: string,
      {
        outcome,
        answer,
        expectedVersion,
      }: { outcome: "accepted" | "declined"; answer: string; expectedVersion: number },
    ) =>
      handle(actor, id, expectedVersion, async (tx, suggestion) => {
        if (!isOpen(suggestion.state)) throw new AppError("SUGGESTION_CLOSED");
        await updateSuggestion(tx, id, { state: "decided", outcome, answer, answered_at: new Date() });
        await recordEvent(tx, actor, "suggestion.decided", { ...about(suggestion), outcome });
      }),

    complete: (actor: Actor, id: string, expectedVersion: number) =>
      handle(actor, id, expectedVersion, async (tx, suggestion) => {
        if (suggestion.state !== "decided" || suggestion.outcome !== "accepted") throw new AppError("VERSION_CONFLICT");
        await updateSuggestion(tx, id, { state: "done" });
        await recordEvent(tx, actor, "suggestion.completed", about(suggestion));
      }),

    handOn: (actor: Actor, id: string, ownerId: string, expectedVersion: number) =>
      handle(actor, id, expectedVersion, async (tx, suggestion) => {
        if (!isOpen(suggestion.state)) throw new AppError("SUGGESTION_CLOSED");
        await requireColleague(tx, ownerId);
        if (ownerId === suggestion.ownerId) return;
        await updateSuggestion(tx, id, { owner_id: ownerId });
        await recordEvent(tx, actor, "suggestion.assigned", {
          ...about(suggestion),
          from: suggestion.ownerId,
          to: ownerId,
          reason: "handed-on",
        });
      }),

    vote,
  };
}

const personIdOf = (actor: Actor): string | null => (actor.kind === "operator" ? null : actor.personId);

function requirePerson(actor: Actor): string {
  const personId = personIdOf(actor);
  if (personId === null) throw new AppError("ABILITY_MISSING", { ability: "suggestion.submit" });
  return personId;
}

async function requireColleague(tx: Tx, personId: string): Promise<void> {
  const colleague = await findColleague(tx, personId);
  if (colleague?.state !== "active") throw new AppError("NOT_FOUND", { noun: "person" });
}
