import { describe, expect, test } from "vitest";
import { type Candidate, type Clues, matchThread, type Sender } from "./thread.ts";

const ticket: Candidate = { ticketId: "mine", customerId: "acme", people: ["mei@acme.example"] };
const other: Candidate = { ticketId: "other", customerId: "globex", people: ["bob@globex.example"] };
const none: Clues = { signed: undefined, address: undefined, references: [], number: undefined };
const mei: Sender = { address: "Mei@Acme.example", customerId: "acme", forged: false };
const colleague: Sender = { address: "li@acme.example", customerId: "acme", forged: false };
const bob: Sender = { address: "bob@globex.example", customerId: "globex", forged: false };
const nobody: Sender = { address: "x@y.example", customerId: null, forged: false };

describe("the ticket of a mail", () => {
  test.each<[string, Partial<Clues>, Sender, string | undefined]>([
    ["our signed id goes first", { signed: ticket, number: other }, mei, "mine signed"],
    ["then the signed address", { address: ticket, references: [other] }, mei, "mine address"],
    ["then references", { references: [ticket], number: other }, mei, "mine references"],
    ["then the number", { number: ticket }, mei, "mine number"],
    ["a colleague may refer to it", { references: [ticket] }, colleague, "mine references"],
    ["who has our mail may answer it, and is marked", { signed: ticket }, nobody, "mine signed stranger"],
    ["who has the signed address likewise", { address: ticket }, nobody, "mine address stranger"],
    ["somebody of another company may not, even with our id", { signed: ticket }, bob, undefined],
    ["nor with the signed address", { address: ticket }, bob, undefined],
    ["nor by reference", { references: [ticket] }, bob, undefined],
    ["his own reference counts behind a foreign one", { references: [ticket, other] }, bob, "other references"],
    ["nor by number", { number: ticket }, bob, undefined],
    ["a stranger does not join by reference", { references: [ticket] }, nobody, undefined],
    ["nor by number", { number: ticket }, nobody, undefined],
    ["a forger does not join by number", { number: ticket }, { ...mei, forged: true }, undefined],
    ["nor by reference", { references: [ticket] }, { ...mei, forged: true }, undefined],
    ["nor as a stranger with our id", { signed: ticket }, { ...nobody, forged: true }, undefined],
    ["nor as a colleague with our id", { signed: ticket }, { ...colleague, forged: true }, undefined],
    [
      "a forwarder breaks the proof of origin, and our id still counts",
      { signed: ticket },
      { ...mei, forged: true },
      "mine signed",
    ],
    ["no clue, no ticket", {}, mei, undefined],
  ])("%s", (_what, clues, sender, expected) => {
    const match = matchThread({ ...none, ...clues }, sender);
    const words = match && [match.ticketId, match.by, ...(match.stranger ? ["stranger"] : [])].join(" ");
    expect(words).toBe(expected);
  });
});
