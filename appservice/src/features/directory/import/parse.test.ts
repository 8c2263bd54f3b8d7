import type { FileProblem } from "@portico/contract/imports.ts";
import { expect, test } from "vitest";
import { parseFile } from "./parse.ts";

const HEADER = "id,level,name,name_zh\n";
const parse = (content: string | number[]) => parseFile("ranks", "ranks.csv", Buffer.from(content as string));
/** 总监 */
const GB_CHIEF = [0xd7, 0xdc, 0xbc, 0xe0];

const BAD_FILES: [string, string | number[], FileProblem, string][] = [
  ["nothing", "", "EMPTY", "empty"],
  ["only a header", HEADER, "NO_ROWS", "no rows"],
  ["UTF-16 with a mark", [0xff, 0xfe, 0x69, 0], "ENCODING_UTF16", "UTF-16"],
  ["UTF-16 without a mark", [0x69, 0, 0x64, 0], "ENCODING_UTF16", "UTF-16"],
  [
    "Windows-1252",
    [...Buffer.from(`${HEADER}a,1,Ren`), 0xe9, ...Buffer.from(",x")],
    "ENCODING_UNKNOWN",
    "neither UTF-8 nor clearly GB18030",
  ],
  // 總監 in Big5: the second byte of one of the two is below 0xa1.
  ["Big5", [...Buffer.from(`${HEADER}a,1,x,`), 0xc1, 0x60, 0xba, 0xca], "ENCODING_UNKNOWN", "GB18030"],
  // 总监总 in GB18030, without its last byte.
  ["GB18030 cut off", [...Buffer.from(`${HEADER}a,1,x,`), ...GB_CHIEF, 0xd7], "ENCODING_UNKNOWN", "GB18030"],
  [
    "UTF-8 with a byte lost",
    [...Buffer.from(`${HEADER}a,1,总监,总`), ...Buffer.from("监\nb,2,x,y").subarray(1)],
    "TEXT_DAMAGED",
    "broken in places",
  ],
  [
    "UTF-8 by its mark, GB18030 by its bytes",
    [0xef, 0xbb, 0xbf, ...Buffer.from(`${HEADER}a,1,x,`), ...GB_CHIEF],
    "TEXT_DAMAGED",
    "broken in places",
  ],
  ["a workbook", [0x50, 0x4b, 0x03, 0x04, 0], "WORKBOOK", ".xlsx"],
  ["text damaged earlier", `${HEADER}a,1,Ren\u{fffd},x`, "TEXT_DAMAGED", "U+FFFD"],
  ["a missing column", "id,level,name\na,1,x", "COLUMN_MISSING", "name_zh is missing"],
  ["an unknown column", "id,level,name,name_zh,pay\na,1,x,y,9", "COLUMN_UNKNOWN", '"pay" is not known'],
  ["a duplicate column", "id,level,name,name\na,1,x,y", "COLUMN_TWICE", "name appears twice"],
  ["semicolons", "id;level;name;name_zh\na;1;x;y", "SEPARATOR", "semicolons"],
  ["an open quote", `${HEADER}a,1,"x,y`, "NOT_CSV", "Quote"],
];

test.each(BAD_FILES)("%s is refused by name", (_, content, problem, detail) => {
  expect(() => parse(content)).toThrow(
    expect.objectContaining({
      code: "IMPORT_FILE_INVALID",
      message: expect.stringContaining(detail),
      fields: expect.objectContaining({ file: "ranks.csv", problem, detail: expect.stringContaining(detail) }),
    }),
  );
});

test("what is wrong with a file says where", () => {
  expect(() => parse("id,level,name,name_zh,pay\na,1,x,y,9")).toThrow(
    expect.objectContaining({ fields: expect.objectContaining({ column: "pay" }) }),
  );
  expect(() => parse(`${HEADER}a,1,"x,y`)).toThrow(
    expect.objectContaining({ fields: expect.objectContaining({ line: 2 }) }),
  );
  expect(() => parse(`${HEADER}a,1,x,总监\nb,2,Ren\u{fffd},总监\n`)).toThrow(
    expect.objectContaining({ fields: expect.objectContaining({ line: 3 }) }),
  );
});

test("byte order mark, other order, quotes, blank lines and line numbers", () => {
  const { encoding, rows } = parse(
    '\u{feff}name,id,name_zh,level\n"Chief, all",chief,总经理,7\n\n"Lead",lead,主管 , 3\n',
  );
  expect(encoding).toBe("utf-8");
  expect(rows).toEqual([
    { line: 2, cells: { name: "Chief, all", id: "chief", name_zh: "总经理", level: "7" }, problems: [] },
    { line: 4, cells: { name: "Lead", id: "lead", name_zh: "主管", level: "3" }, problems: [] },
  ]);
});

test.each<[string, number[], string]>([
  ["GB2312", GB_CHIEF, "总监"],
  // 玥 is of GBK, 㐀 takes the four bytes that only GB18030 has.
  [
    "rarer characters among common ones",
    [...GB_CHIEF, ...GB_CHIEF, 0xab, 0x68, 0x81, 0x39, 0xee, 0x39],
    "总监总监玥㐀",
  ],
])("GB18030 is read: %s", (_, bytes, name_zh) => {
  const { encoding, rows } = parse([...Buffer.from(`${HEADER}a,1,x,`), ...bytes]);
  expect(encoding).toBe("gb18030");
  expect(rows).toMatchObject([{ cells: { name_zh } }]);
});

test.each([
  ["too few cells", "a,1,x", [{ code: "COLUMN_COUNT", field: "", value: "3 instead of 4" }]],
  ["too many cells", "a,1,x,y,z", [{ code: "COLUMN_COUNT", field: "", value: "5 instead of 4" }]],
  ["a formula", "a,1,=HYPERLINK(1),y", [{ code: "FORMULA_IN_CELL", field: "name", value: "=HYPERLINK(1)" }]],
  ["a line break in a cell", 'a,1,"x\nz",y', [{ code: "VALUE_INVALID", field: "name", value: "x\nz" }]],
])("%s stays with its row", (_, line, problems) => {
  expect(parse(HEADER + line).rows).toMatchObject([{ line: 2, problems }]);
});
