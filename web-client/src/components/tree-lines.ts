import type { IconName } from "./icon-name.ts";

/** One node of a tree. */
export interface TreeNode {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** A number at the end of the line. */
  readonly count?: number;
  readonly children: readonly TreeNode[];
}

/** A node that is shown. */
interface TreeLine {
  readonly node: TreeNode;
  readonly level: number;
  readonly parent: string | null;
  /** Whether its children are shown. */
  readonly open: boolean;
}

/** A tree of more nodes than this is opened by the user, branch by branch. */
const large = 100;
/** So many children of a top node are shown at first in a large tree. */
const fewChildren = 30;

/**
 * The lines of a tree, from the top. A small one is open unless the user has
 * closed something; a large one shows its top and the way to the chosen node.
 */
export function treeLines(nodes: readonly TreeNode[], value: string, chosen: ReadonlyMap<string, boolean>): TreeLine[] {
  const lines: TreeLine[] = [];
  const all = sizeOf(nodes) <= large;
  const onTheWay = new Set(pathTo(nodes, value));
  const walk = (branch: readonly TreeNode[], level: number, parent: string | null): void => {
    for (const node of branch) {
      const few = level === 0 && node.children.length <= fewChildren;
      const open = chosen.get(node.id) ?? (all || few || onTheWay.has(node.id));
      lines.push({ node, level, parent, open });
      if (open) walk(node.children, level + 1, node.id);
    }
  };
  walk(nodes, 0, null);
  return lines;
}

const sizeOf = (nodes: readonly TreeNode[]): number =>
  nodes.reduce((sum, { children }) => sum + 1 + sizeOf(children), 0);

/** Ids of the nodes above the one with this id, or undefined when it is not among these. */
function pathTo(nodes: readonly TreeNode[], id: string): string[] | undefined {
  for (const node of nodes) {
    if (node.id === id) return [];
    const below = pathTo(node.children, id);
    if (below !== undefined) return [node.id, ...below];
  }
  return undefined;
}
