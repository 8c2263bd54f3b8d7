import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { z } from "zod";
import { apiRoutes } from "./api.ts";
import { abilityNames } from "./abilities.ts";
import { ErrorBody } from "./error-body.ts";
import { errors } from "./errors.ts";
import { liveTopicNames } from "./live-topics.ts";
import { noticeKinds } from "./notices.ts";
import type { Route } from "./routes.ts";

/** The OpenAPI 3.1 document of the HTTP API, made from the same schemas that validate it. */
export function openApiDocument(version: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const [key, route] of Object.entries<Route>(apiRoutes)) {
    const [method = "", path = ""] = key.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(key, route) };
  }
  const document = createDocument({
    openapi: "3.1.0",
    info: {
      title: "Portico",
      version,
      description: [
        "Sign in with `POST /api/session`; then send the cookie or `Authorization: Bearer`.",
        `Error codes: ${Object.keys(errors).join(", ")}.`,
      ].join("\n\n"),
      license: { name: "AGPL-3.0-or-later" },
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "portico_session" },
        bearer: { type: "http", scheme: "bearer" },
      },
    },
  });
  for (const [id, names] of Object.entries(namesById)) {
    const schema = document.components?.schemas?.[id];
    if (typeof schema !== "object" || "$ref" in schema) throw new Error(`no route answers with ${id}`);
    schema.enum = [...names];
  }
  return document;
}

/** The values of the schemas in `names.ts`, which cannot know them. */
const namesById: Readonly<Record<string, readonly string[]>> = {
  Ability: abilityNames,
  ErrorCode: Object.keys(errors),
  LiveTopic: liveTopicNames,
  NoticeKind: noticeKinds,
};

function operation(key: string, route: Route): ZodOpenApiOperationObject {
  const status = route.status ?? 200;
  return {
    operationId: key.replaceAll(/[^A-Za-z]+/g, "_").replace(/_$/, ""),
    summary: route.summary,
    ...(route.access === "public" ? {} : { security: [{ session: [] }, { bearer: [] }] }),
    "x-ability": route.access,
    requestParams: {
      ...(route.params instanceof z.ZodObject && { path: route.params }),
      ...(route.query instanceof z.ZodObject && { query: route.query }),
    },
    ...(route.body && { requestBody: { required: true, content: { "application/json": { schema: route.body } } } }),
    responses: {
      [String(status)]:
        status === 204
          ? { description: "Done" }
          : {
              description: "Success",
              content: {
                [route.stream === true ? "text/event-stream" : "application/json"]: { schema: route.response },
              },
            },
      default: { description: "Refused", content: { "application/json": { schema: ErrorBody } } },
    },
  };
}
