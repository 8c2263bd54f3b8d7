import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../support/api.ts";
import { arrivedGuest } from "../support/factories.ts";
import { matrix } from "../support/matrix.ts";
import { signIn, tokenOf, type User } from "../support/sign-in.ts";
import { waitFor } from "../support/wait-for.ts";

const SYNC = "/_matrix/client/v3/sync";
const SLIDING = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
const lists = { all: { ranges: [[0, 9]], required_state: [], timeline_limit: 1 } };

let head: User;
beforeAll(async () => {
  head = await signIn("department_head");
});

type Poll = Promise<{ status: number; at: number }>;

/** Requests that wait for news for half a minute, as the browsers of a quiet room have them open. */
const waitingRequests = (user: User): Promise<Poll[]> =>
  waitFor("nothing is new in the room, so that both wait", async () => {
    const polls = await openRequests(user);
    // An answer that comes after theirs would be the proof that they do not wait.
    for (const poll of polls) if (await settled(poll, matrix(user).joinedRooms())) return undefined;
    return polls;
  });

async function openRequests(user: User): Promise<Poll[]> {
  const client = matrix(user);
  const { next_batch: since } = await client.call("GET", `${SYNC}?timeout=0`);
  const { pos } = await client.call("POST", `${SLIDING}?timeout=0`, { lists });
  const polls = [
    client.request("GET", `${SYNC}?${new URLSearchParams({ since: String(since), timeout: "30000" })}`),
    client.request("POST", `${SLIDING}?${new URLSearchParams({ pos: String(pos), timeout: "30000" })}`, { lists }),
  ];
  return polls.map((poll) => poll.then(({ status }) => ({ status, at: performance.now() })));
}

/** Whether a promise settles before another. */
const settled = (promise: Promise<unknown>, other: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), other.then(() => false)]);

describe("when a guest's access is ended", () => {
  test("requests that were waiting are cut within a second, and neither token nor link is good any more", async () => {
    const { guest, user } = await arrivedGuest(head);
    const { link } = await api(head).call("POST /api/guests/{guestId}/links", { params: { guestId: guest.id } });
    const polls = await waitingRequests(user);

    const began = performance.now();
    await api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    for (const { at } of await Promise.all(polls)) expect(at - began).toBeLessThan(1000);

    const again = await matrix(user).request("GET", `${SYNC}?timeout=0`);
    expect([401, 403]).toContain(again.status);
    await expect(api(user).call("GET /api/session")).rejects.toMatchObject({ status: 401 });
    await expect(
      api("nobody").call("POST /api/links/redeem", { body: { token: tokenOf(link) } }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(?:LINK_EXPIRED|ACCOUNT_ENDED)$/) as string });
  });

  test("the host sees the guest leave the room, and the words stay", async () => {
    const { guest, user } = await arrivedGuest(head);
    const [roomId = ""] = await matrix(user).joinedRooms();
    await matrix(user).send(roomId, `said by ${guest.id}`);
    await api(head).call("DELETE /api/guests/{guestId}", { params: { guestId: guest.id } });
    await matrix(head).waitForEvent(
      `${guest.userId} is no member any more`,
      roomId,
      (event) => event.state_key === guest.userId && event.content["membership"] === "leave",
    );
    await matrix(head).waitForMessage(roomId, `said by ${guest.id}`);
  });
});
