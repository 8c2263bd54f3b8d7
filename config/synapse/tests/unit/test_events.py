import unittest
from dataclasses import dataclass, field
from typing import Any

from portico_policy.events import badge, may_change_membership, may_send
from portico_policy.refusal import Refusal
from portico_policy.view import View
from tests.unit.examples import (
    ALICE,
    BOB,
    BOT,
    CUSTOMER,
    DEPARTMENT,
    EVE,
    GINA,
    LEFT,
    NOW_MS,
    OWN,
    REMOTE,
    SERVER,
    raw,
    snapshot,
    view,
)

R = Refusal


@dataclass
class Sent:
    """Enough of an event."""

    type: str
    sender: str
    room_id: str
    content: dict[str, Any] = field(default_factory=dict)
    state_key: str | None = None

    def get_state_key(self) -> str | None:
        return self.state_key


def member(sender: str, target: str, membership: str, room: str = OWN, **content: Any) -> Sent:
    return Sent("m.room.member", sender, room, {"membership": membership, **content}, target)


def state_of(*events: Sent) -> dict[tuple[str, str], Sent]:
    return {(event.type, event.state_key or ""): event for event in events}


class SendTest(unittest.TestCase):
    def test_table(self) -> None:
        for who, room, event_type, expected in (
            (ALICE, OWN, "m.room.message", None),
            (ALICE, OWN, "m.room.encrypted", None),
            (GINA, CUSTOMER, "m.room.message", None),
            (GINA, CUSTOMER, "m.reaction", None),
            (GINA, CUSTOMER, "m.room.redaction", None),
            (GINA, CUSTOMER, "m.room.encrypted", R.EVENT_TYPE_REFUSED),
            (GINA, DEPARTMENT, "m.room.message", R.ENDPOINT_REFUSED),
            (LEFT, OWN, "m.room.message", R.ACCOUNT_ENDED),
            (EVE, OWN, "m.room.message", R.ACCOUNT_UNKNOWN),
            (REMOTE, OWN, "m.room.message", R.SERVER_NOT_TRUSTED),
            (BOT, OWN, "anything", None),
        ):
            with self.subTest(who=who, type=event_type):
                self.assertEqual(may_send(view(), Sent(event_type, who, room)), expected)
        self.assertEqual(may_send(view(), Sent("m.room.message", GINA, CUSTOMER, {}, "")), R.STATE_REFUSED)
        self.assertEqual(may_send(view(stale=True), Sent("m.room.message", GINA, CUSTOMER)), R.POLICY_STALE)
        self.assertIsNone(may_send(view(known=False), Sent("m.room.message", ALICE, CUSTOMER)))

    def test_who_may_not_begin_answers(self) -> None:
        rooms = raw()["rooms"]
        rooms[CUSTOMER]["beginners"] = [ALICE]
        seen = View(snapshot(rooms=rooms), False, NOW_MS, SERVER, "guest-")
        thread = {"m.relates_to": {"rel_type": "m.thread", "event_id": "$root"}}
        correction = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$mine"}}
        reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$root"}}}
        for who, event_type, content, expected in (
            (ALICE, "m.room.message", {}, None),
            (BOT, "m.room.message", {}, None),
            (GINA, "m.room.message", {}, R.ANSWER_ONLY),
            (GINA, "m.room.message", reply, R.ANSWER_ONLY),
            (GINA, "m.room.message", {"m.relates_to": "$root"}, R.ANSWER_ONLY),
            (GINA, "m.room.message", thread, None),
            (GINA, "m.room.message", correction, None),
            (GINA, "m.reaction", {}, None),
            (GINA, "m.room.redaction", {}, None),
        ):
            with self.subTest(who=who, type=event_type, content=content):
                self.assertEqual(may_send(seen, Sent(event_type, who, CUSTOMER, content)), expected)

    def test_a_closed_thread_is_not_answered(self) -> None:
        rooms = raw()["rooms"]
        rooms[CUSTOMER]["closed"] = ["$root"]
        seen = View(snapshot(rooms=rooms), False, NOW_MS, SERVER, "guest-")
        thread = {"m.relates_to": {"rel_type": "m.thread", "event_id": "$root"}}
        other = {"m.relates_to": {"rel_type": "m.thread", "event_id": "$other"}}
        correction = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$mine"}}
        for who, room, content, expected in (
            (ALICE, CUSTOMER, thread, R.THREAD_CLOSED),
            (GINA, CUSTOMER, thread, R.THREAD_CLOSED),
            (BOT, CUSTOMER, thread, None),
            (ALICE, OWN, thread, None),
            (ALICE, CUSTOMER, other, None),
            (ALICE, CUSTOMER, correction, None),
            (ALICE, CUSTOMER, {"m.relates_to": {"rel_type": "m.thread", "event_id": ["$root"]}}, None),
        ):
            with self.subTest(who=who, room=room, content=content):
                self.assertEqual(may_send(seen, Sent("m.room.message", who, room, content)), expected)


