import { readFileSync } from "node:fs";
import { join } from "node:path";
import { outsiderRoles, staffRoles } from "@portico/contract/roles.ts";
import { describe, expect, test } from "vitest";
import { readSampleCompany } from "./load.ts";
import { membersOf } from "./room-members.ts";
import { resolveSampleTime } from "./sample-time.ts";

const company = await readSampleCompany();
const { departments, ranks, people, customers, guests, conversations, signIns } = company;
const personById = new Map(people.map((person) => [person.id, person]));
const guestByKey = new Map(guests.map((guest) => [guest.key, guest]));
const messages = conversations.flatMap((conversation) => conversation.messages);
/** A Sunday, 23:59 in Suzhou: the whole of week three has passed. */
const endOfWeekThree = new Date("2026-05-17T15:59:00Z");
const timeOf = (at: string) => resolveSampleTime(at, endOfWeekThree)!.getTime();

const duplicates = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

/** The ids from here upwards; stops with an error at a cycle. */
function chain(id: string, up: (id: string) => string | null | undefined): string[] {
  const seen: string[] = [];
  for (let at: string | null | undefined = id; at; at = up(at)) {
    if (seen.includes(at)) throw new Error(`cycle: ${[...seen, at].join(" > ")}`);
    seen.push(at);
  }
  return seen;
}
const managers = (id: string) => chain(id, (at) => personById.get(at)!.manager_id);
const parents = (id: string) => chain(id, (at) => departments.find((department) => department.id === at)!.parent_id);

describe("people", () => {
  test("about 60, with unique ids, user names and e-mail addresses", () => {
    expect(people.length).toBeGreaterThanOrEqual(55);
    expect(people.length).toBeLessThanOrEqual(65);
    expect(duplicates([...people.map(({ id }) => id), ...guests.map(({ key }) => key)])).toEqual([]);
    expect(duplicates(people.map(({ username }) => username))).toEqual([]);
    expect(duplicates([...people, ...guests].map(({ email }) => email))).toEqual([]);
  });

  test("user names stay clear of the names that Portico gives", () => {
    expect(people.filter(({ username }) => /^(guest-|portico)/.test(username))).toEqual([]);
  });

  test("departments and ranks exist, every role is held, all mail goes to example.com", () => {
    for (const person of people) {
      expect(departments.map(({ id }) => id)).toContain(person.department_id);
      expect(ranks.map(({ id }) => id)).toContain(person.rank_id);
    }
    expect(new Set(people.map(({ role }) => role))).toEqual(new Set(staffRoles));
    expect([...people, ...guests].filter(({ email }) => !/[@.]example\.com$/.test(email))).toEqual([]);
  });

  test("one person has no manager, everybody else reports up to that person", () => {
    const top = people.filter(({ manager_id }) => manager_id === null).map(({ id }) => id);
    expect(top).toHaveLength(1);
    for (const { id } of people) expect(managers(id).at(-1)).toBe(top[0]);
  });
});

describe("departments", () => {
  test("twelve on three levels under one root", () => {
    expect(departments).toHaveLength(12);
    expect(departments.filter(({ parent_id }) => parent_id === null)).toHaveLength(1);
    expect(Math.max(...departments.map(({ id }) => parents(id).length))).toBe(3);
  });

  test("a head belongs to the department, holds the role and is above everybody in it", () => {
    for (const department of departments) {
      const head = personById.get(department.head_id!)!;
      expect(head.department_id).toBe(department.id);
      expect(head.role).toBe("department_head");
      for (const { id } of people.filter(({ department_id }) => department_id === department.id))
        expect(managers(id)).toContain(head.id);
      if (department.parent_id)
        expect(head.manager_id).toBe(departments.find(({ id }) => id === department.parent_id)!.head_id);
    }
  });

  test("nobody reports to a junior rank", () => {
    const level = (id: string) => ranks.find((rank) => rank.id === personById.get(id)!.rank_id)!.level;
    const upsideDown = people.filter(({ id, manager_id }) => manager_id && level(manager_id) < level(id));
    expect(upsideDown).toEqual([]);
  });
});

