/**
 * All cycles of a graph in which every node has at most one successor: each
 * node of a cycle with the chain from it back to itself. Nodes that merely lead
 * into a cycle are not in the answer.
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
      for (const [index, member] of members.entries()) {
        cycles.set(member, [...members.slice(index), ...members.slice(0, index), member]);
      }
    }
    for (const visited of path) finished.add(visited);
  }
  return cycles;
}
