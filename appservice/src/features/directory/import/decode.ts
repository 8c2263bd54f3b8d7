import type { FileProblem } from "@portico/contract/directory.ts";

/** Why a file cannot be read as a whole: the code, the same in English, and where in the file where that is known. */
export interface FileFault {
  readonly problem: FileProblem;
  readonly detail: string;
  readonly column?: string;
  readonly line?: number;
}

/** The text of a file, or why its bytes are not UTF-8. */
export type Decoded = { readonly text: string } | FileFault;

/** Reads UTF-8 with or without byte order mark; anything else is named as what it looks like. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { problem: "EMPTY", detail: "the file is empty" };
  const container = signatures.find(({ start }) => start.every((byte, index) => bytes[index] === byte));
  if (container !== undefined) return container.fault;
  if (bytes.includes(0)) {
    return { problem: "ENCODING_UTF16", detail: `it looks like UTF-16 or a binary file; ${REMEDY}` };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: what it is instead is a guess, good enough to name the remedy.
    return looksLikeGb18030(bytes)
      ? { problem: "ENCODING_GB18030", detail: `it looks like GB18030, not UTF-8; ${REMEDY}` }
      : { problem: "ENCODING_UNKNOWN", detail: `it is not UTF-8, perhaps Windows-1252; ${REMEDY}` };
  }
  if (text.includes("\u{fffd}")) {
    return {
      problem: "TEXT_DAMAGED",
      detail: "it holds replacement characters (U+FFFD): an earlier conversion damaged the text",
    };
  }
  return { text };
}

const REMEDY = 'save it as "CSV UTF-8"';

const UTF16: FileFault = { problem: "ENCODING_UTF16", detail: `it looks like UTF-16; ${REMEDY}` };

const workbook = (ending: string): FileFault => ({
  problem: "WORKBOOK",
  detail: `it is a workbook (${ending}), not CSV; ${REMEDY}`,
});

const signatures: readonly { readonly start: readonly number[]; readonly fault: FileFault }[] = [
  { start: [0xff, 0xfe], fault: UTF16 },
  { start: [0xfe, 0xff], fault: UTF16 },
  { start: [0x50, 0x4b, 0x03, 0x04], fault: workbook(".xlsx") },
  { start: [0xd0, 0xcf, 0x11, 0xe0], fault: workbook(".xls") },
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
