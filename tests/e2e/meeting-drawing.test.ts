import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { api } from "../support/api.ts";
import { accountOf, enterPassword, inside } from "../support/browser/people.ts";
import type { Profile } from "../support/browser/profile.ts";
import { type OpenProfile, test } from "../support/browser/test.ts";
import { words } from "../support/browser/words.ts";
import { matrix } from "../support/matrix.ts";
import { signIn } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const word = (key: Parameters<typeof words>[1]): string => words("en", key);
const button = ({ page }: Profile, name: string) => page.getByRole("button", { name, exact: true });

/** Joins without a picture of oneself: this is about the shared screen, and every camera costs the machine. */
async function joinUnseen(profile: Profile): Promise<void> {
  await button(profile, word("meetings.turn-off-camera")).click();
  await button(profile, word("meetings.join-now")).click();
  await profile.page.locator("meeting-stage").waitFor();
}

/** Into the room's meeting with an account. */
async function meet(open: OpenProfile, role: "department_head" | "staff", roomId: string): Promise<Profile> {
  const profile = await open({});
  const { userId, password } = accountOf(role);
  await profile.context.grantPermissions(["camera", "microphone"]);
  await enterPassword(profile, userId, password);
  await inside(profile);
  await profile.page.goto(`/rooms/${encodeURIComponent(roomId)}`);
  await button(profile, word("meetings.meet")).click();
  await joinUnseen(profile);
  return profile;
}

/** Into the meeting by link, on a phone. */
async function meetByLink(open: OpenProfile, link: string): Promise<Profile> {
  const { pathname, hash } = new URL(link);
  const profile = await open({ width: 390 }, `${pathname}${hash}`);
  await profile.context.grantPermissions(["camera", "microphone"]);
  await profile.page.getByLabel(word("meetings.your-name")).fill("Pieter van Dam");
  await button(profile, word("meetings.go-on")).click();
  await joinUnseen(profile);
  return profile;
}

const BLUE = [0x4c, 0x8d, 0xff] as const;
const sheet = (page: Page): Locator => page.locator("meeting-stage .main share-drawing");

/** The left edge of what is drawn in a colour, as shares of the shared picture; undefined while there is nothing. */
const leftEdgeOf = (page: Page, colour: readonly [number, number, number]) =>
  sheet(page).evaluate((element, [r, g, b]) => {
    const canvas = element.shadowRoot?.querySelector("canvas");
    const video = element.closest("meeting-tile")?.shadowRoot?.querySelector("video");
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    if (!canvas || !video || !data || video.videoWidth === 0) return undefined;
    const scale = Math.min(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
    const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
    const found: [number, number][] = [];
    for (let at = 0; at < data.length; at += 4) {
      const off = Math.abs((data[at] ?? 0) - r) + Math.abs((data[at + 1] ?? 0) - g) + Math.abs((data[at + 2] ?? 0) - b);
      if (off < 30 && (data[at + 3] ?? 0) > 200)
        found.push([(at / 4) % canvas.width, Math.floor(at / 4 / canvas.width)]);
    }
    if (found.length < 20) return undefined;
    const left = Math.min(...found.map(([x]) => x));
    const edge = found.filter(([x]) => x < left + 2).map(([, y]) => (y - (canvas.height - height) / 2) / height);
    const x = (left - (canvas.width - width) / 2) / width;
    return { x, top: Math.min(...edge), bottom: Math.max(...edge) };
  }, colour);

/** Draws a box between two places of the shared picture, given as shares of it. */
async function drawBox(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const frame = await sheet(page).evaluate((element) => {
    const video = element.closest("meeting-tile")?.shadowRoot?.querySelector("video");
    const box = element.getBoundingClientRect();
    const scale = Math.min(box.width / (video?.videoWidth ?? 1), box.height / (video?.videoHeight ?? 1));
    const [width, height] = [(video?.videoWidth ?? 0) * scale, (video?.videoHeight ?? 0) * scale];
    return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
  });
  const at = ([x, y]: readonly [number, number]) => [frame.x + x * frame.width, frame.y + y * frame.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

test("what one draws on a shared screen is at the same place for everybody, and only where the sharer lets him", async ({
  open,
}) => {
  const [head, staff] = await Promise.all([signIn("department_head"), signIn("staff")]);
  const made = await matrix(head).call("POST", "/_matrix/client/v3/createRoom", {
    name: "Drawing walk",
    preset: "private_chat",
    invite: [staff.userId],
  });
  const roomId = String(made["room_id"]);
  await matrix(staff).call("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {});
  const { link } = await api(head).call("POST /api/rooms/{roomId}/meeting/links", {
    params: { roomId },
    body: { lobby: false },
  });

  // Begun without ringing, so that nothing lies over the way in.
  await api(head).call("POST /api/rooms/{roomId}/meeting/join", {
    params: { roomId },
    body: { deviceId: head.deviceId },
  });
  const sharer = await meet(open, "department_head", roomId);
  const drawer = await meet(open, "staff", roomId);
  const phone = await meetByLink(open, link);
  await sharer.page.getByRole("button", { name: word("meetings.share") }).click();
  for (const { page } of [sharer, drawer, phone]) await sheet(page).waitFor();

  await button(drawer, word("meetings.draw")).click();
  await button(drawer, word("meetings.draw-box")).click();
  await button(drawer, word("meetings.colour-blue")).click();
  await drawBox(drawer.page, [0.2, 0.3], [0.6, 0.5]);
  for (const { page } of [drawer, sharer, phone]) {
    const edge = await waitFor("the box is there", async () => {
      const seen = await leftEdgeOf(page, BLUE);
      // It grows while it is drawn.
      return seen !== undefined && seen.bottom > 0.49 ? seen : undefined;
    });
    expect(Math.abs(edge.x - 0.2)).toBeLessThan(0.01);
    expect(Math.abs(edge.top - 0.3)).toBeLessThan(0.01);
    expect(Math.abs(edge.bottom - 0.5)).toBeLessThan(0.01);
  }

  // The picture with the box lands in the room.
  await button(drawer, word("meetings.snapshot")).click();
  await drawer.page.getByText(word("meetings.snapshot-kept")).waitFor();

  await button(sharer, word("meetings.draw")).click();
  await button(sharer, word("meetings.draw-clear-all")).click();
  await waitFor("the box is gone", async () => (await leftEdgeOf(phone.page, BLUE)) === undefined);

  await button(sharer, word("meetings.draw-rights")).click();
  await sharer.page.getByRole("menuitemradio", { name: word("meetings.draw-none"), exact: true }).click();
  await button(drawer, word("meetings.draw-not-allowed")).waitFor();
});
