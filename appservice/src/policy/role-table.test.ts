import { abilityNames, abilitiesOfRole } from "@portico/contract/abilities.ts";
import { roles } from "@portico/contract/roles.ts";
import { expect, test } from "vitest";

test("the whole role and ability table, so that a change of rights shows in the diff", async () => {
  const width = Math.max(...abilityNames.map((name) => name.length));
  const lines = abilityNames.map((ability) => {
    const holders = roles.filter((role) => abilitiesOfRole(role).includes(ability));
    return `${ability.padEnd(width)}  ${holders.join(" ")}`;
  });
  await expect(lines.join("\n") + "\n").toMatchFileSnapshot("role-table.txt");
});

test("outsiders hold nothing but their own rooms, the meetings and the search there, and customers their own requests", () => {
  expect(abilitiesOfRole("partner_contact")).toEqual(["meeting.join", "room.read", "search.messages"]);
  for (const role of ["guest", "customer", "customer_lead"] as const) {
    expect(abilitiesOfRole(role)).toEqual([
      "meeting.join",
      "room.read",
      "search.messages",
      "request.read",
      "request.write",
    ]);
  }
});
