import json
import unittest
from typing import Any

from portico_policy.snapshot import SnapshotError, parse_snapshot
from tests.unit.examples import ALICE, CUSTOMER, GINA, raw, snapshot


class ParseTest(unittest.TestCase):
    def test_reads_the_contract(self) -> None:
        parsed = snapshot()
        self.assertEqual(parsed.version, 7)
        self.assertEqual(parsed.users[GINA].company, "Lumen")
        self.assertEqual(parsed.members[CUSTOMER], {ALICE, GINA})
        self.assertEqual(parsed.rooms_of(GINA), {CUSTOMER})
        self.assertEqual(parsed.rooms_of(ALICE), frozenset())

    def test_a_guest_by_name_counts_as_guest_whatever_the_class(self) -> None:
        parsed = snapshot(users={GINA: {"class": "staff"}})
        self.assertEqual(parsed.rooms_of(GINA), {CUSTOMER})

    def test_leaves_aside_what_it_does_not_know(self) -> None:
        parsed = snapshot(
            extra={"of": "a newer service"},
            users={ALICE: {"class": "staff", "rank": 1}, GINA: {"class": "partner contact", "zone": "z"}},
            rooms={CUSTOMER: {"purpose": "party", "kind": "hall", "owner": None, "members": [ALICE, GINA], "seats": 4}},
        )
        self.assertEqual(parsed.members[CUSTOMER], {ALICE, GINA})
        self.assertEqual(parsed.users[ALICE].account_class, "staff")
        self.assertEqual(parsed.users[GINA].account_class, "guest")
        self.assertEqual(parsed.rooms_of(GINA), {CUSTOMER})
        self.assertEqual(parsed.beginners, {})

    def test_refuses_everything_else(self) -> None:
        def user_entry(entry: Any) -> dict[str, Any]:
            return raw(users={ALICE: entry})

        def room_entry(**changes: Any) -> dict[str, Any]:
            return raw(rooms={CUSTOMER: {"purpose": "customer", "kind": "room", "members": [], **changes}})

        without_version = raw()
        del without_version["version"]
        for text, problem in (
            (b"", "not JSON"),
            (b"[]", "must be an object"),
            (b"[" * 100_000, "not JSON"),
            (without_version, r"\['version'\] missing"),
            (raw(version="7"), "version: must be a whole number"),
            (raw(version=True), "version: must be a whole number"),
            (raw(users=[]), "users: must be an object"),
            (raw(guest_prefix=""), "guest_prefix: must be a text"),
            (raw(bot_user_id="@portico:example.org"), "no account of this server"),
            (raw(users={"alice": {"class": "staff"}}), "no account of this server"),
            (user_entry({"class": ["staff"]}), "class: must be a text"),
            (user_entry({}), r"\['class'\] missing"),
            (user_entry({"class": "staff", "ended": 1}), "ended: must be true or false"),
            (user_entry({"class": "guest", "expires_ts": 1.5}), "expires_ts: must be a whole number"),
            (raw(rooms={"customer": {}}), "no room id"),
            (room_entry(members=[1]), "members: must be a list of texts"),
            (room_entry(beginners="all"), "beginners: must be a list of texts"),
            (room_entry(closed={}), "closed: must be a list of texts"),
            (raw(rooms={CUSTOMER: {"purpose": "customer", "kind": "room"}}), r"\['members'\] missing"),
        ):
            with self.subTest(problem=problem), self.assertRaisesRegex(SnapshotError, problem):
                parse_snapshot(text if isinstance(text, bytes) else json.dumps(text).encode())
