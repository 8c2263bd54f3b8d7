/** How many columns show `count` pictures of 16:9 largest in a box. */
export function columnsFor(count: number, width: number, height: number): number {
  let best = { columns: 1, size: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const size = Math.min(width / columns, (height / rows) * (16 / 9));
    if (size > best.size) best = { columns, size };
  }
  return best.columns;
}
