import type { ApprovalDefinition } from "@portico/contract/approvals-form.ts";
import { field, label, step } from "./parts.ts";

const currencies = ["cny", "eur", "usd", "gbp", "hkd", "jpy"];

/** Expenses: rows with receipts; from 5000 on, the head of the department decides too. */
export const expenses: ApprovalDefinition = {
  name: label("Expenses", "费用报销"),
  about: label("Travel, meals and purchases that you paid yourself", "差旅、餐费及个人垫付费用"),
  icon: "table",
  departments: [],
  overseers: [],
  once: true,
  fields: [
    field("text", { id: "purpose", label: label("What for", "报销事由"), lines: "one" }),
    field("choice", {
      id: "currency",
      label: label("Currency", "币种"),
      options: currencies.map((id) => ({ id, label: label(id.toUpperCase(), id.toUpperCase()) })),
    }),
    field("rows", {
      id: "items",
      label: label("Items", "费用明细"),
      columns: [
        field("date", { id: "date", label: label("Date", "日期") }),
        field("choice", {
          id: "kind",
          label: label("Kind", "类别"),
          options: [
            { id: "travel", label: label("Travel", "交通") },
            { id: "hotel", label: label("Accommodation", "住宿") },
            { id: "meals", label: label("Meals", "餐饮") },
            { id: "material", label: label("Material", "物料") },
            { id: "other", label: label("Other", "其他") },
          ],
        }),
        field("text", { id: "note", label: label("Details", "说明"), lines: "one", required: false }),
        field("money", { id: "amount", label: label("Amount", "金额"), currency: "currency" }),
        field("file", { id: "receipt", label: label("Receipt", "票据"), required: false }),
      ],
    }),
    field("department", { id: "cost-centre", label: label("Paid by department", "费用承担部门") }),
  ],
  nodes: [
    step({
      id: "manager",
      name: label("Direct manager", "直接上级"),
      who: { kind: "manager", level: 1 },
      deadline: { hours: 72, action: "remind" },
    }),
    {
      id: "amount",
      kind: "condition",
      name: label("How much?", "报销金额"),
      branches: [
        {
          id: "large",
          name: label("5,000 and more", "5000 及以上"),
          when: { match: "all", tests: [{ of: "items.amount", op: "ge", value: "5000" }] },
          nodes: [
            step({
              id: "budget",
              name: label("Head of the paying department", "费用承担部门负责人"),
              who: { kind: "field", field: "cost-centre" },
            }),
          ],
        },
        { id: "small", name: label("Less", "5000 以下"), when: null, nodes: [] },
      ],
    },
    step({
      id: "pay",
      kind: "handle",
      name: label("Check receipts and pay", "核对票据并付款"),
      who: { kind: "role", role: "admin" },
      self: "decide",
      rights: { "cost-centre": "edit", currency: "edit" },
    }),
  ],
  leave: null,
};
