import { gather, type Merged } from "./derive.ts";

/** All routes of the HTTP API by `METHOD /path`, as the capabilities declare them. */
export const apiRoutes = gather("routes");
export type ApiRoutes = Merged<"routes">;
