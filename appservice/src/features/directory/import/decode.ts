/** The text of a file, or why its bytes are not UTF-8, in words for the person who exported it. */
export type Decoded = { readonly text: string } | { readonly problem: string };

/** Reads UTF-8 with or without byte order mark; anything else is named as what it looks like. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { problem: "the file is empty" };
  const container = signatures.find(({ start }) => start.every((byte, index) => bytes[index] === byte));
  if (container !== undefined) return { problem: container.problem };
  if (bytes.includes(0)) return { problem: `it looks like UTF-16 or a binary file; ${REMEDY}` };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: what it is instead is a guess, good enough to name the remedy.
    return { problem: `it looks like ${looksLikeGb18030(bytes) ? "GB18030" : "Windows-1252"}, not UTF-8; ${REMEDY}` };
  }
  if (text.includes("\u{fffd}")) {
    return { problem: "it holds replacement characters (U+FFFD): an earlier conversion damaged the text" };
  }
  return { text };
}

const REMEDY = 'save it as "CSV UTF-8"';

const signatures: readonly { readonly start: readonly number[]; readonly problem: string }[] = [
  { start: [0xff, 0xfe], problem: `it looks like UTF-16; ${REMEDY}` },
  { start: [0xfe, 0xff], problem: `it looks like UTF-16; ${REMEDY}` },
  { start: [0x50, 0x4b, 0x03, 0x04], problem: `it is a workbook (.xlsx), not CSV; ${REMEDY}` },
  { start: [0xd0, 0xcf, 0x11, 0xe0], problem: `it is a workbook (.xls), not CSV; ${REMEDY}` },
];

/** Chinese characters take two bytes above 0x7f each, so runs of such bytes are even; accented letters stand alone. */
function looksLikeGb18030(bytes: Uint8Array): boolean {
  let even = 0;
  let odd = 0;
  let run = 0;
  for (const byte of [...bytes, 0]) {
    if (byte > 0x7f) run += 1;
    else if (run > 0) {
      if (run % 2 === 0) even += 1;
      else odd += 1;
      run = 0;
    }
  }
  return even > odd * 3;
}
