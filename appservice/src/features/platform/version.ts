import { createRequire } from "node:module";
import { z } from "zod";

const manifest: unknown = createRequire(import.meta.url)("../../../../package.json");

/** The version of this checkout, from the root package. */
export const version = z.looseObject({ version: z.string() }).parse(manifest).version;
