/**
 * Reads JSON kept under a key of `localStorage`. Anything that `accepts` does
 * not recognise counts as absent: the storage outlives versions of this code.
 */
export const readStored = <Value>(key: string, accepts: (value: unknown) => value is Value): Value | null => {
  const text = localStorage.getItem(key);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return accepts(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** Keeps a value as JSON under a key; `null` forgets it. */
export const writeStored = (key: string, value: unknown): void => {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(value));
};
