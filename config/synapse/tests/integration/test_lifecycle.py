"""Access that ends, a snapshot that grows old, and restarts."""

import json
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.integration.homeserver import Homeserver
from tests.integration.world import DECISIONS, HEALTH, REFRESH, TOKEN, World

C = "/_matrix/client/v3"
WHOAMI = f"{C}/account/whoami"
ENDED = (403, "ORG_MATRIX_EXPIRED_ACCOUNT")


class LifecycleTest(unittest.TestCase):
    world: World
    published: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        cls.world = World(max_stale_seconds=5.0, poll_seconds=0.2)
        cls.world.start()
        cls.addClassCleanup(cls.world.stop)
        cls.published = cls.world.publisher.snapshot

    def setUp(self) -> None:
        self.world.publisher.start()
        self.world.publish(users=self.published["users"], rooms=self.published["rooms"])
        self.world.tokens["guest-gina"] = self.world.homeserver.login("guest-gina").json["access_token"]

    def whoami(self, who: str) -> tuple[int, str | None]:
        answer = self.world.ask(who, "GET", WHOAMI)
        return answer.status, answer.errcode

    def health(self) -> dict[str, Any]:
        return self.world.homeserver.ask("GET", HEALTH).json

    def test_access_that_ends(self) -> None:
        world, gina = self.world, "guest-gina"
        self.assertEqual(self.whoami(gina), (200, None))
        with self.subTest("revoked: refused at the next request, and at sign-in"):
            world.set_user(gina, **{"class": "guest", "ended": True})
            self.assertEqual(self.whoami(gina), ENDED)
            self.assertEqual(world.homeserver.login(gina).reason, "ACCOUNT_ENDED")
        with self.subTest("admitted again: the same session goes on"):
            world.set_user(gina, **{"class": "guest"})
            self.assertEqual(self.whoami(gina), (200, None))
        with self.subTest("expired in the middle of a session, without a new snapshot"):
            world.set_user(gina, **{"class": "guest", "expires_ts": int(time.time() * 1000) + 3000})
            self.assertEqual(self.whoami(gina), (200, None))
            world.homeserver.wait("expiry", lambda: self.whoami(gina) == ENDED)
            self.assertEqual(self.whoami(gina), ENDED)
        with self.subTest("an ended guest may still log out"):
            self.assertEqual(world.ask(gina, "POST", f"{C}/logout", {}).status, 200)
        with self.subTest("a guest whom the snapshot forgets"):
            world.set_user(gina, **{"class": "guest"})
            world.tokens[gina] = world.homeserver.login(gina).json["access_token"]
            users = dict(world.publisher.snapshot["users"])
            del users[world.user(gina)]
            world.publish(users=users)
            self.assertEqual(self.whoami(gina), ENDED)
        with self.subTest("staff who left"):
            world.set_user("bob", **{"class": "staff", "ended": True})
            self.assertEqual(self.whoami("bob"), ENDED)
            self.assertEqual(world.homeserver.login("bob").reason, "ACCOUNT_ENDED")

    def test_wanted_membership_is_in_force_after_refresh(self) -> None:
        world = self.world
        join = f"{C}/join/{quote(world.foreign_room)}"
        guest = world.user("guest-gina")
        self.assertEqual(world.homeserver.as_user("POST", join, guest, {}).reason, "JOIN_REFUSED")
        rooms = json.loads(json.dumps(world.publisher.snapshot["rooms"]))
        rooms[world.foreign_room]["members"].append(guest)
        world.publish(rooms=rooms)
        invite = f"{C}/rooms/{quote(world.foreign_room)}/invite"
        self.assertEqual(world.homeserver.as_user("POST", invite, None, {"user_id": guest}).status, 200)
        self.assertEqual(world.homeserver.as_user("POST", join, guest, {}).status, 200)
        history = f"{C}/rooms/{quote(world.foreign_room)}/messages?dir=b"
        self.assertEqual(world.ask("guest-gina", "GET", history).status, 200)
        file = f"/_matrix/client/v1/media/download/{world.homeserver.server_name}/{world.foreign_media}"
        self.assertEqual(world.homeserver.ask("GET", file, world.tokens["guest-gina"]).status, 200)
        rooms[world.foreign_room]["members"].remove(guest)
        world.publish(rooms=rooms)
        self.assertEqual(world.ask("guest-gina", "GET", history).reason, "ENDPOINT_REFUSED")
        self.assertEqual(world.homeserver.ask("GET", file, world.tokens["guest-gina"]).reason, "ENDPOINT_REFUSED")

    def test_decisions_are_counted(self) -> None:
        world = self.world
        self.assertEqual(world.homeserver.ask("GET", DECISIONS).status, 401)
        self.assertEqual(world.homeserver.ask("GET", DECISIONS, "x" * 40).status, 401)

        def counted(door: str, reason: str | None) -> int:
            rows = world.homeserver.ask("GET", DECISIONS, TOKEN).json["decisions"]
            return next((row["count"] for row in rows if (row["door"], row["reason"]) == (door, reason)), 0)

        kinds = (
            ("user_may_join_room", "JOIN_REFUSED"),
            ("gate", "ENDPOINT_REFUSED"),
            ("user_may_create_room", None),
            ("check_event_allowed", None),
        )
        before = [counted(*kind) for kind in kinds]
        join = f"{C}/join/{quote(world.foreign_room)}"
        self.assertEqual(
            world.homeserver.as_user("POST", join, world.user("guest-gina"), {}).reason, "JOIN_REFUSED"
        )
        self.assertEqual(world.ask("guest-gina", "GET", f"{C}/publicRooms").reason, "ENDPOINT_REFUSED")
        self.assertEqual(world.ask("alice", "POST", f"{C}/createRoom", {}).status, 200)
        for kind, count in zip(kinds, before, strict=True):
            with self.subTest(kind):
                self.assertGreater(counted(*kind), count)

    def test_publisher_down_and_restart(self) -> None:
        world = self.world
        world.publisher.stop()
        world.homeserver.wait("stale", lambda: self.health()["stale"])
        with self.subTest("stale: guests are refused everything but leaving, staff work"):
            answer = world.ask("guest-gina", "GET", f"{C}/sync?timeout=0")
            self.assertEqual((answer.status, answer.reason), (403, "POLICY_STALE"))
            self.assertEqual(world.homeserver.login("guest-gina").reason, "POLICY_STALE")
            self.assertEqual(world.say("alice", world.room, "still here").status, 200)
            self.assertEqual(world.ask("alice", "POST", f"{C}/createRoom", {}).status, 200)
            self.assertEqual(world.homeserver.ask("POST", REFRESH, TOKEN, {}).status, 502)
        with self.subTest("restart from the copy on disk"):
            world.homeserver.stop()
            world.homeserver.start()
            health = self.health()
            self.assertEqual((health["version"], health["stale"]), (world.publisher.snapshot["version"], True))
            self.assertEqual(world.say("alice", world.room, "after the restart").status, 200)
            self.assertEqual(world.say("eve", world.room, "x").reason, "ACCOUNT_UNKNOWN")
            self.assertEqual(world.ask("guest-gina", "GET", WHOAMI).reason, "POLICY_STALE")
        with self.subTest("the publisher is back: guests come in by themselves"):
            world.publisher.start()
            world.homeserver.wait("guest admitted", lambda: self.whoami("guest-gina")[0] == 200)
        with self.subTest("an older version, another server's and nonsense do not replace the copy"):
            good, held = world.publisher.snapshot, self.health()["version"]
            for wrong in (
                {**good, "version": held - 1},
                {**good, "version": held + 1, "server_name": "example.org"},
                {**good, "version": held + 1, "users": {"@x:portico.test": {"class": ["staff"]}}},
            ):
                world.publisher.snapshot = wrong
                answer = world.homeserver.ask("POST", REFRESH, TOKEN, {})
                self.assertEqual(answer.status, 502, answer)
                self.assertEqual(self.health()["version"], held)
        with self.subTest("another installation does, whatever its version"):
            world.publisher.snapshot = {**good, "version": 1, "installation": "other"}
            self.assertEqual(world.homeserver.ask("POST", REFRESH, TOKEN, {}).json["version"], 1)
        with self.subTest("no snapshot at all: staff talk where they are, and no more"):
            world.publisher.stop()
            world.homeserver.stop()
            Path(world.homeserver.folder / "snapshot.json").unlink()
            world.homeserver.start()
            self.assertEqual(self.health()["version"], None)
            self.assertEqual(world.say("alice", world.room, "no policy").status, 200)
            self.assertEqual(world.ask("alice", "POST", f"{C}/createRoom", {}).reason, "CREATE_REFUSED")
            invite = f"{C}/rooms/{quote(world.foreign_room)}/invite"
            refused = world.ask("alice", "POST", invite, {"user_id": world.user("guest-gina")})
            self.assertEqual(refused.status, 403)
            self.assertEqual(world.ask("guest-gina", "GET", WHOAMI).reason, "POLICY_STALE")


class StartTest(unittest.TestCase):
    def test_synapse_does_not_start_with_a_wrong_setting(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        folder = Path(temporary.name)
        server = Homeserver(folder, {"snapshot_url": "ftp://x", "token": TOKEN, "snapshot_file": str(folder / "s")})
        with self.assertRaisesRegex(RuntimeError, "snapshot_url must be an http or https address"):
            server.start()
        server.stop()


if __name__ == "__main__":
    unittest.main()
