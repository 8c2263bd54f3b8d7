/** What a department needs to have to be put into a tree. */
interface Branch {
  readonly id: string;
  readonly parentId: string | null;
}

/** A department with those below it. */
export interface DepartmentNode<Department extends Branch> {
  readonly department: Department;
  readonly children: readonly DepartmentNode<Department>[];
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
    (under.get(parent) ?? []).map((department) => ({ department, children: build(department.id) }));
  return build(null);
};
