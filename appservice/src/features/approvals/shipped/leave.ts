import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import { field, label, step } from "./parts.ts";

/** Leave: up to three days the direct manager decides, from more the next manager too. */
export const leave: ApprovalDefinition = {
  name: label("Leave", "请假"),
  about: label("Annual, personal, sick and other leave, by half days", "年假、事假、病假等，可按半天申请"),
  icon: "calendar",
  departments: [],
  overseers: [],
  once: true,
  fields: [
    field("choice", {
      id: "type",
      label: label("Kind of leave", "请假类型"),
      options: [
        { id: "annual", label: label("Annual leave", "年假") },
        { id: "personal", label: label("Personal leave", "事假") },
        { id: "sick", label: label("Sick leave", "病假") },
        { id: "marriage", label: label("Marriage leave", "婚假") },
        { id: "parental", label: label("Parental leave", "育儿假") },
        { id: "bereavement", label: label("Bereavement leave", "丧假") },
      ],
    }),
    field("range", { id: "period", label: label("When", "请假时间"), halfDays: true, count: "working" }),
    field("text", {
      id: "reason",
      label: label("Reason", "事由"),
      lines: "many",
      required: false,
      when: { match: "any", tests: [{ of: "type", op: "ne", value: "annual" }] },
    }),
    field("file", {
      id: "proof",
      label: label("Certificate", "证明材料"),
      hint: label("For sick leave of more than three days, a doctor’s certificate", "病假超过三天请附医院证明"),
      required: false,
      when: { match: "any", tests: [{ of: "type", op: "eq", value: "sick" }] },
    }),
    field("person", { id: "cover", label: label("Who covers for you", "工作交接人"), required: false }),
  ],
  nodes: [
    step({
      id: "manager",
      name: label("Direct manager", "直接上级"),
      who: { kind: "manager", level: 1 },
      deadline: { hours: 48, action: "remind" },
    }),
    {
      id: "length",
      kind: "condition",
      name: label("How long?", "请假时长"),
      branches: [
        {
          id: "long",
          name: label("More than 3 days", "超过 3 天"),
          when: { match: "all", tests: [{ of: "period.days", op: "gt", value: "3" }] },
          nodes: [
            step({
              id: "next-manager",
              name: label("Next manager", "上一级主管"),
              who: { kind: "manager", level: 2 },
              empty: { rule: "pass" },
              deadline: { hours: 48, action: "pass-on" },
            }),
          ],
        },
        { id: "short", name: label("Up to 3 days", "3 天及以内"), when: null, nodes: [] },
      ],
    },
    {
      id: "tell-cover",
      kind: "copy",
      name: label("Who covers", "抄送交接人"),
      who: { kind: "field", field: "cover" },
      rights: { reason: "hidden", proof: "hidden" },
    },
  ],
  leave: { type: "type", period: "period", days: { annual: 10, personal: 5 } },
};
