import importlib
import pkgutil
import re
import unittest

import synapse.rest.client
import synapse.rest.media

from portico_policy.endpoints import (
    GUEST_ENDPOINTS,
    LEAVING,
    LOGIN_TOKEN_SERVLET,
    UPLOAD_SERVLETS,
    RouteTable,
    Scope,
)

C = "/_matrix/client/v3"
SEND = "RoomSendEventRestServlet"


def servlets() -> dict[str, list[type]]:
    """Every class of Synapse's client and media endpoints, by name."""
    found: dict[str, list[type]] = {}
    for package in (synapse.rest.client, synapse.rest.media):
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            for name, value in vars(module).items():
                if isinstance(value, type) and value.__module__ == module.__name__:
                    found.setdefault(name, []).append(value)
    return found


class TableTest(unittest.TestCase):
    def setUp(self) -> None:
        self.table = RouteTable(GUEST_ENDPOINTS)

    def test_every_row_is_a_servlet_of_this_synapse(self) -> None:
        known = servlets()
        for name in {row.servlet for row in GUEST_ENDPOINTS} | LEAVING | UPLOAD_SERVLETS | {LOGIN_TOKEN_SERVLET}:
            self.assertIn(name, known)
        for row in GUEST_ENDPOINTS:
            patterns = [p for found in known[row.servlet] for p in getattr(found, "PATTERNS", None) or ()]
            if not patterns:
                continue
            with self.subTest(row.path):
                versions = ("v3", "v1", "unstable", "r0")
                samples = [re.sub(r"\{\w+\*?\}", "x", row.path.replace("{version}", v)) for v in versions]
                self.assertTrue(any(p.match(sample) for p in patterns for sample in samples), row.path)

    def test_methods_and_servlets_must_fit(self) -> None:
        self.assertIsNotNone(self.table.find("GET", "SyncRestServlet", f"{C}/sync"))
        self.assertIsNotNone(self.table.find("HEAD", "SyncRestServlet", f"{C}/sync"))
        self.assertIsNone(self.table.find("POST", "SyncRestServlet", f"{C}/sync"))
        self.assertIsNone(self.table.find("GET", "PublicRoomListRestServlet", f"{C}/sync"))
        self.assertIsNone(self.table.find("GET", "SyncRestServlet", f"{C}/publicRooms"))
        self.assertIsNone(self.table.find("GET", "", f"{C}/sync"))

    def test_parts_are_unquoted_once(self) -> None:
        for sent, room in (
            ("!abc", "!abc"),
            ("%21abc", "!abc"),
            ("%21abc%3Aexample.org", "!abc:example.org"),
            ("%2521abc", "%21abc"),
            ("!a%2Fb", "!a/b"),
            ("", ""),
        ):
            found = self.table.find("PUT", SEND, f"{C}/rooms/{sent}/send/m.room.message/1")
            self.assertEqual(found and found[1]["room_id"], room)

    def test_whole_paths_only(self) -> None:
        for path in (
            f"{C}/rooms/!a/send/m.room.message/1/2",
            f"{C}/rooms/!a/b/send/m.room.message/1",
            f"x{C}/rooms/!a/send/m/1",
            f"{C}/rooms/!a/send/m.room.message",
            "/_matrix/client/v9/rooms/!a/send/m.room.message/1",
        ):
            with self.subTest(path):
                self.assertIsNone(self.table.find("PUT", SEND, path))

    def test_rows_that_name_a_room_or_a_person_have_a_scope(self) -> None:
        for row in GUEST_ENDPOINTS:
            with self.subTest(row.path):
                if "{user_id}" in row.path:
                    self.assertIn(row.scope, (Scope.SELF, Scope.PROFILE, Scope.ROOM))
                elif "{room_id}" in row.path:
                    self.assertIs(row.scope, Scope.ROOM)
                elif "{media_id}" in row.path:
                    self.assertIs(row.scope, Scope.MEDIA)
