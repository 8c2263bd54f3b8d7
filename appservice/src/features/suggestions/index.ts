import { routes } from "@portico/contract/suggestions.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { suggestionsInbox } from "./inbox.ts";
import { createEscalation } from "./jobs.ts";
import { suggestionsOutbox } from "./outbox.ts";
import { createSuggestionService } from "./service.ts";

/** The suggestion box. */
export const createSuggestionsFeature = (context: Context) => {
  const service = createSuggestionService(context);
  return defineFeature({
    name: "suggestions",
    routes,
    handlers: {
      "GET /api/suggestions/topics": () => service.topics(),
      "PUT /api/suggestions/topics/{topicId}": ({ actor, params, body }) =>
        service.setTopic(actor, params.topicId, body),
      "GET /api/suggestions": ({ actor, query }) => service.list(actor, query),
      "POST /api/suggestions": ({ actor, body }) => service.submit(actor, body),
      "GET /api/suggestions/anonymous/key": () => service.publicKey(),
      "POST /api/suggestions/anonymous/passes": ({ actor, body }) => service.drawPasses(actor, body.blinded),
      "POST /api/suggestions/anonymous": ({ body }) => service.submitAnonymously(body),
      "POST /api/suggestions/anonymous/read": ({ body }) => service.readAnonymously(body.secret),
      "POST /api/suggestions/anonymous/messages": ({ body }) => service.replyAnonymously(body.secret, body.text),
      "GET /api/suggestions/{suggestionId}": ({ actor, params }) => service.get(actor, params.suggestionId),
      "POST /api/suggestions/{suggestionId}/messages": ({ actor, params, body }) =>
        service.say(actor, params.suggestionId, body.text),
      "POST /api/suggestions/{suggestionId}/review": ({ actor, params, body }) =>
        service.review(actor, params.suggestionId, body.expectedVersion),
      "POST /api/suggestions/{suggestionId}/decision": ({ actor, params, body }) =>
        service.decide(actor, params.suggestionId, body),
      "POST /api/suggestions/{suggestionId}/completion": ({ actor, params, body }) =>
        service.complete(actor, params.suggestionId, body.expectedVersion),
      "PUT /api/suggestions/{suggestionId}/owner": ({ actor, params, body }) =>
        service.handOn(actor, params.suggestionId, body.ownerId, body.expectedVersion),
      "PUT /api/suggestions/{suggestionId}/vote": ({ actor, params }) => service.vote(actor, params.suggestionId, true),
      "DELETE /api/suggestions/{suggestionId}/vote": ({ actor, params }) =>
        service.vote(actor, params.suggestionId, false),
    },
    outbox: suggestionsOutbox,
    inbox: suggestionsInbox,
    jobs: [createEscalation(context)],
  });
};
