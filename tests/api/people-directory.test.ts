import { directoryFilled, directoryState } from "@portico/config/engines/people-directory.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OwnDatabase, ownDatabase } from "../support/own-database.ts";

/** With Synapse's table of works that are still to be done, as a database of its own has it. */
let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.drop());

test("nobody waits for a directory of which nothing is known", async () => {
  expect(await directoryState(own.url)).toBe("unknown");
  await directoryFilled(own.url, AbortSignal.abort(new Error("waited")));
});

test("accounts wait until the directory is filled, whatever else Synapse has to do", async () => {
  await own.rows("CREATE TABLE background_updates (update_name text)");
  await own.rows(
    "INSERT INTO background_updates VALUES ('populate_user_directory_cleanup'), ('populate_stats_process_users')",
  );
  expect(await directoryState(own.url)).toBe("pending");
  const over = new AbortController();
  const stopped = directoryFilled(own.url, over.signal);
  over.abort(new Error("asked to stop"));
  await expect(stopped).rejects.toThrow();
  let filled = false;
  const waiting = directoryFilled(own.url, new AbortController().signal).then(() => (filled = true));
  await expect(directoryState(own.url)).resolves.toBe("pending");
  expect(filled).toBe(false);
  await own.rows("DELETE FROM background_updates WHERE update_name LIKE 'populate_user_directory%'");
  await waiting;
  expect(await directoryState(own.url)).toBe("filled");
});
