/** Parts of a list for one statement each: PostgreSQL takes 65,535 parameters, so `size` times the columns stays below. */
export function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
