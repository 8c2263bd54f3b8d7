/** So many members of a cycle are named; one that went through a whole company would fill the report. */
const NAMED = 12;

/**
 * All cycles of a graph in which every node has at most one successor: each
 * node of a cycle with the chain from it back to itself, cut short where it is
 * long. Nodes that merely lead into a cycle are not in the answer.
 */
export function findCycles(successor: ReadonlyMap<string, string>): Map<string, readonly string[]> {
  const cycles = new Map<string, readonly string[]>();
  const finished = new Set<string>();
  for (const start of successor.keys()) {
    const path: string[] = [];
    const positions = new Map<string, number>();
    let node: string | undefined = start;
    while (node !== undefined && !finished.has(node) && !positions.has(node)) {
      positions.set(node, path.length);
      path.push(node);
      node = successor.get(node);
    }
    const from = node === undefined ? undefined : positions.get(node);
    if (from !== undefined) {
      const members = path.slice(from);
      for (const [index, member] of members.entries()) cycles.set(member, chainFrom(members, index));
    }
    for (const visited of path) finished.add(visited);
  }
  return cycles;
}

function chainFrom(members: readonly string[], start: number): readonly string[] {
  const [member = ""] = members.slice(start, start + 1);
  const following = [...members.slice(start, start + NAMED), ...members.slice(0, Math.min(start, NAMED))];
  return members.length <= NAMED ? [...following, member] : [...following.slice(0, NAMED), "…", member];
}
