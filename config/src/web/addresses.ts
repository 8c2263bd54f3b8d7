/** What the server does with an address below `/_matrix/`. */
export type MatrixAddress = "forward" | "refuse" | "members-only" | "token-in-query";

/**
 * Browsers need the client API and media, nothing else of the homeserver:
 * federation has its own port, the admin API none that is public. Room aliases
 * resolve for anybody by the specification; here only for whoever is signed in.
 * The path is judged as the homeserver will read it, with `%xx` decoded. A
 * token in the query would make a stored file an address that a page can load.
 */
export function judgeMatrixPath(rawPath: string): MatrixAddress {
  const segments = rawPath.split("?", 1)[0]?.split("/").slice(1).map(decoded) ?? [];
  if (segments[0] !== "_matrix" || segments.some((segment) => segment === undefined)) return "refuse";
  if (segments[1] !== "client" && segments[1] !== "media") return "refuse";
  if (segments.some((segment) => segment === "." || segment === "..")) return "refuse";
  if (hasQueryToken(rawPath)) return "token-in-query";
  if (segments[1] === "client" && segments[3] === "directory" && segments[4] === "room") return "members-only";
  return "forward";
}

const hasQueryToken = (rawPath: string): boolean =>
  new URLSearchParams(rawPath.slice(rawPath.indexOf("?") + 1)).has("access_token") && rawPath.includes("?");

/** The parts of a path with `%xx` decoded; what is no encoding stays as it is. */
export const decodedSegments = (rawPath: string): string[] =>
  (rawPath.split("?", 1)[0] ?? "").split("/").map((segment) => decoded(segment) ?? segment);

/** Undefined for what is no percent encoding at all. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
