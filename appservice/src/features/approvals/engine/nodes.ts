import type { ApprovalBranch, ApprovalNode } from "@portico/contract/approvals-form.ts";

/** Whether a node has branches below it. */
export const isFork = (node: ApprovalNode): node is Extract<ApprovalNode, { branches: ApprovalBranch[] }> =>
  node.kind === "condition" || node.kind === "parallel";

/** Every node, each before those in its branches. */
export const allNodes = (nodes: readonly ApprovalNode[]): ApprovalNode[] =>
  nodes.flatMap((node) => [node, ...(isFork(node) ? node.branches.flatMap((branch) => allNodes(branch.nodes)) : [])]);

export const findNode = (nodes: readonly ApprovalNode[], id: string): ApprovalNode | undefined =>
  allNodes(nodes).find((node) => node.id === id);

/**
 * The nodes that come to be done again when the route goes back to `id`: it,
 * what follows it in its branch, and what follows the forks around it. Other
 * branches of those forks keep what was decided in them. `around` are the forks.
 */
export function fromNodeOn(
  nodes: readonly ApprovalNode[],
  id: string,
): { readonly again: string[]; readonly around: string[] } | undefined {
  for (const [index, node] of nodes.entries()) {
    const later = allNodes(nodes.slice(index + 1)).map((each) => each.id);
    if (node.id === id) return { again: [...allNodes([node]).map((each) => each.id), ...later], around: [] };
    if (!isFork(node)) continue;
    for (const branch of node.branches) {
      const inside = fromNodeOn(branch.nodes, id);
      if (inside !== undefined) return { again: [...inside.again, ...later], around: [node.id, ...inside.around] };
    }
  }
  return undefined;
}
