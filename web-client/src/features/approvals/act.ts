import { ApiError } from "../../api/api-error.ts";
import { api } from "../../api/client.ts";
import { errorText } from "../../api/error-text.ts";
import type { RequestOf } from "../../api/types.ts";
import { confirmed } from "../../components/dialog-confirm.ts";
import { showDialog } from "../../components/show-dialog.ts";
import { showToast } from "../../components/toasts.ts";
import { localized, t } from "../../i18n/i18n.ts";
import { navigate } from "../../lib/navigation.ts";
import type { Approval, Values } from "./types.ts";

export type Action = RequestOf<"POST /api/approvals/{approvalId}/actions">["body"]["action"];
interface Said {
  readonly comment?: string;
  readonly signature?: string;
}

/** Does something to a request as it is shown. When somebody was faster, that is said and the newer state is given. */
export async function act(approval: Approval, action: Action, said: Said = {}): Promise<Approval | null> {
  const params = { approvalId: approval.id };
  try {
    return await api.call("POST /api/approvals/{approvalId}/actions", {
      params,
      body: { expectedVersion: approval.version, action, ...said },
    });
  } catch (error) {
    showToast(errorText(error), "danger");
    const stale = error instanceof ApiError && (error.code === "VERSION_CONFLICT" || error.code === "APPROVAL_OVER");
    return stale ? api.call("GET /api/approvals/{approvalId}", { params }) : null;
  }
}

/** Asks what an action needs to know, and does it; null when the user gave up or it was refused. */
export async function perform(
  approval: Approval,
  name: Approval["actions"][number],
  values: Values | null,
): Promise<Approval | null> {
  const task = approval.task ?? "";
  switch (name) {
    case "approve":
    case "refuse":
    case "return":
    case "comment":
    case "add-signer":
    case "pass-on":
    case "copy": {
      const { DialogAct } = await import("./dialog-act.ts");
      return showDialog<Approval>(Object.assign(new DialogAct(), { approval, action: name, values }));
    }
    case "urge": {
      const done = await act(approval, { kind: "urge" });
      if (done !== null) showToast(t("approvals.urged"));
      return done;
    }
    case "withdraw": {
      const agreed = await confirmed({
        heading: t("approvals.withdraw-heading", { form: localized(approval.form.name), number: approval.number }),
        text: t("approvals.withdraw-text"),
        action: t("approvals.action.withdraw"),
        danger: true,
      });
      return agreed ? act(approval, { kind: "withdraw" }) : null;
    }
    case "resubmit":
      navigate(`/work/approvals/${encodeURIComponent(approval.id)}?edit=1&view=mine`);
      return null;
    default:
      throw new Error(`no such action: ${String(name)} of ${task}`);
  }
}
