import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createTerminal } from "./terminal.ts";
import { sampleDone } from "./up.ts";

function terminal(isTTY: boolean) {
  const stream = new PassThrough();
  const written: string[] = [];
  stream.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  const output = Object.assign(stream, { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream;
  return { terminal: createTerminal(output), text: () => written.join("") };
}

test("a log file gets a line at each quarter, once", () => {
  const { terminal: log, text } = terminal(false);
  const step = log.step("LiveKit");
  for (let percent = 0; percent < 100; percent += 1) step.progress("building", percent);
  step.done("LiveKit 1");
  expect(text().match(/\d+ %/g)).toEqual(["25 %", "50 %", "75 %"]);
  expect(text()).not.toContain("\u001b");
  expect(log.live).toBe(false);
});

test("on a terminal each step has one line that is written anew", () => {
  const { terminal: screen, text } = terminal(true);
  const [one, two] = [screen.step("Synapse"), screen.step("LiveKit")];
  one.progress("installing");
  two.progress("building", 50);
  expect(text()).toContain("LiveKit: ██████████░░░░░░░░░░ 50 %");
  two.progress("building", 51);
  expect(text()).toContain("\u001b[2A");
  one.done("Synapse 1");
  expect(text().endsWith("51 %  building\n")).toBe(true);
});

test.each([
  ["accounts 63/63, rooms 30/30, memberships 125/418", 31],
  ["conversations: 11 of 22", 87],
  ["read markers are set", undefined],
])("how much of the sample is there after %s", (line, percent) => {
  expect(sampleDone(line)).toBe(percent);
});
