import asyncio
import unittest
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

from portico_policy.events import state_needed
from portico_policy.less_state import StateKey, read_less
from portico_policy.pins import NotTested, check_rules_method
from synapse.module_api.callbacks.third_party_event_rules_callbacks import ThirdPartyEventRulesModuleApiCallbacks
from synapse.types.state import StateFilter

ROOM = {
    ("m.room.create", ""): "$create",
    ("m.room.join_rules", ""): "$rules",
    ("m.room.name", ""): "$name",
    **{("m.room.member", f"@p{number}:x"): f"$p{number}" for number in range(1_000)},
}


class BigRoom:
    """A context of Synapse's for an event in a room of a thousand; notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[StateFilter | None] = []

    async def get_prev_state_ids(self, state_filter: StateFilter | None = None) -> Mapping[StateKey, str]:
        self.asked.append(state_filter)
        return ROOM if state_filter is None else state_filter.filter_state(ROOM)


class InTheMaking(BigRoom):
    """Synapse's context answers like this, whatever the filter, as long as the room has no state group."""

    async def get_prev_state_ids(self, state_filter: StateFilter | None = None) -> Mapping[StateKey, str]:
        self.asked.append(state_filter)
        return ROOM


def event(event_type: str, **content: str) -> Any:
    key = "@p7:x" if event_type == "m.room.member" else None
    return SimpleNamespace(type=event_type, content=content, get_state_key=lambda: key)


class LessStateTest(unittest.TestCase):
    """With Synapse's own method, so that a release that reads the state otherwise is noticed."""

    def setUp(self) -> None:
        self.loaded: list[str] = []
        self.seen: dict[StateKey, Any] = {}
        self.rules = ThirdPartyEventRulesModuleApiCallbacks(Mock())
        self.rules.store = Mock(get_events=self.load)
        self.rules.register_third_party_rules_callbacks(check_event_allowed=self.ours)

    async def load(self, ids: Any) -> dict[str, Any]:
        self.loaded = sorted(ids)
        by_id = {event_id: key for key, event_id in ROOM.items()}
        return {
            event_id: SimpleNamespace(type=by_id[event_id][0], state_key=by_id[event_id][1]) for event_id in self.loaded
        }

    async def ours(self, _event: Any, state: dict[StateKey, Any]) -> tuple[bool, None]:
        self.seen = state
        return False, None

    def ask(self, about: Any, context: BigRoom) -> None:
        check = read_less(
            self.rules.check_event_allowed, lambda: self.rules._check_event_allowed_callbacks, self.ours, state_needed
        )
        verdict = asyncio.run(check(about, context))
        self.assertEqual(verdict, (False, None))

    def test_a_message_loads_nothing(self) -> None:
        room = BigRoom()
        self.ask(event("m.room.message", body="hello"), room)
        self.assertEqual((self.loaded, room.asked), ([], []))

    def test_a_join_loads_what_decides_it(self) -> None:
        for room in (BigRoom(), InTheMaking()):
            with self.subTest(type(room).__name__):
                self.ask(event("m.room.member", membership="join"), room)
                self.assertEqual(self.loaded, ["$create", "$p7", "$rules"])
                self.assertEqual(set(self.seen), set(state_needed(event("m.room.member", membership="join"))))
                self.assertNotIn(None, room.asked)

    def test_other_memberships_load_nothing(self) -> None:
        for membership in ("invite", "leave", "ban", "knock"):
            with self.subTest(membership):
                self.ask(event("m.room.member", membership=membership), BigRoom())
                self.assertEqual(self.loaded, [])

    def test_another_module_sees_the_whole_room(self) -> None:
        async def theirs(_event: Any, state: dict[StateKey, Any]) -> tuple[bool, None]:
            return len(state) == len(ROOM), None

        self.rules.register_third_party_rules_callbacks(check_event_allowed=theirs)
        room = BigRoom()
        self.ask(event("m.room.message", body="hello"), room)
        self.assertEqual((len(self.loaded), room.asked), (len(ROOM), [None]))

    def test_start(self) -> None:
        check_rules_method(self.rules)
        vars(self.rules)["check_event_allowed"] = self.rules.check_event_allowed
        with self.assertRaisesRegex(NotTested, "wrapped already"):
            check_rules_method(self.rules)