describe("positions and projects", () => {
  const { positions, projects, projectMembers } = company;

  test("are of people, departments and ranks that exist", () => {
    for (const position of positions) {
      expect(personById.get(position.person_id)!.department_id).not.toBe(position.department_id);
      expect(departments.map(({ id }) => id)).toContain(position.department_id);
      expect([null, ...ranks.map(({ id }) => id)]).toContain(position.rank_id);
      expect(personById.has(position.manager_id!)).toBe(true);
    }
    for (const { person_id } of projectMembers) expect(personById.has(person_id)).toBe(true);
    expect(duplicates(projectMembers.map(({ project_id, person_id }) => `${project_id}/${person_id}`))).toEqual([]);
  });

  test("a lead works in the project; one project has ended", () => {
    for (const { id, lead_id } of projects)
      expect(projectMembers).toContainEqual({ project_id: id, person_id: lead_id });
    expect(projects.filter(({ state }) => state === "ended")).toHaveLength(1);
  });
});

describe("customers", () => {
  test("two companies with two or three guests and one lead each", () => {
    expect(customers).toHaveLength(2);
    for (const customer of customers) {
      const own = guests.filter(({ customer_id }) => customer_id === customer.id);
      expect([2, 3]).toContain(own.length);
      expect(own.filter(({ role }) => role === "customer_lead")).toHaveLength(1);
    }
    expect(guests.filter(({ role }) => !outsiderRoles.includes(role))).toEqual([]);
  });

  test("whoever invited a guest may invite and is in the customer's room", () => {
    for (const guest of guests) {
      expect(["sales", "support_agent", "department_head", "admin"]).toContain(personById.get(guest.invited_by)!.role);
      const room = conversations.find(({ room }) => "customer" in room && room.customer === guest.customer_id)!.room;
      expect(membersOf(company, room)).toContain(guest.invited_by);
    }
  });
});

describe("conversation", () => {
  test("between 350 and 500 messages in about 20 rooms, each room once", () => {
    expect(messages.length).toBeGreaterThanOrEqual(350);
    expect(messages.length).toBeLessThanOrEqual(500);
    expect(conversations.length).toBeGreaterThanOrEqual(18);
    expect(duplicates(conversations.map(({ room }) => JSON.stringify(room)))).toEqual([]);
    expect(duplicates(messages.map(({ key }) => key))).toEqual([]);
  });

  test.each(
    conversations.map((conversation) => [JSON.stringify(conversation.room).slice(0, 48), conversation] as const),
  )("%s: members, references and times are right", (_name, { room, messages: said }) => {
    const members = membersOf(company, room);
    expect(duplicates(members)).toEqual([]);
    for (const member of members) expect(personById.has(member) || guestByKey.has(member)).toBe(true);
    if ("department" in room) expect(departments.map(({ id }) => id)).toContain(room.department);
    if ("project" in room) expect(company.projects.map(({ id }) => id)).toContain(room.project);
    if ("customer" in room) expect(customers.map(({ id }) => id)).toContain(room.customer);
    said.forEach((message, index) => {
      const before = said.slice(0, index);
      expect(members, message.key).toContain(message.from);
      if (index > 0) expect(timeOf(message.at), message.key).toBeGreaterThan(timeOf(before.at(-1)!.at) - 1);
      if (message.reply_to)
        expect(
          before.map(({ key }) => key),
          message.key,
        ).toContain(message.reply_to);
      for (const mentioned of message.mentions ?? []) {
        const named = personById.get(mentioned) ?? guestByKey.get(mentioned)!;
        const names = "name_zh" in named ? [named.name, named.name_zh] : [named.name];
        expect(
          names.some((name) => message.text.includes(`@${name}`)),
          message.key,
        ).toBe(true);
        if (!("company" in room) && !("department" in room)) expect(members, message.key).toContain(mentioned);
      }
      const reactions = message.reactions ?? [];
      for (const { by } of reactions) expect(members, message.key).toContain(by);
      expect(duplicates(reactions.map(({ by, key }) => `${by} ${key}`)), message.key).toEqual([]);
    });
  });

  test("a poll is voted once by each person", () => {
    const poll = messages.find(({ key }) => key === "company-poll")!;
    expect(duplicates(poll.reactions!.map(({ by }) => by))).toEqual([]);
    expect(poll.reactions!.filter(({ key }) => key === "2️⃣")).toHaveLength(23);
    expect(poll.reactions).toHaveLength(38);
  });

  test("weekends are nearly silent, both languages are spoken, something was edited", () => {
    const atWeekends = messages.filter(({ at }) => / S(at|un) /.test(at));
    expect(atWeekends.length).toBeGreaterThan(0);
    expect(atWeekends.length).toBeLessThan(messages.length / 50);
    const chinese = messages.filter(({ text }) => /\p{Script=Han}/u.test(text)).length;
    expect(chinese / messages.length).toBeGreaterThan(0.5);
    expect(chinese / messages.length).toBeLessThan(0.7);
    expect(messages.filter(({ edit }) => edit).length).toBeGreaterThan(3);
  });

  test("links lead to example.com only", () => {
    const links = messages.flatMap(
      ({ text, edit }) => `${text} ${edit?.text ?? ""}`.match(/https?:\/\/[^\s)]+/g) ?? [],
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !/(^|\.)example\.com$/.test(new URL(link).hostname))).toEqual([]);
  });
});

