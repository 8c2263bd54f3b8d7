import { expect, test } from "vitest";
import { safeBlob } from "./safe-blob.ts";

test.each([
  ["image/png", "image/png"],
  ["VIDEO/MP4; codecs=avc1", "video/mp4"],
  ["image/svg+xml", "application/octet-stream"],
  ["text/html", "application/octet-stream"],
  ["application/xhtml+xml", "application/octet-stream"],
  ["text/javascript", "application/octet-stream"],
  ["", "application/octet-stream"],
])("a blob of type %j is shown as %j", async (claimed, shown) => {
  const safe = safeBlob(new Blob(["content"], { type: claimed }));
  expect([safe.type, await safe.text()]).toEqual([shown, "content"]);
});
