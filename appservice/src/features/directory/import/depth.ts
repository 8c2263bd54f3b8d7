/** Levels of departments. Everybody is in the space of each level above, so depth multiplies memberships. */
export const DEEPEST = 20;

/** Departments below the deepest level; those of a cycle have no depth. */
export function tooDeep(parents: ReadonlyMap<string, string>, cycles: ReadonlyMap<string, unknown>): Set<string> {
  const found = new Set<string>();
  for (const id of parents.keys()) {
    let level = 1;
    for (let at = parents.get(id); at !== undefined && !cycles.has(at) && level <= DEEPEST; at = parents.get(at)) {
      level += 1;
    }
    if (level > DEEPEST) found.add(id);
  }
  return found;
}
