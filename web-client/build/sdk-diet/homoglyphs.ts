/**
 * Stands in for `unhomoglyph`, 203 kB of look-alike characters of which the SDK
 * uses one function to tell apart members with similar names. Portico shows the
 * company beside every outsider instead. A default export, because that is how
 * the SDK imports it.
 */
const foldCharacters = (text: string): string => text.normalize("NFKD");

// oxlint-disable-next-line import/no-default-export -- the SDK imports it so
export default foldCharacters;
