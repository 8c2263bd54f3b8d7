import type { ApprovalDefinition, ApprovalNode } from "@portico/contract/approvals-form.ts";
import { daysOf, sumDecimals } from "@portico/contract/approvals-values.ts";
import { describe, expect, test } from "vitest";
import { leave } from "../shipped/leave.ts";
import { expenses } from "../shipped/expenses.ts";
import { purchase } from "../shipped/purchase.ts";
import { label, step } from "../shipped/parts.ts";
import { instanceOf } from "./apply.ts";
import { checkDefinition } from "./check.ts";
import { begin, interpret } from "./interpret.ts";
import { previewRoute, routeOf, type RouteNode } from "./route.ts";
import type { Command, Instance, Outcome, World } from "./types.ts";
import { checkValues } from "./values.ts";

/** chief > director > manager > worker; a second department whose head is its only member. */
const person = (id: string, managerId: string | null, level: number, department = "d1") => ({
  id,
  managerId,
  departments: [department],
  level,
  role: id === "admin" ? ("admin" as const) : ("staff" as const),
  active: true,
});
const people = [
  person("chief", null, 7),
  person("director", "chief", 6),
  person("manager", "director", 5),
  person("worker", "manager", 1),
  person("colleague", "manager", 1),
  person("finance", "chief", 5, "d2"),
  person("admin", "chief", 2, "d2"),
];
function world(
  changes: Record<string, Partial<(typeof people)[number]>> = {},
  deputies: Record<string, string> = {},
): World {
  return {
    now: new Date("2026-12-01T08:00:00Z"),
    people: new Map(people.map((each) => [each.id, { ...each, ...changes[each.id] }])),
    departments: new Map([
      ["top", { id: "top", parentId: null, headId: "chief" }],
      ["d1", { id: "d1", parentId: "top", headId: "manager" }],
      ["d2", { id: "d2", parentId: "top", headId: "finance" }],
    ]),
    deputies: new Map(Object.entries(deputies)),
  };
}

