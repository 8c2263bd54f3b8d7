import type { ResponseOf } from "../../api/types.ts";

export type Organisation = ResponseOf<"GET /api/directory/organisation">;
export type Department = Organisation["departments"][number];
export type Profile = ResponseOf<"GET /api/directory/people/{personId}">;
export type Position = Profile["person"]["positions"][number];
export type Project = Profile["projects"][number];
export type Person = Profile["person"];
export type Projects = ResponseOf<"GET /api/directory/projects">;
