import type { ResponseOf } from "../../api/types.ts";

export type Suggestion = ResponseOf<"GET /api/suggestions">["items"][number];
export type WholeSuggestion = ResponseOf<"GET /api/suggestions/{suggestionId}">;
export type SuggestionMessage = WholeSuggestion["messages"][number];
export type SuggestionTopic = ResponseOf<"GET /api/suggestions/topics">["items"][number];
