import unittest

from portico_policy.membership import is_cut_off, may_find, may_invite, may_join, may_log_in
from portico_policy.refusal import Refusal
from portico_policy.view import Standing
from tests.unit.examples import (
    ALICE,
    BOB,
    BOT,
    CUSTOMER,
    DEPARTMENT,
    EVE,
    EXPIRED,
    GHOST,
    GINA,
    LATER,
    LEFT,
    OWN,
    REMOTE,
    REVOKED,
    SERVER,
    user,
    view,
)

ENDED, UNKNOWN, STALE = Refusal.ACCOUNT_ENDED, Refusal.ACCOUNT_UNKNOWN, Refusal.POLICY_STALE
INVITE, JOIN, TRUST = Refusal.INVITE_REFUSED, Refusal.JOIN_REFUSED, Refusal.SERVER_NOT_TRUSTED


class StandingTest(unittest.TestCase):
    def test_who_is_what(self) -> None:
        fresh, stale, none = view(), view(stale=True), view(known=False)
        for who, expected in (
            (ALICE, (Standing.STAFF, Standing.STAFF, Standing.LIMITED)),
            (LEFT, (Standing.ENDED, Standing.ENDED, Standing.LIMITED)),
            (GINA, (Standing.GUEST, Standing.HELD, Standing.HELD)),
            (LATER, (Standing.GUEST, Standing.HELD, Standing.HELD)),
            (EXPIRED, (Standing.ENDED, Standing.ENDED, Standing.HELD)),
            (REVOKED, (Standing.ENDED, Standing.ENDED, Standing.HELD)),
            (user("guest-forgotten"), (Standing.ENDED, Standing.ENDED, Standing.HELD)),
            (EVE, (Standing.UNKNOWN, Standing.UNKNOWN, Standing.LIMITED)),
            (BOT, (Standing.BOT, Standing.BOT, Standing.LIMITED)),
            (GHOST, (Standing.BOT, Standing.BOT, Standing.BOT)),
            (REMOTE, (Standing.REMOTE, Standing.REMOTE, Standing.REMOTE)),
            (f"@x:evil.{SERVER}", (Standing.REMOTE, Standing.REMOTE, Standing.REMOTE)),
            (f"@portico_x:evil.org:{SERVER}", (Standing.REMOTE, Standing.REMOTE, Standing.REMOTE)),
            ("", (Standing.REMOTE, Standing.REMOTE, Standing.REMOTE)),
        ):
            with self.subTest(who):
                self.assertEqual(tuple(v.standing(who) for v in (fresh, stale, none)), expected)

    def test_cut_off(self) -> None:
        for who, cut in ((ALICE, False), (GINA, False), (EVE, False), (BOT, False), (LEFT, True), (EXPIRED, True)):
            with self.subTest(who):
                self.assertEqual(is_cut_off(view(), who), cut)
        self.assertFalse(is_cut_off(view(known=False), GINA), "held, not ended")
        self.assertTrue(is_cut_off(view(stale=True), REVOKED))

    def test_login(self) -> None:
        for who, expected in ((ALICE, None), (GINA, None), (EVE, UNKNOWN), (LEFT, ENDED), (EXPIRED, ENDED)):
            with self.subTest(who):
                self.assertEqual(may_log_in(view(), who), expected)
        self.assertEqual(may_log_in(view(stale=True), GINA), STALE)
        self.assertIsNone(may_log_in(view(known=False), ALICE))


class InviteTest(unittest.TestCase):
    def test_table(self) -> None:
        for inviter, invitee, room, expected in (
            (BOT, GINA, CUSTOMER, None),
            (BOT, BOB, CUSTOMER, INVITE),
            (BOT, GINA, DEPARTMENT, INVITE),
            (BOT, LEFT, DEPARTMENT, INVITE),
            (BOT, GHOST, CUSTOMER, None),
            (BOT, ALICE, OWN, None),
            (GHOST, ALICE, OWN, None),
            (ALICE, BOB, OWN, None),
            (ALICE, GINA, OWN, INVITE),
            (ALICE, EVE, OWN, INVITE),
            (ALICE, LEFT, OWN, INVITE),
            (ALICE, BOT, OWN, INVITE),
            (ALICE, REMOTE, OWN, INVITE),
            (ALICE, GINA, CUSTOMER, None),
            (ALICE, BOB, CUSTOMER, INVITE),
            (GINA, ALICE, CUSTOMER, INVITE),
            (GINA, ALICE, OWN, INVITE),
            (EVE, ALICE, OWN, UNKNOWN),
            (LEFT, ALICE, OWN, ENDED),
            (REMOTE, ALICE, OWN, TRUST),
        ):
            with self.subTest(inviter=inviter, invitee=invitee, room=room):
                self.assertEqual(may_invite(view(), inviter, invitee, room), expected)

    def test_without_a_snapshot_nobody_invites(self) -> None:
        self.assertEqual(may_invite(view(known=False), ALICE, BOB, OWN), INVITE)

    def test_stale_guests_are_not_invited(self) -> None:
        self.assertEqual(may_invite(view(stale=True), BOT, GINA, CUSTOMER), INVITE)


class JoinTest(unittest.TestCase):
    def test_table(self) -> None:
        for who, room, admitted, expected in (
            (BOT, CUSTOMER, False, None),
            (ALICE, CUSTOMER, False, None),
            (BOB, CUSTOMER, True, JOIN),
            (BOB, OWN, True, None),
            (BOB, OWN, False, JOIN),
            (GINA, CUSTOMER, False, None),
            (GINA, DEPARTMENT, True, JOIN),
            (GINA, OWN, True, JOIN),
            (LEFT, DEPARTMENT, True, ENDED),
            (EVE, OWN, True, UNKNOWN),
            (REMOTE, OWN, True, TRUST),
        ):
            with self.subTest(who=who, room=room, admitted=admitted):
                self.assertEqual(may_join(view(), who, room, admitted), expected)

    def test_stale(self) -> None:
        self.assertEqual(may_join(view(stale=True), GINA, CUSTOMER, True), STALE)
        self.assertIsNone(may_join(view(stale=True), ALICE, CUSTOMER, False))
        self.assertIsNone(may_join(view(known=False), ALICE, OWN, True))
        self.assertEqual(may_join(view(known=False), ALICE, OWN, False), JOIN)


class FindTest(unittest.TestCase):
    def test_table(self) -> None:
        for seeker, found, expected in (
            (ALICE, BOB, True),
            (ALICE, GINA, False),
            (ALICE, LEFT, False),
            (ALICE, BOT, False),
            (ALICE, GHOST, False),
            (ALICE, EVE, False),
            (GINA, ALICE, False),
            (EVE, ALICE, False),
            (LEFT, ALICE, False),
            (BOT, GINA, True),
        ):
            with self.subTest(seeker=seeker, found=found):
                self.assertEqual(may_find(view(), seeker, found), expected)
        self.assertFalse(may_find(view(known=False), ALICE, BOB))