class MembershipTest(unittest.TestCase):
    def test_joins_are_judged_by_the_state(self) -> None:
        create = Sent("m.room.create", ALICE, OWN, {}, "")
        invite_only = Sent("m.room.join_rules", ALICE, OWN, {"join_rule": "invite"}, "")
        restricted = Sent("m.room.join_rules", ALICE, OWN, {"join_rule": "restricted"}, "")
        public = Sent("m.room.join_rules", ALICE, OWN, {"join_rule": "public"}, "")
        for who, before, expected in (
            (ALICE, (create,), None),
            (BOB, (create,), R.JOIN_REFUSED),
            (BOB, (create, invite_only), R.JOIN_REFUSED),
            (BOB, (create, invite_only, member(ALICE, BOB, "invite")), None),
            (BOB, (create, invite_only, member(BOB, BOB, "join")), None),
            (BOB, (create, invite_only, member(BOB, BOB, "leave")), R.JOIN_REFUSED),
            (BOB, (create, restricted), None),
            (BOB, (create, public), R.JOIN_REFUSED),
            (GINA, (create, restricted), R.JOIN_REFUSED),
            (GINA, (create, invite_only, member(ALICE, GINA, "invite")), R.JOIN_REFUSED),
            (REMOTE, (create, invite_only, member(ALICE, REMOTE, "invite")), R.SERVER_NOT_TRUSTED),
        ):
            with self.subTest(who=who, before=[event.type for event in before]):
                self.assertEqual(may_change_membership(view(), member(who, who, "join"), state_of(*before)), expected)

    def test_the_rest(self) -> None:
        for event, expected in (
            (member(BOB, BOB, "knock"), R.KNOCK_REFUSED),
            (member(BOT, BOT, "knock"), R.KNOCK_REFUSED),
            (member(ALICE, GINA, "invite"), R.INVITE_REFUSED),
            (member(ALICE, BOB, "invite"), None),
            (member(ALICE, BOB, "join"), R.JOIN_REFUSED),
            (member(ALICE, BOB, "friend"), R.STATE_REFUSED),
            (member(LEFT, LEFT, "leave"), None),
            (member(GINA, GINA, "leave", CUSTOMER), None),
            (member(ALICE, BOB, "ban"), None),
            (member(BOT, BOT, "leave"), None),
            (member(BOT, BOT, "leave", DEPARTMENT), R.MANAGER_STAYS),
            (member(ALICE, BOT, "leave", DEPARTMENT), R.MANAGER_STAYS),
            (member(ALICE, BOT, "ban", DEPARTMENT), R.MANAGER_STAYS),
            (member(ALICE, BOT, "invite", DEPARTMENT), None),
            (member(ALICE, BOT, "invite"), R.INVITE_REFUSED),
            (Sent("m.room.member", ALICE, OWN, {}, ALICE), R.STATE_REFUSED),
        ):
            with self.subTest(event):
                self.assertEqual(may_change_membership(view(), event, {}), expected)

    def test_badge(self) -> None:
        join = member(GINA, GINA, "join", CUSTOMER)
        self.assertEqual(badge(view(), join), "Lumen")
        self.assertIsNone(badge(view(), member(GINA, GINA, "leave", CUSTOMER)))
        self.assertIsNone(badge(view(), member(ALICE, ALICE, "join", CUSTOMER)))
        marked = {"org.portico.company": "Lumen"}
        self.assertIsNone(badge(view(), member(GINA, GINA, "join", CUSTOMER, **marked)))
        self.assertIsNone(may_change_membership(view(), member(GINA, GINA, "join", CUSTOMER, **marked), {}))
        for who, company in ((GINA, "Us"), (ALICE, "Lumen")):
            forged = member(who, who, "join", CUSTOMER, **{"org.portico.company": company})
            self.assertEqual(may_change_membership(view(), forged, {}), R.NAME_REFUSED)
