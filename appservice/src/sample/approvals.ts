import type { ApprovalCommand, Approval } from "@portico/contract/approvals.ts";
import type { SampleApproval } from "@portico/config/sample-company/schema.ts";
import { type Api, signIn } from "./api.ts";
import type { Loading } from "./loading.ts";

type Step = SampleApproval["steps"][number];

/** Asks and decides as the sample's people do. What was asked before is found by its request id and not asked again. */
export async function loadApprovals({ company, settings, transport, users, say }: Loading): Promise<void> {
  const sessions = new Map<string, Promise<Api>>();
  const as = (id: string): Promise<Api> => {
    const session = sessions.get(id) ?? signIn(settings, transport, users.of(id).userId);
    sessions.set(id, session);
    return session;
  };
  for (const { key, form: formId, from, values, chosen, steps } of company.approvals) {
    const initiator = await as(from);
    const { form } = await initiator.call("GET /api/approvals/forms/{formId}", { params: { formId } });
    const request = await initiator.call("POST /api/approvals", {
      body: { formId, formVersion: form.version, values, chosen, requestId: `sample-company-${key}` },
    });
    // Loading that was interrupted goes on behind what was decided.
    const decided = request.timeline.filter(
      ({ kind }) => kind === "decided" || kind === "returned" || kind === "ended",
    ).length;
    if (decided > 0) continue;
    for (const step of steps) await carryOut(await as(step.by), request.id, step);
  }
  say(`approvals: ${company.approvals.length}`);
}

async function carryOut(api: Api, approvalId: string, { do: what, comment }: Step): Promise<void> {
  const params = { approvalId };
  const shown: Approval = await api.call("GET /api/approvals/{approvalId}", { params });
  const task = shown.task ?? "";
  const actions = {
    approve: { kind: "approve", task, values: null },
    refuse: { kind: "refuse", task },
    return: { kind: "return", task, to: null, afterwards: "continue" },
    withdraw: { kind: "withdraw" },
  } as const satisfies Record<Step["do"], ApprovalCommand>;
  await api.call("POST /api/approvals/{approvalId}/actions", {
    params,
    body: { expectedVersion: shown.version, action: actions[what], comment },
  });
}
