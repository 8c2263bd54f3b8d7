/** What a department needs to have to be put into a tree. */
interface Branch {
  readonly id: string;
  readonly parentId: string | null;
  readonly peopleCount: number;
}

/** A department with those below it; `total` counts the people of the whole branch. */
export interface DepartmentNode<Department extends Branch> {
  readonly department: Department;
  readonly children: readonly DepartmentNode<Department>[];
  readonly total: number;
}

/** Departments as a tree, in the given order. One whose parent is missing stands at the top. */
export const departmentTree = <Department extends Branch>(
  departments: readonly Department[],
): DepartmentNode<Department>[] => {
  const known = new Set(departments.map(({ id }) => id));
  const under = Map.groupBy(departments, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const build = (parent: string | null): DepartmentNode<Department>[] =>
    (under.get(parent) ?? []).map((department) => {
      const children = build(department.id);
      const total = children.reduce((sum, child) => sum + child.total, department.peopleCount);
      return { department, children, total };
    });
  return build(null);
};
