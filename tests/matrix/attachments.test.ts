import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { departmentRoom } from "../support/guest-world.ts";
import { matrix } from "../support/matrix.ts";
import { tryUpload } from "../support/media.ts";
import { signIn, type User } from "../support/sign-in.ts";

let staff: User;
beforeAll(async () => {
  staff = await signIn("staff");
});

describe("a file is refused by name of its fault", () => {
  test.each([
    ["a web page", "page.html", "text/html", "<!doctype html><p>hello", "FILE_TYPE_REFUSED"],
    ["a web page that says it is a picture", "cat.png", "image/png", "\n<html><script>1</script>", "FILE_TYPE_REFUSED"],
    [
      "a drawing with a script",
      "logo.svg",
      "image/svg+xml",
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      "FILE_TYPE_REFUSED",
    ],
    ["a file of no bytes", "empty.pdf", "application/pdf", "", "FILE_EMPTY"],
  ])("%s", async (_, name, type, content, reason) => {
    expect(await tryUpload(staff, { name, type, content })).toMatchObject({
      status: 403,
      body: { errcode: "M_FORBIDDEN", "org.portico.reason": reason },
    });
  });

  test("a file above the limit that the server tells", async () => {
    const limits = await matrix(staff).call("GET", "/_matrix/client/v1/media/config");
    const limit = Number(limits["m.upload.size"]);
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThan(100 * 1024 * 1024);
    const answer = await tryUpload(staff, {
      name: "film.mp4",
      type: "video/mp4",
      content: new Uint8Array(100 * 1024 * 1024),
    });
    expect(answer).toMatchObject({ status: 413, body: { errcode: "M_TOO_LARGE" } });
  });
});

test("a message of 70 kB is refused, and the room goes on", async () => {
  const roomId = await departmentRoom(staff);
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${randomUUID()}`;
  const answer = await matrix(staff).request("PUT", path, { msgtype: "m.text", body: "长".repeat(70_000 / 3) });
  expect(answer).toMatchObject({ status: 413, body: { errcode: "M_TOO_LARGE" } });
  const words = `after ${randomUUID()}`;
  await matrix(staff).send(roomId, words);
  await matrix(staff).waitForMessage(roomId, words);
});
