import type { Page } from "playwright-core";
import { expect } from "vitest";
import { enterPassword, accountOf, inside } from "../support/browser/people.ts";
import type { Profile } from "../support/browser/profile.ts";
import { type OpenProfile, test } from "../support/browser/test.ts";
import { words } from "../support/browser/words.ts";
import { matrix } from "../support/matrix.ts";
import { signIn } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const word = (key: Parameters<typeof words>[1]): string => words("en", key);
const button = ({ page }: Profile, name: string) => page.getByRole("button", { name, exact: true });

async function openRoom(open: OpenProfile, role: "department_head" | "staff", roomId: string): Promise<Profile> {
  const profile = await open({});
  const { userId, password } = accountOf(role);
  await profile.context.grantPermissions(["camera", "microphone"]);
  await enterPassword(profile, userId, password);
  await inside(profile);
  await profile.page.goto(`/rooms/${encodeURIComponent(roomId)}`);
  return profile;
}

/** A colour of the large picture that somebody else sends; undefined until a frame has come. */
const colourOf = (page: Page): Promise<number[] | undefined> =>
  page
    .locator("meeting-stage .cell meeting-tile video, meeting-stage .main meeting-tile video")
    .first()
    .evaluate((video: HTMLVideoElement) => {
      if (video.videoWidth === 0) return undefined;
      const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
      const context = canvas.getContext("2d");
      context?.drawImage(video, 0, 0, 8, 8);
      return [...(context?.getImageData(1, 4, 1, 1).data ?? [])];
    });

test("two colleagues see each other, one shows a screen, and the room keeps who was there", async ({ open }) => {
  const [head, staff] = await Promise.all([signIn("department_head"), signIn("staff")]);
  const made = await matrix(head).call("POST", "/_matrix/client/v3/createRoom", {
    name: "Meeting walk",
    preset: "private_chat",
    invite: [staff.userId],
  });
  const roomId = String(made["room_id"]);
  await matrix(staff).call("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {});

  const first = await openRoom(open, "department_head", roomId);
  await button(first, word("meetings.meet")).click();
  await button(first, word("meetings.join-now")).click();
  await first.page.locator("meeting-stage").waitFor();

  const second = await openRoom(open, "staff", roomId);
  // While it rings the answer lies over the strip; afterwards the strip is the way in.
  const accept = button(second, word("meetings.accept"));
  const join = button(second, word("meetings.join"));
  await accept.or(join).first().waitFor();
  if (await accept.isVisible()) await accept.click();
  else await join.evaluate((element: HTMLElement) => element.click());
  await button(second, word("meetings.join-now")).click();
  await second.page.locator("meeting-stage").waitFor();

  // The fake camera is green; a frame of it was decoded on the other side.
  for (const { page } of [first, second]) {
    const colour = await waitFor("the other one's picture has come", () => colourOf(page));
    expect(colour[1]).toBeGreaterThan(100);
    expect(colour[0]).toBeLessThan(90);
  }

  await first.page.getByRole("button", { name: word("meetings.share") }).click();
  await second.page.locator("meeting-tile[screen]").waitFor();
  await second.page.keyboard.press("h");
  await first.page.locator("meeting-tile .hand").first().waitFor();

  await button(first, word("meetings.leave")).click();
  await first.page.getByRole("menuitem", { name: word("meetings.end-for-all"), exact: true }).click();
  await second.page.getByRole("heading", { name: word("meetings.ended-over") }).waitFor();
  await first.page.locator("meeting-card").first().waitFor();
  await button(first, word("meetings.attendance")).click();
  await first.page.locator("dialog-attendance tbody tr").nth(1).waitFor();
});