const factsOf = (outcome: Outcome) => {
  if ("refused" in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.facts;
};
const values = (days: number) =>
  ({
    type: "personal",
    reason: "moving",
    period: { from: "2026-12-07", fromHalf: "am", to: `2026-12-${String(6 + days).padStart(2, "0")}`, toHalf: "pm" },
  }) as const;

/** A request that is played step by step. */
function play(definition: ApprovalDefinition, given: object, at: World = world(), initiator = "worker", chosen = {}) {
  let instance: Instance = instanceOf(factsOf(begin(definition, { initiator, values: given as never, chosen }, at)));
  const act = (command: Command, by: string | null, then: World = at): Outcome => {
    const outcome = interpret(definition, instance, command, by, then);
    if ("facts" in outcome) instance = instanceOf(outcome.facts, structuredClone(instance));
    return outcome;
  };
  const open = () => instance.tasks.filter(({ state, stale }) => state === "open" && !stale);
  const holder = (who: string) => open().find((task) => task.person === who)?.id ?? "none";
  return {
    act,
    open: () => open().map((task) => task.person),
    approve: (who: string, then: World = at) => act({ kind: "approve", task: holder(who), values: null }, who, then),
    task: holder,
    get instance() {
      return instance;
    },
    get status() {
      return instance.status;
    },
  };
}

const signers = (route: readonly RouteNode[]): string[] =>
  route.flatMap((node) => [
    ...(node.kind === "copy" ? [] : node.signers.map((signer) => signer.person)),
    ...node.branches.flatMap((branch) => signers(branch.nodes)),
  ]);
const routeFor = (days: number, at = world()) =>
  signers(previewRoute(leave, { initiator: "worker", values: values(days), chosen: {} }, at));

const form = (nodes: ApprovalNode[], more: Partial<ApprovalDefinition> = {}): ApprovalDefinition => ({
  ...leave,
  leave: null,
  fields: [],
  once: false,
  nodes,
  ...more,
});
const who = (...ids: string[]) => ({ kind: "people" as const, ids });
const at = (id: string, ids: string[], more: Partial<Parameters<typeof step>[0]> = {}) =>
  step({ id, name: label(id, id), who: who(...ids), ...more });

describe("days and sums", () => {
  test.each([
    ["2026-12-07", "am", "2026-12-07", "am", 0.5],
    ["2026-12-07", "pm", "2026-12-08", "am", 1],
    ["2026-12-04", "am", "2026-12-07", "pm", 2],
    ["2026-12-05", "am", "2026-12-06", "pm", 0],
    ["2026-12-08", "am", "2026-12-07", "pm", 0],
  ] as const)("%s %s to %s %s are %d working days", (from, fromHalf, to, toHalf, days) => {
    expect(daysOf({ from, fromHalf, to, toHalf }, "working")).toBe(days);
  });
  test("a range over New Year counts in each year", () => {
    const range = { from: "2026-12-31", fromHalf: "am", to: "2027-01-01", toHalf: "pm" } as const;
    expect([daysOf(range, "working", 2026), daysOf(range, "working", 2027)]).toEqual([1, 1]);
  });
  test("amounts are exact", () => {
    expect(sumDecimals(["0.1", "0.2"])).toBe("0.3");
    expect(sumDecimals(["99999999999999.99", "0.01", "-1"])).toBe("99999999999999");
  });
});

describe("the route of a leave", () => {
  test("three days go to the direct manager, four to the next one too", () => {
    expect(routeFor(3)).toEqual(["manager"]);
    expect(routeFor(4)).toEqual(["manager", "director"]);
  });
  test("is taken as it was shown", () => {
    const request = play(leave, values(4));
    expect(request.open()).toEqual(["manager"]);
    request.approve("manager");
    expect(request.open()).toEqual(["director"]);
    request.approve("director");
    expect(request.status).toBe("approved");
  });
  test("goes on with the company as it is when it comes there", () => {
    const request = play(leave, values(4));
    request.approve("manager", world({ manager: { managerId: "chief" } }));
    // The worker's manager reports to the chief now.
    expect(request.open()).toEqual(["chief"]);
  });
  test("goes to the deputy of somebody absent, and never to the initiator as deputy", () => {
    expect(routeFor(3, world({}, { manager: "director" }))).toEqual(["director"]);
    expect(routeFor(3, world({}, { manager: "worker" }))).toEqual(["manager"]);
  });
});

describe("who decides", () => {
  test.each([
    ["decide", ["worker"]],
    ["manager", ["manager"]],
    ["head", ["manager"]],
  ] as const)("the initiator as own approver, rule %s", (self, expected) => {
    expect(play(form([at("a", ["worker"], { self })]), {}).open()).toEqual(expected);
  });
  test("the initiator skipped leaves nobody, and the request is approved", () => {
    const request = play(form([at("a", ["worker"], { self: "skip" })]), {});
    expect(request.status).toBe("approved");
    expect(request.instance.nodes["a"]?.note).toBe("self");
  });
  test.each([
    [{ rule: "admin" as const }, ["admin"]],
    [{ rule: "person" as const, id: "finance" }, ["finance"]],
    [{ rule: "pass" as const }, []],
  ])("nobody there: %o", (empty, expected) => {
    const gone = world({ director: { active: false } });
    expect(play(form([at("a", ["director"], { empty })]), {}, gone).open()).toEqual(expected);
  });
  test("managers up to a level", () => {
    const request = play(
      form([step({ id: "a", name: label("a", "a"), who: { kind: "managers", upTo: 6 }, mode: "order" })]),
      {},
    );
    expect(request.instance.tasks.map((task) => [task.person, task.state])).toEqual([
      ["manager", "open"],
      ["director", "waiting"],
    ]);
  });
});

describe("several people", () => {
  test("any: the first one decides and the others are free", () => {
    const request = play(form([at("a", ["manager", "director"])]), {});
    request.approve("director");
    expect(request.status).toBe("approved");
    expect(request.act({ kind: "approve", task: "t1", values: null }, "manager")).toEqual({ refused: "over" });
  });
  test("all: everybody decides, in any order, each once", () => {
    const request = play(form([at("a", ["manager", "director"], { mode: "all" })]), {});
    request.approve("director");
    expect(request.act({ kind: "approve", task: "t2", values: null }, "director")).toEqual({ refused: "over" });
    expect(request.status).toBe("running");
    request.approve("manager");
    expect(request.status).toBe("approved");
  });
  test("in order: one after the other", () => {
    const request = play(form([at("a", ["manager", "director"], { mode: "order" })]), {});
    expect(request.act({ kind: "approve", task: "t2", values: null }, "director")).toEqual({ refused: "over" });
    request.approve("manager");
    expect(request.open()).toEqual(["director"]);
  });
  test("parallel branches wait for each other", () => {
    const fork: ApprovalNode = {
      id: "f",
      kind: "parallel",
      name: label("f", "f"),
      branches: [
        { id: "x", name: label("x", "x"), when: null, nodes: [at("a", ["manager"]), at("b", ["director"])] },
        { id: "y", name: label("y", "y"), when: null, nodes: [at("c", ["finance"])] },
      ],
    };
    const request = play(form([fork, at("d", ["chief"])]), {});
    expect(request.open()).toEqual(["manager", "finance"]);
    request.approve("finance");
    request.approve("manager");
    expect(request.open()).toEqual(["director"]);
    request.approve("director");
    expect(request.open()).toEqual(["chief"]);
  });
  test("once is enough where the form says so", () => {
    const nodes = [at("a", ["manager"]), at("b", ["manager"]), at("c", ["director"])];
    const request = play(form(nodes, { once: true }), {});
    request.approve("manager");
    expect(request.open()).toEqual(["director"]);
    expect(request.instance.nodes["b"]?.note).toBe("repeat");
  });
});

describe("other ways than yes", () => {
  const three = form([at("a", ["manager"]), at("b", ["director"]), at("c", ["chief"])]);
  test("refused, it is over for everybody", () => {
    const request = play(three, {});
    request.act({ kind: "refuse", task: request.task("manager") }, "manager");
    expect(request.status).toBe("refused");
    expect(request.open()).toEqual([]);
  });
  test.each([
    ["continue", ["chief"]],
    ["again", ["manager"]],
  ] as const)("back to the initiator, then %s", (afterwards, expected) => {
    const request = play(three, {});
    request.approve("manager");
    request.approve("director");
    request.act({ kind: "return", task: request.task("chief"), to: null, afterwards }, "chief");
    expect([request.status, request.open()]).toEqual(["returned", []]);
    expect(request.act({ kind: "resubmit", values: {}, chosen: {} }, "manager")).toEqual({ refused: "not-yours" });
    request.act({ kind: "resubmit", values: {}, chosen: {} }, "worker");
    expect(request.open()).toEqual(expected);
  });
  test.each([
    ["continue", "chief"],
    ["again", "director"],
  ] as const)("back to the first step, then %s", (afterwards, next) => {
    const request = play(three, {});
    request.approve("manager");
    request.approve("director");
    request.act({ kind: "return", task: request.task("chief"), to: "a", afterwards }, "chief");
    expect(request.open()).toEqual(["manager"]);
    request.approve("manager");
    expect(request.open()).toEqual([next]);
  });
  test("cannot go back to where it has not been", () => {
    const request = play(three, {});
    const refused = request.act(
      { kind: "return", task: request.task("manager"), to: "b", afterwards: "again" },
      "manager",
    );
    expect(refused).toEqual({ refused: "not-reached" });
  });
  test("a signer before has to speak first, one after has the last word", () => {
    const request = play(three, {});
    const own = request.task("manager");
    request.act({ kind: "add-signer", task: own, person: "finance", when: "before" }, "manager");
    expect(request.open()).toEqual(["finance"]);
    request.approve("finance");
    expect(request.open()).toEqual(["manager"]);
    request.act({ kind: "add-signer", task: own, person: "colleague", when: "after" }, "manager");
    expect(request.open()).toEqual(["colleague"]);
    request.approve("colleague");
    expect(request.open()).toEqual(["director"]);
  });
  test("passed on, it is another's alone", () => {
    const request = play(three, {});
    request.act({ kind: "pass-on", task: request.task("manager"), person: "finance" }, "manager");
    expect(request.open()).toEqual(["finance"]);
  });
  test("withdrawn by the initiator only, and once", () => {
    const request = play(three, {});
    expect(request.act({ kind: "withdraw" }, "manager")).toEqual({ refused: "not-yours" });
    request.act({ kind: "withdraw" }, "worker");
    expect(request.act({ kind: "withdraw" }, "worker")).toEqual({ refused: "over" });
  });
  test("what a leaver had open goes to the nearest manager", () => {
    const request = play(three, {});
    const gone = world({ manager: { active: false } });
    request.act({ kind: "replace", person: "manager", why: "left" }, null, gone);
    expect(request.open()).toEqual(["director"]);
  });
  test.each([
    ["remind", ["manager"], "running"],
    ["pass-on", ["director"], "running"],
    ["approve", [], "approved"],
    ["refuse", [], "refused"],
  ] as const)("overdue: %s", (action, open, status) => {
    const request = play(form([at("a", ["manager"], { deadline: { hours: 1, action } })]), {});
    const later = { ...world(), now: new Date("2026-12-01T09:30:00Z") };
    expect(request.act({ kind: "overdue", task: "t1" }, null)).toEqual({ refused: "over" });
    request.act({ kind: "overdue", task: "t1" }, null, later);
    expect([request.open(), request.status]).toEqual([open, status]);
  });
});

describe("what is refused while it is designed", () => {
  test.each([leave, expenses, purchase].map((definition) => [definition.name.en, definition]))(
    "%s is fit for use",
    (_, each) => {
      expect(checkDefinition(each, world())).toEqual([]);
    },
  );
  test.each([
    ["nobody named", at("a", []), "nobody"],
    ["somebody who has left", at("a", ["gone"]), "gone"],
    [
      "an unreachable rank",
      step({ id: "a", name: label("a", "a"), who: { kind: "managers", upTo: 99 } }),
      "rank-unreachable",
    ],
    [
      "a field that does not exist",
      step({ id: "a", name: label("a", "a"), who: { kind: "field", field: "x" } }),
      "not-a-field",
    ],
    [
      "a condition without a way for all others",
      {
        id: "a",
        kind: "condition",
        name: label("a", "a"),
        branches: ["x", "y"].map((id) => ({
          id,
          name: label(id, id),
          when: { match: "all", tests: [{ of: "initiator.level", op: "gt", value: "3" }] },
          nodes: [],
        })),
      } satisfies ApprovalNode as ApprovalNode,
      "no-way-on",
    ],
    [
      "an empty parallel branch",
      {
        id: "a",
        kind: "parallel",
        name: label("a", "a"),
        branches: ["x", "y"].map((id) => ({ id, name: label(id, id), when: null, nodes: [] })),
      } satisfies ApprovalNode as ApprovalNode,
      "empty-branches",
    ],
  ])("%s, and the node is named", (_, node, code) => {
    expect(checkDefinition(form([node, at("z", ["chief"])]), world())).toContainEqual(
      expect.objectContaining({ code, node: "a" }),
    );
  });
  test("a route on which nobody approves", () => {
    expect(checkDefinition(form([]), world())).toContainEqual({ code: "no-steps", node: null, field: null });
  });
});

test("a filled-in form keeps what is asked for and names what is wrong", () => {
  const facts = { departments: [], level: 0, role: "staff" };
  const checked = checkValues(
    leave.fields,
    { type: "annual", reason: "not asked", period: { ...values(1).period, to: "2026-12-01" } },
    facts,
    world(),
  );
  expect(checked.problems).toEqual([{ path: "period", message: "ends before it begins" }]);
  expect(checked.values).not.toHaveProperty("reason");
});

test("the route of a running request shows what was and what is to come", () => {
  const request = play(leave, values(4));
  request.approve("manager");
  const states = routeOf(leave, request.instance, world()).flatMap((node) => [
    `${node.id} ${node.state}`,
    ...node.branches.flatMap((branch) => branch.nodes.map((inner) => `${inner.id} ${inner.state}`)),
  ]);
  expect(states).toEqual(["manager done", "length active", "next-manager active", "tell-cover next"]);
});
