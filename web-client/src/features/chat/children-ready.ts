import { ReactiveElement } from "lit";

/**
 * Resolves when all Lit elements below a root have drawn themselves, at any
 * depth: a parent's own update ends before its children have their height. Takes
 * only microtasks, so nothing is painted in between.
 */
export const childrenReady = async (root: ParentNode): Promise<void> => {
  const children = [...root.querySelectorAll("*")].filter((each) => each instanceof ReactiveElement);
  await Promise.all(
    children.map(async (child) => {
      await child.updateComplete;
      await childrenReady(child.renderRoot);
    }),
  );
};
