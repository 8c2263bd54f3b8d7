import { routes } from "@portico/contract/approvals.ts";
import type { Context } from "../../context.ts";
import { defineFeature } from "../../http/define.ts";
import { createAbsenceService } from "./absences.ts";
import { createDesignService } from "./designs.ts";
import { createFormService } from "./forms.ts";
import { approvalsInbox } from "./inbox.ts";
import { createAbsenceTimer, createDeadlines } from "./jobs.ts";
import { leaversConsumer } from "./leavers.ts";
import { approvalsOutbox } from "./reactions.ts";
import { createRequestService } from "./requests.ts";

/** Requests that somebody has to agree to: forms, routes, decisions. */
export const createApprovalsFeature = (context: Context) => {
  const forms = createFormService(context);
  const requests = createRequestService(context);
  const absences = createAbsenceService(context);
  const designs = createDesignService(context);
  return defineFeature({
    name: "approvals",
    routes,
    handlers: {
      "GET /api/approvals/forms": ({ actor }) => forms.list(actor),
      "GET /api/approvals/forms/{formId}": ({ actor, params }) => forms.read(actor, params.formId),
      "POST /api/approvals/preview": ({ actor, body }) => forms.preview(actor, body),
      "POST /api/approvals": ({ actor, body }) => requests.submit(actor, body),
      "GET /api/approvals": ({ actor, query }) => requests.list(actor, query),
      "GET /api/approvals/export": ({ actor, query }) => requests.exportList(actor, query),
      "GET /api/approvals/absences": ({ actor }) => absences.list(actor),
      "POST /api/approvals/absences": ({ actor, body }) => absences.add(actor, body),
      "DELETE /api/approvals/absences/{absenceId}": ({ actor, params }) => absences.end(actor, params.absenceId),
      "GET /api/approvals/{approvalId}": ({ actor, params }) => requests.read(actor, params.approvalId),
      "POST /api/approvals/{approvalId}/actions": ({ actor, params, body }) =>
        requests.act(actor, params.approvalId, body),
      "GET /api/approvals/designs": () => designs.list(),
      "POST /api/approvals/designs": ({ actor, body }) => designs.create(actor, body.id, body.definition),
      "GET /api/approvals/designs/{formId}": ({ params }) => designs.read(params.formId),
      "PUT /api/approvals/designs/{formId}": ({ actor, params, body }) =>
        designs.save(actor, params.formId, body.definition, body.expectedVersion),
      "POST /api/approvals/designs/{formId}/publish": ({ actor, params, body }) =>
        designs.publish(actor, params.formId, body.expectedVersion),
      "POST /api/approvals/designs/{formId}/retire": ({ actor, params, body }) =>
        designs.retire(actor, params.formId, body.expectedVersion),
      "POST /api/approvals/designs/trial": ({ body }) => designs.tryOut(body),
      "GET /api/approvals/leave": ({ query }) => designs.leaveOf(query.formId, query.year),
      "PUT /api/approvals/leave": ({ actor, body }) => designs.setDays(actor, body),
    },
    outbox: approvalsOutbox,
    inbox: approvalsInbox,
    consumers: [leaversConsumer],
    jobs: [createDeadlines(context), createAbsenceTimer(context)],
  });
};
