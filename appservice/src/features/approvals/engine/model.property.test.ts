import type { ApprovalDefinition, ApprovalNode, ApprovalStep } from "@portico/contract/approvals-form.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { label, step } from "../shipped/parts.ts";
import { leave } from "../shipped/leave.ts";
import { instanceOf } from "./apply.ts";
import { begin, interpret } from "./interpret.ts";
import { previewRoute, type RouteNode } from "./route.ts";
import type { Command, Fact, Instance, World } from "./types.ts";

const ids = ["p0", "p1", "p2", "p3", "p4", "p5"];
/** A line of managers: p0 reports to p1, and so on; p5 administers. */
const world: World = {
  now: new Date("2026-12-01T08:00:00Z"),
  people: new Map(
    ids.map((id, index) => [
      id,
      {
        id,
        managerId: ids[index + 1] ?? null,
        departments: ["d"],
        level: index,
        role: id === "p5" ? "admin" : "staff",
        active: true,
      },
    ]),
  ),
  departments: new Map([["d", { id: "d", parentId: null, headId: "p4" }]]),
  deputies: new Map(),
};

const steps = fc.record({
  people: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 3 }),
  mode: fc.constantFrom<ApprovalStep["mode"][]>("any", "all", "order"),
  self: fc.constantFrom<ApprovalStep["self"][]>("decide", "skip", "manager", "head"),
});

/** A route of steps, some of them side by side; ids are given afterwards, so that none comes twice. */
const routes = fc
  .array(
    fc.oneof(
      steps.map((each) => [each]),
      fc.array(steps, { minLength: 2, maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts): ApprovalNode[] => {
    let number = 0;
    const node = ({
      people,
      mode,
      self,
    }: {
      people: string[];
      mode: ApprovalStep["mode"];
      self: ApprovalStep["self"];
    }) => {
      number += 1;
      const id = `s${number}`;
      return step({ id, name: label(id, id), who: { kind: "people", ids: people }, mode, self });
    };
    return parts.map((part, index) => {
      const [first] = part;
      if (part.length === 1 && first !== undefined) return node(first);
      const id = `f${index}`;
      return {
        id,
        kind: "parallel",
        name: label(id, id),
        branches: part.map((each, at) => ({ id: `${id}-${at}`, name: label(id, id), when: null, nodes: [node(each)] })),
      };
    });
  });

const definitions = fc
  .record({ nodes: routes, once: fc.boolean() })
  .map(({ nodes, once }): ApprovalDefinition => ({ ...leave, leave: null, fields: [], nodes, once }));

/** Commands by numbers, so that they fit whatever is open when they come. */
const moves = fc.array(
  fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("approve", "return", "pass-on", "add-signer", "left")),
  { maxLength: 25 },
);

const openTasks = ({ tasks }: Instance) => tasks.filter(({ state, stale }) => state === "open" && !stale);

function start(definition: ApprovalDefinition): { instance: Instance; facts: Fact[] } {
  const outcome = begin(definition, { initiator: "p0", values: {}, chosen: {} }, world);
  if ("refused" in outcome) throw new Error(outcome.refused);
  return { instance: instanceOf(outcome.facts), facts: [...outcome.facts] };
}

function commandOf(instance: Instance, [pick, other, kind]: [number, number, string]): [Command, string | null] {
  const open = openTasks(instance);
  const task = open[pick % Math.max(open.length, 1)];
  const person = ids[other % ids.length] ?? "p1";
  if (instance.status === "returned") return [{ kind: "resubmit", values: {}, chosen: {} }, "p0"];
  if (task === undefined) return [{ kind: "comment" }, "p0"];
  if (kind === "left") return [{ kind: "replace", person, why: "left" }, null];
  if (kind === "approve") return [{ kind: "approve", task: task.id, values: null }, task.person];
  if (kind === "pass-on") return [{ kind: "pass-on", task: task.id, person }, task.person];
  if (kind === "add-signer") {
    return [{ kind: "add-signer", task: task.id, person, when: other % 2 === 0 ? "before" : "after" }, task.person];
  }
  const done = Object.entries(instance.nodes).filter(([, node]) => node.state === "done");
  const to = other % 3 === 0 ? null : (done[other % Math.max(done.length, 1)]?.[0] ?? null);
  return [{ kind: "return", task: task.id, to, afterwards: other % 2 === 0 ? "continue" : "again" }, task.person];
}

test("no request gets stuck, and each decision counts once, whatever is done to it", () => {
  fc.assert(
    fc.property(definitions, moves, (definition, played) => {
      const { instance, facts } = start(definition);
      const apply = (command: Command, by: string | null): void => {
        const before = JSON.stringify(instance);
        const outcome = interpret(definition, instance, command, by, world);
        expect(JSON.stringify(instance), "the given instance stays as it is").toBe(before);
        if ("refused" in outcome) return;
        facts.push(...outcome.facts);
        instanceOf(outcome.facts, instance);
      };
      for (const move of played) {
        const [command, by] = commandOf(instance, move);
        apply(command, by);
        if (instance.status === "running") expect(openTasks(instance).length, "somebody is asked").toBeGreaterThan(0);
      }
      for (let turns = 0; instance.status === "running" || instance.status === "returned"; turns += 1) {
        expect(turns, "it comes to an end").toBeLessThan(200);
        const [command, by] = commandOf(instance, [0, 0, "approve"]);
        apply(command, by);
      }
      expect(instance.status).toBe("approved");
      const decided = facts.flatMap((fact) => (fact.kind === "decided" ? fact.task : []));
      expect(new Set(decided).size, "no task is decided twice").toBe(decided.length);
      expect(instanceOf(facts), "the facts alone give the same").toEqual(instance);
    }),
    { numRuns: 300, seed: 20261201 },
  );
});

test("the route is the one that was shown, unless somebody changes it", () => {
  const peopleOf = (route: readonly RouteNode[]): string[] =>
    route.flatMap((node) => [
      ...node.signers.map(({ person }) => `${node.id} ${person}`),
      ...node.branches.flatMap((branch) => peopleOf(branch.nodes)),
    ]);
  fc.assert(
    fc.property(definitions, (definition) => {
      const shown = peopleOf(previewRoute(definition, { initiator: "p0", values: {}, chosen: {} }, world));
      const { instance } = start(definition);
      while (instance.status === "running") {
        const [task] = openTasks(instance);
        if (task === undefined) throw new Error("nobody is asked");
        const outcome = interpret(
          definition,
          instance,
          { kind: "approve", task: task.id, values: null },
          task.person,
          world,
        );
        if ("refused" in outcome) throw new Error(outcome.refused);
        instanceOf(outcome.facts, instance);
      }
      expect(instance.tasks.map(({ node, person }) => `${node} ${person}`).toSorted()).toEqual(shown.toSorted());
    }),
    { numRuns: 300, seed: 20261201 },
  );
});
