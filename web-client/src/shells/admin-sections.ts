import type { AdminSection } from "./client-feature.ts";
import { features } from "./features.ts";

/** The pages of the administration, in order. */
export const adminSections = (): AdminSection[] =>
  features.flatMap(({ adminSections: sections }) => sections ?? []).toSorted((a, b) => a.order - b.order);
