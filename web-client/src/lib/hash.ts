/** A small number (0 to `size` - 1) that is always the same for the same text; for colours, not for secrets. */
export const bucketOf = (text: string, size: number): number => {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return Math.abs(hash) % size;
};
