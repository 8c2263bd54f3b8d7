import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import { field, label, step } from "./parts.ts";

/** Purchase: need and budget are decided side by side, then somebody orders. */
export const purchase: ApprovalDefinition = {
  name: label("Purchase", "采购申请"),
  about: label("Equipment, material and services for the company", "设备、物料与服务采购"),
  icon: "building",
  departments: [],
  overseers: [],
  once: false,
  fields: [
    field("text", { id: "what", label: label("What", "采购内容"), lines: "one" }),
    field("text", { id: "why", label: label("Why it is needed", "采购理由"), lines: "many" }),
    field("choice", {
      id: "urgency",
      label: label("Urgency", "紧急程度"),
      options: [
        { id: "normal", label: label("Normal", "一般") },
        { id: "urgent", label: label("Urgent", "紧急") },
      ],
    }),
    field("date", {
      id: "needed-by",
      label: label("Needed by", "需用日期"),
      when: { match: "all", tests: [{ of: "urgency", op: "eq", value: "urgent" }] },
    }),
    field("rows", {
      id: "items",
      label: label("Items", "采购明细"),
      columns: [
        field("text", { id: "item", label: label("Item", "名称规格"), lines: "one" }),
        field("number", { id: "quantity", label: label("Quantity", "数量"), unit: null }),
        field("money", { id: "total", label: label("Total", "金额"), currency: "CNY" }),
      ],
    }),
    field("department", { id: "budget", label: label("Budget of", "预算部门") }),
    field("file", { id: "quotes", label: label("Quotations", "报价单"), required: false }),
  ],
  nodes: [
    step({ id: "manager", name: label("Direct manager", "直接上级"), who: { kind: "manager", level: 1 } }),
    {
      id: "side-by-side",
      kind: "parallel",
      name: label("Need and budget", "需求与预算会签"),
      branches: [
        {
          id: "need",
          name: label("Need", "需求"),
          when: null,
          nodes: [
            step({ id: "expert", name: label("Technical opinion", "技术评审"), who: { kind: "chosen" }, self: "skip" }),
          ],
        },
        {
          id: "money",
          name: label("Budget", "预算"),
          when: null,
          nodes: [
            step({
              id: "budget-head",
              name: label("Head of the budget", "预算部门负责人"),
              who: { kind: "field", field: "budget" },
              self: "head",
            }),
          ],
        },
      ],
    },
    {
      id: "size",
      kind: "condition",
      name: label("How much?", "采购金额"),
      branches: [
        {
          id: "large",
          name: label("50,000 and more", "5 万元及以上"),
          when: { match: "all", tests: [{ of: "items.total", op: "ge", value: "50000" }] },
          nodes: [
            step({
              id: "upper",
              name: label("Second manager", "二级主管"),
              who: { kind: "manager", level: 2 },
              empty: { rule: "pass" },
            }),
          ],
        },
        { id: "small", name: label("Less", "5 万元以下"), when: null, nodes: [] },
      ],
    },
  ],
  leave: null,
};
