import type { ApprovalField, ApprovalStep } from "@portico/contract/approvals-form.ts";

export const label = (en: string, zh: string) => ({ en, zh });

/** A step as most steps are: one of those asked is enough, administrators when there is nobody. */
export const step = (
  given: Pick<ApprovalStep, "id" | "name" | "who"> & Partial<Omit<ApprovalStep, "id" | "name" | "who">>,
): ApprovalStep => ({
  kind: "approve",
  mode: "any",
  empty: { rule: "admin" },
  self: "manager",
  rights: {},
  deadline: null,
  ...given,
});

type FieldOf<Type extends ApprovalField["type"]> = Extract<ApprovalField, { type: Type }>;

/** A field that must be filled in, without a hint, always shown, unless said otherwise. */
export const field = <Type extends ApprovalField["type"]>(
  type: Type,
  given: Omit<FieldOf<Type>, "type" | "hint" | "required" | "when"> &
    Partial<Pick<FieldOf<Type>, "hint" | "required" | "when">>,
): FieldOf<Type> => ({ hint: null, required: true, when: null, ...given, type }) as unknown as FieldOf<Type>;
