/** So many failures without a success between them mean that the next would fail as well. */
const HOPELESS = 20;

/**
 * Does the work for all items, at most `limit` at a time. One failure does not
 * keep the others from being done, but a row of nothing but failures ends it;
 * then the first one is thrown.
 */
export async function inParallel<Item>(
  items: Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const failures: unknown[] = [];
  let inARow = 0;
  async function lane(): Promise<void> {
    while (inARow < HOPELESS) {
      const next = waiting.next();
      if (next.done === true) return;
      try {
        await work(next.value);
        inARow = 0;
      } catch (error) {
        failures.push(error);
        inARow += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, lane));
  if (failures.length > 0) throw failures[0];
}
