import { api } from "./api.ts";
import { csvFiles, sampleCsv } from "./csv.ts";
import { query } from "./database.ts";
import { matrix, type RoomEvent } from "./matrix.ts";
import type { User } from "./sign-in.ts";
import { waitFor } from "./wait-for.ts";

type ProjectState = "active" | "ended" | "gone";

/** A project beside those of the sample company, with one member, and its room. */
export interface ClosingProject {
  readonly roomId: string;
  /** Imports the project anew; `gone`: the files do not name it any more. */
  set(state: ProjectState): Promise<void>;
  /** The newest events of the room, newest first, as the user reads them. */
  timeline(as: User): Promise<RoomEvent[]>;
}

export async function closingProject(
  admin: User,
  member: User,
  id: string,
  begin: ProjectState = "active",
): Promise<ClosingProject> {
  const [person] = await query<{ id: string }>("SELECT id FROM person WHERE user_id = $1", [member.userId]);
  const set = async (state: ProjectState): Promise<void> => {
    const lines = state === "gone" ? [] : [`${id},Project ${id},项目 ${id},,${state}`];
    const members = state === "gone" ? [] : [`${id},${person?.id}`];
    const { applied } = await api(admin).call("POST /api/directory/imports", {
      body: {
        dryRun: false,
        ...csvFiles({
          projects: sampleCsv("projects", ...lines),
          project_members: sampleCsv("project_members", ...members),
        }),
      },
    });
    if (!applied) throw new Error(`the import of project ${id} was refused`);
  };
  await set(begin);
  const roomId = await waitFor("the project has its room", async () => {
    const [row] = await query<{ room_id: string | null }>(
      "SELECT room_id FROM managed_room WHERE project_id = $1 AND reconciled_version = wanted_version",
      [id],
    );
    return row?.room_id ?? undefined;
  });
  await matrix(member).waitUntilJoined(roomId);
  return {
    roomId,
    set,
    async timeline(as) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=100`;
      return ((await matrix(as).call("GET", path)) as { chunk: RoomEvent[] }).chunk;
    },
  };
}
