/** What the server does with an address below `/_matrix/`. */
export type MatrixAddress = "forward" | "refuse" | "members-only";

/**
 * Browsers need the client API and media, nothing else of the homeserver:
 * federation has its own port, the admin API none that is public. Room aliases
 * resolve for anybody by the specification; here only for whoever is signed in.
 * The path is judged as the homeserver will read it, with `%xx` decoded.
 */
export function judgeMatrixPath(rawPath: string): MatrixAddress {
  const segments = rawPath.split("?", 1)[0]?.split("/").slice(1).map(decoded) ?? [];
  if (segments[0] !== "_matrix" || segments.some((segment) => segment === undefined)) return "refuse";
  if (segments[1] !== "client" && segments[1] !== "media") return "refuse";
  if (segments.some((segment) => segment === "." || segment === "..")) return "refuse";
  if (segments[1] === "client" && segments[3] === "directory" && segments[4] === "room") return "members-only";
  return "forward";
}

/** Undefined for what is no percent encoding at all. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