describe("files", () => {
  const files = [...new Map(messages.flatMap(({ file }) => (file ? [[file.path, file] as const] : []))).values()];
  /** How the bytes of a type begin; text types have no mark. */
  const beginnings: Record<string, string> = {
    "image/png": "89504e47",
    "image/jpeg": "ffd8ff",
    "application/pdf": "25504446",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "504b0304",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "504b0304",
    "text/csv": "",
    "text/plain": "",
  };

  test.each(files)("$path is what it says and small", ({ path, name, mimetype }) => {
    const bytes = readFileSync(join(company.folder, path));
    expect(bytes.length).toBeGreaterThan(100);
    expect(bytes.length).toBeLessThan(120_000);
    expect(bytes.toString("hex")).toMatch(new RegExp(`^${beginnings[mimetype]}`));
    expect(name.split(".").at(-1)).toBe(path.split(".").at(-1));
  });

  test("all together stay below 1.5 MB and cover every type", () => {
    const total = files.reduce((sum, { path }) => sum + readFileSync(join(company.folder, path)).length, 0);
    expect(total).toBeLessThan(1_500_000);
    expect(new Set(files.map(({ mimetype }) => mimetype))).toEqual(new Set(Object.keys(beginnings)));
  });
});

describe("sign-ins", () => {
  test("about ten accounts that exist, with every role of staff and a lead of each customer", () => {
    const roles = signIns.map(({ account }) =>
      "person" in account ? personById.get(account.person)!.role : guestByKey.get(account.guest)!.role,
    );
    expect(new Set(roles)).toEqual(new Set([...staffRoles, "customer_lead"]));
    expect(signIns.length).toBeGreaterThanOrEqual(10);
    expect(signIns.length).toBeLessThanOrEqual(12);
  });
});

describe("times", () => {
  const wednesdayNoon = new Date("2026-05-13T04:00:00Z");

  test.each([
    ["W1 Mon 09:12", "2026-04-27T01:12:00.000Z"],
    ["W2 Sun 23:59", "2026-05-10T15:59:00.000Z"],
    ["W3 Mon 00:00", "2026-05-10T16:00:00.000Z"],
    ["W3 Wed 12:00", "2026-05-13T04:00:00.000Z"],
  ])("%s, loaded on a Wednesday at noon, is %s", (at, moment) => {
    expect(resolveSampleTime(at, wednesdayNoon)?.toISOString()).toBe(moment);
  });

  test("nothing lies in the future", () => {
    expect(resolveSampleTime("W3 Wed 12:01", wednesdayNoon)).toBeNull();
    expect(resolveSampleTime("W3 Mon 09:00", new Date("2026-05-11T00:59:00Z"))).toBeNull();
  });

  test("the company's own midnight decides, not that of UTC", () => {
    const mondayHalfPastMidnight = new Date("2026-05-10T16:30:00Z");
    expect(resolveSampleTime("W2 Fri 12:00", mondayHalfPastMidnight)?.toISOString()).toBe("2026-05-08T04:00:00.000Z");
  });

  test("a text that is no time is named", () => {
    expect(() => resolveSampleTime("W4 Mon 09:00", wednesdayNoon)).toThrow(/"W4 Mon 09:00"/);
  });
});
