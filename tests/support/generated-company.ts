import { type ImportFile, importColumns, importFiles } from "@portico/contract/import-columns.ts";

/** How large a generated company is. Departments form a tree, eight below each. */
export interface CompanySize {
  readonly people: number;
  readonly departments: number;
  readonly projects: number;
  /** Every n-th person has a second position, and works in a project. */
  readonly everyNth?: number;
}

export type CompanyFiles = Record<ImportFile, string>;
type Records = Record<ImportFile, readonly (readonly (string | number)[])[]>;

const CHILDREN = 8;
const RANKS = 5;
const surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许";
const givenNames = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚";

/**
 * The import files of a company of any size, the same for the same size: each
 * department has a head, everybody reports to the head of his department, heads
 * to the head above.
 */
export function generateCompany({ people, departments, projects, everyNth = 3 }: CompanySize): CompanyFiles {
  const departmentOf = (person: number): number => person % departments;
  const parentOf = (department: number): number => Math.floor((department - 1) / CHILDREN);
  // The first people are the heads: person n heads department n.
  const managerOf = (person: number): string => {
    const department = departmentOf(person);
    if (person >= departments) return `e${department}`;
    return department === 0 ? "" : `e${parentOf(department)}`;
  };
  const some = numbers(people).filter((person) => person % everyNth === 0);
  const records: Records = {
    departments: numbers(departments).map((d) => [
      `d${d}`,
      `Department ${d}`,
      `部门${d}`,
      d === 0 ? "" : `d${parentOf(d)}`,
      d < people ? `e${d}` : "",
    ]),
    ranks: numbers(RANKS).map((rank) => [`r${rank}`, rank, `Rank ${rank}`, `职级${rank}`]),
    people: numbers(people).map((p) => [
      `e${p}`,
      `user.${p}`,
      `Person ${p}`,
      `${pick(surnames, p)}${pick(givenNames, Math.floor(p / surnames.length))}`,
      `user.${p}@example.com`,
      `d${departmentOf(p)}`,
      `r${p % RANKS}`,
      `Engineer ${p % 7}`,
      `工程师${p % 7}`,
      managerOf(p),
      "",
    ]),
    positions: some
      .filter(() => departments > 1)
      .map((p) => {
        const department = (departmentOf(p) + 1) % departments;
        return [`e${p}-2`, `e${p}`, `d${department}`, "Deputy", "副职", `r${p % RANKS}`, `e${department}`];
      }),
    projects: numbers(projects).map((project) => [
      `j${project}`,
      `Project ${project}`,
      `项目${project}`,
      `e${project % people}`,
      project % 10 === 9 ? "ended" : "active",
    ]),
    project_members: projects === 0 ? [] : some.map((p, index) => [`j${index % projects}`, `e${p}`]),
    customers: [["c0", "Customer", "客户"]],
  };
  const text = importFiles.map((file) => [file, csv(importColumns[file], records[file])] as const);
  return Object.fromEntries(text) as CompanyFiles;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const pick = (characters: string, index: number): string => characters.charAt(index % characters.length);

const csv = (head: readonly string[], records: readonly (readonly (string | number)[])[]): string =>
  `${[head, ...records].map((cells) => cells.join(",")).join("\n")}\n`;
