import type { LocalizedText } from "@portico/contract/common.ts";
import { signal } from "@preact/signals-core";
import { api } from "../../api/client.ts";
import { localized } from "../../i18n/i18n.ts";

interface Named {
  readonly id: string;
  readonly name: LocalizedText;
}

const names = signal<ReadonlyMap<string, LocalizedText>>(new Map());
const sought = new Set<string>();
let departments: Promise<readonly Named[]> | undefined;

const learn = (found: readonly Named[]): void => {
  names.value = new Map([...names.value, ...found.map(({ id, name }) => [id, name] as const)]);
};

/** All departments, by name; read once. */
export const allDepartments = (): Promise<readonly Named[]> => {
  departments ??= api.call("GET /api/directory/organisation", {}).then(
    (organisation) => {
      learn(organisation.departments);
      return organisation.departments;
    },
    (error: unknown) => {
      departments = undefined;
      throw error;
    },
  );
  return departments;
};

/** The name of a person or department; its id until it has come. Read in a render, it renders again then. */
export const nameOf = (id: string): string => {
  const name = names.value.get(id);
  if (name !== undefined) return localized(name);
  if (!sought.has(id)) {
    sought.add(id);
    void seek(id);
  }
  return id;
};

/** What somebody chose already has its name. */
export const rememberName = (id: string, name: LocalizedText): void => {
  if (names.value.get(id) === undefined) learn([{ id, name }]);
};

async function seek(id: string): Promise<void> {
  try {
    if ((await allDepartments()).some((department) => department.id === id)) return;
    const { person } = await api.call("GET /api/directory/people/{personId}", { params: { personId: id } });
    learn([person]);
  } catch {
    // It stays as it is; who looks again asks again.
    sought.delete(id);
  }
}
