import type { Encoding, FileProblem } from "@portico/contract/imports.ts";

/** Why a file cannot be read as a whole: the code, the same in English, and where in the file where that is known. */
export interface FileFault {
  readonly problem: FileProblem;
  readonly detail: string;
  readonly column?: string;
  readonly line?: number;
}

/** The text of a file and how it was written, or why its bytes are no text that can be relied on. */
export type Decoded = { readonly text: string; readonly encoding: Encoding } | FileFault;

/**
 * Reads UTF-8 with or without byte order mark, and GB18030 (with GBK and GB2312
 * in it) where the bytes leave no doubt. Anything else is named as what it looks
 * like; a text that was damaged is never guessed at.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { problem: "EMPTY", detail: "the file is empty" };
  const container = signatures.find(({ start }) => start.every((byte, index) => bytes[index] === byte));
  if (container !== undefined) return container.fault;
  if (bytes.includes(0)) {
    return { problem: "ENCODING_UTF16", detail: `it looks like UTF-16 or a binary file; ${REMEDY}` };
  }
  const utf8 = decodeAs("utf-8", bytes);
  if (utf8 !== undefined) return sound(utf8, "utf-8");
  // A broken place in UTF-8 would still make a text in GB18030, of other words.
  const damage = damagedUtf8(bytes);
  if (damage !== undefined) return damage;
  const gb18030 = decodeAs("gb18030", bytes);
  if (gb18030 === undefined || !speaksGb18030(bytes) || /\p{Co}/u.test(gb18030)) {
    return { problem: "ENCODING_UNKNOWN", detail: `it is neither UTF-8 nor clearly GB18030; ${REMEDY}` };
  }
  return sound(gb18030, "gb18030");
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

const UTF8_MARK = [0xef, 0xbb, 0xbf];

function decodeAs(encoding: Encoding, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // The one thing that a fatal decoder throws: the bytes are not of this encoding, which is the answer.
    return undefined;
  }
}

const sound = (text: string, encoding: Encoding): Decoded => {
  const at = text.indexOf("\u{fffd}");
  return at === -1
    ? { text, encoding }
    : {
        problem: "TEXT_DAMAGED",
        detail: "it holds replacement characters (U+FFFD): an earlier conversion damaged the text",
        line: lineAt(text, at),
      };
};

/** Bytes that are UTF-8 for the most part, or say so at their beginning, and broken in places. */
function damagedUtf8(bytes: Uint8Array): FileFault | undefined {
  const text = new TextDecoder("utf-8").decode(bytes);
  const broken = text.match(/\u{fffd}/gu)?.length ?? 0;
  const whole = text.match(/[\u{80}-\u{fffc}\u{10000}-\u{10ffff}]/gu)?.length ?? 0;
  const marked = UTF8_MARK.every((byte, index) => bytes[index] === byte);
  if (!marked && whole <= broken) return undefined;
  return {
    problem: "TEXT_DAMAGED",
    detail: "it is UTF-8, but broken in places: bytes were lost or changed on the way",
    line: lineAt(text, text.indexOf("\u{fffd}")),
  };
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/**
 * Whether the bytes above ASCII come as Chinese text has them: nearly always in
 * the pairs of GB2312, or in the groups of four that nothing else makes.
 * Accented letters of Windows-1252 stand alone before a letter, which GBK could
 * read too; half of the characters of Big5 have such a second byte.
 */
function speaksGb18030(bytes: Uint8Array): boolean {
  let sure = 0;
  let unsure = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    if (first <= 0x7f) continue;
    const four = second >= 0x30 && second <= 0x39 && third > 0x80;
    if (four || second >= 0xa1) sure += 1;
    else unsure += 1;
    at += four ? 3 : 1;
  }
  return sure > unsure * 3;
}
