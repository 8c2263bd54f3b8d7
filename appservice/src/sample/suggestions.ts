import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { deterministicId } from "../deterministic-id.ts";
import { signIn, type Api } from "./api.ts";
import type { Loading } from "./loading.ts";
import { backdateSuggestion } from "./store.ts";

const LocalizedText = z.strictObject({ en: z.string(), zh: z.string() });
const Sample = z.strictObject({
  topics: z.array(z.strictObject({ id: z.string(), name: LocalizedText, owner: z.string(), dueDays: z.number() })),
  suggestions: z.array(
    z.strictObject({
      key: z.string(),
      author: z.string(),
      topic: z.string(),
      daysAgo: z.number(),
      share: z.boolean(),
      title: z.string(),
      text: z.string(),
      messages: z.array(z.tuple([z.enum(["author", "owner"]), z.string()])),
      review: z.boolean().optional(),
      decision: z.tuple([z.enum(["accepted", "declined"]), z.string()]).optional(),
      done: z.boolean().optional(),
      votes: z.array(z.string()).optional(),
    }),
  ),
});
type SampleSuggestion = z.infer<typeof Sample>["suggestions"][number];

const DAY_MS = 86_400_000;

/** Fills the suggestion box: each is sent in, asked about, decided and voted for by the people themselves. */
export async function loadSuggestions(loading: Loading): Promise<void> {
  const { company, settings, transport, users, admin, say, db, loadedAt } = loading;
  const { topics, suggestions } = Sample.parse(
    JSON.parse(await readFile(join(company.folder, "suggestions.json"), "utf8")),
  );
  for (const { id, owner, name, dueDays } of topics) {
    await admin.call("PUT /api/suggestions/topics/{topicId}", {
      params: { topicId: id },
      body: { ownerId: owner, name, dueDays },
    });
  }
  const sessions = new Map<string, Promise<Api>>();
  const as = (person: string): Promise<Api> => {
    const session = sessions.get(person) ?? signIn(settings, transport, users.of(person).userId);
    sessions.set(person, session);
    return session;
  };
  const ownerOf = (each: SampleSuggestion): string => topics.find(({ id }) => id === each.topic)?.owner ?? each.author;
  for (const each of suggestions) {
    const id = await sendIn(await as(each.author), each);
    await answer(id, each, await as(each.author), await as(ownerOf(each)));
    for (const voter of each.votes ?? []) {
      await (await as(voter)).call("PUT /api/suggestions/{suggestionId}/vote", { params: { suggestionId: id } });
    }
    await backdateSuggestion(db, id, new Date(loadedAt.getTime() - each.daysAgo * DAY_MS));
  }
  say(`suggestions: ${suggestions.length}`);
}

async function sendIn(author: Api, { key, topic, title, text, share }: SampleSuggestion): Promise<string> {
  const requestId = deterministicId("sample-suggestion", key);
  const whole = await author.call("POST /api/suggestions", {
    body: { topicId: topic, title, text, shareAnswer: share, requestId },
  });
  return whole.suggestion.id;
}

/** Goes on where an earlier attempt ended. */
async function answer(id: string, each: SampleSuggestion, author: Api, owner: Api): Promise<void> {
  const params = { suggestionId: id };
  let now = await owner.call("GET /api/suggestions/{suggestionId}", { params });
  for (const [from, text] of each.messages.slice(now.messages.length)) {
    const who = from === "author" ? author : owner;
    now = await who.call("POST /api/suggestions/{suggestionId}/messages", { params, body: { text } });
  }
  const expected = () => ({ expectedVersion: now.suggestion.version });
  if (each.review === true && now.suggestion.state === "received") {
    now = await owner.call("POST /api/suggestions/{suggestionId}/review", { params, body: expected() });
  }
  if (each.decision !== undefined && now.suggestion.outcome === null) {
    const [outcome, text] = each.decision;
    const body = { outcome, answer: text, ...expected() };
    now = await owner.call("POST /api/suggestions/{suggestionId}/decision", { params, body });
  }
  if (each.done === true && now.suggestion.state === "decided") {
    await owner.call("POST /api/suggestions/{suggestionId}/completion", { params, body: expected() });
  }
}
