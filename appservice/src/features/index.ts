import type { Context } from "../context.ts";
import type { Feature } from "../http/define.ts";
import { createGuestsFeature } from "./guests/index.ts";
import { createLinksFeature } from "./links/index.ts";
import { createSessionFeature } from "./session/index.ts";

/** Every capability, in alphabetical order; adding one is one line. */
export const createFeatures = (context: Context): Feature[] => [
  createGuestsFeature(context),
  createLinksFeature(context),
  createSessionFeature(context),
];
