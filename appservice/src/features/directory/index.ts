import { routes } from "@portico/contract/directory.ts";
import { routes as importRoutes } from "@portico/contract/imports.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createImportService } from "./import/service.ts";
import { directoryOutbox } from "./outbox.ts";
import { createDirectoryService } from "./service.ts";

/** The company: departments, people, reporting lines, roles, and how they come here. */
export const createDirectoryFeature = (context: Context) => {
  const service = createDirectoryService(context);
  const imports = createImportService(context);
  return defineFeature({
    name: "directory",
    routes: { ...routes, ...importRoutes },
    metrics: [
      {
        name: "portico_directory_entries",
        help: "Accounts, rooms and memberships that the directory wants, and how many of them are so",
        labels: ["kind", "state"],
        read: async () => {
          const { accounts, rooms, memberships } = await service.provisioning();
          return Object.entries({ accounts, rooms, memberships }).flatMap(([kind, { wanted, done }]) => [
            { labels: { kind, state: "wanted" }, value: wanted },
            { labels: { kind, state: "done" }, value: done },
          ]);
        },
      },
    ],
    handlers: {
      "GET /api/directory/organisation": () => service.organisation(),
      "GET /api/directory/people": ({ query }) => service.people(query),
      "GET /api/directory/people/{personId}": ({ params }) => service.person(params.personId),
      "GET /api/directory/projects": ({ query }) => service.projects(query),
      "PUT /api/directory/people/{personId}/role": ({ actor, params, body }) =>
        service.setRole(actor, params.personId, body.role, body.expectedVersion),
      "POST /api/directory/people/{personId}/links": async ({ actor, params }) => {
        const { link, expiresAt } = await context.links.issueForPerson(actor, params.personId);
        return { link, expiresAt: expiresAt.toISOString() };
      },
      "POST /api/directory/imports": ({ actor, body }) => imports.run(actor, body),
      "GET /api/directory/imports": ({ query }) => imports.list(query),
      "GET /api/directory/imports/{importId}": ({ params }) => imports.get(params.importId),
      "GET /api/directory/provisioning": () => service.provisioning(),
      "GET /api/roles": () => service.roleTable(),
    },
    outbox: directoryOutbox,
  });
};
