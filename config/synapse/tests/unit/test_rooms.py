import unittest
from typing import Any

from portico_policy.refusal import Refusal
from portico_policy.rooms import close_to_outside, may_create_room, may_send_state
from tests.unit.examples import ALICE, BOB, BOT, CUSTOMER, EVE, GINA, LEFT, OWN, view

R = Refusal


class CreateTest(unittest.TestCase):
    def test_who(self) -> None:
        for who, expected in (
            (BOT, None),
            (ALICE, None),
            (GINA, R.CREATE_REFUSED),
            (EVE, R.ACCOUNT_UNKNOWN),
            (LEFT, R.ACCOUNT_ENDED),
        ):
            with self.subTest(who):
                self.assertEqual(may_create_room(view(), who, {}), expected)
        self.assertEqual(may_create_room(view(known=False), ALICE, {}), R.CREATE_REFUSED)
        self.assertEqual(may_create_room(view(stale=True), GINA, {}), R.POLICY_STALE)
        self.assertIsNone(may_create_room(view(stale=True), ALICE, {}))
        self.assertIsNone(may_create_room(view(), BOT, {"preset": "public_chat", "anything": 1}))

    def test_what(self) -> None:
        allowed: tuple[dict[str, Any], ...] = (
            {"name": "x", "topic": "y", "invite": [BOB], "is_direct": True},
            {"room_version": "12", "visibility": "private", "preset": "private_chat", "invite_3pid": []},
            {"creation_content": {"m.federate": True}},
            {"initial_state": [{"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]},
            {"initial_state": [{"type": "m.room.join_rules", "content": {"join_rule": "restricted"}}]},
            {"power_level_content_override": {"invite": 50, "users_default": 0, "users": {BOB: 100}}},
        )
        for config in allowed:
            with self.subTest(**config):
                self.assertIsNone(may_create_room(view(), ALICE, config))
        refused: tuple[tuple[dict[str, Any], Refusal], ...] = (
            ({"unknown": 1}, R.ROOM_SETTING_REFUSED),
            ({"creation_content": []}, R.ROOM_SETTING_REFUSED),
            ({"invite": "x"}, R.ROOM_SETTING_REFUSED),
            ({"invite": [1]}, R.INVITE_REFUSED),
            ({"room_version": None}, R.ROOM_VERSION_REFUSED),
            ({"preset": None}, R.ROOM_NOT_PRIVATE),
            ({"initial_state": {}}, R.ROOM_SETTING_REFUSED),
            ({"initial_state": [{"type": [], "content": {}}]}, R.ROOM_SETTING_REFUSED),
            ({"initial_state": ["x"]}, R.ROOM_SETTING_REFUSED),
            ({"initial_state": [{"type": "m.room.name", "state_key": "x", "content": {}}]}, R.ROOM_SETTING_REFUSED),
            ({"initial_state": [{"type": "m.room.join_rules", "content": {}}]}, R.ROOM_NOT_PRIVATE),
            ({"initial_state": [{"type": "m.room.power_levels", "content": {}}]}, R.ROOM_SETTING_REFUSED),
            ({"power_level_content_override": {"users_default": 50}}, R.ROOM_SETTING_REFUSED),
            ({"power_level_content_override": {"ban": "0"}}, R.ROOM_SETTING_REFUSED),
            ({"power_level_content_override": {"ban": True}}, R.ROOM_SETTING_REFUSED),
            ({"power_level_content_override": {"events": {"m.room.name": 100}}}, R.ROOM_SETTING_REFUSED),
            ({"power_level_content_override": []}, R.ROOM_SETTING_REFUSED),
        )
        for config, expected in refused:
            with self.subTest(**config):
                self.assertEqual(may_create_room(view(), ALICE, config), expected)

    def test_rooms_are_closed(self) -> None:
        config: dict[str, Any] = {
            "creation_content": {"m.federate": True},
            "initial_state": [
                {"type": "m.room.guest_access", "content": {"guest_access": "forbidden"}},
                {"type": "m.room.topic", "content": {"topic": "x"}},
            ],
        }
        close_to_outside(config)
        close_to_outside(config)
        self.assertEqual(config["creation_content"], {"m.federate": False})
        self.assertEqual(config["room_version"], "12")
        self.assertEqual([entry["type"] for entry in config["initial_state"]], ["m.room.topic", "m.room.guest_access"])


class StateTest(unittest.TestCase):
    def test_table(self) -> None:
        for who, room, event_type, content, expected in (
            (GINA, CUSTOMER, "m.room.topic", {}, R.STATE_REFUSED),
            (EVE, OWN, "m.room.topic", {}, R.ACCOUNT_UNKNOWN),
            (ALICE, OWN, "m.room.topic", {}, None),
            (ALICE, OWN, "m.room.join_rules", {"join_rule": "invite"}, None),
            (ALICE, OWN, "m.room.join_rules", {"join_rule": ["invite"]}, R.ROOM_NOT_PRIVATE),
            (ALICE, OWN, "m.room.join_rules", {}, R.ROOM_NOT_PRIVATE),
            (ALICE, OWN, "m.room.history_visibility", {"history_visibility": "joined"}, None),
            (ALICE, OWN, "m.room.encryption", {}, None),
            (ALICE, CUSTOMER, "m.room.encryption", {}, R.STATE_REFUSED),
            (ALICE, CUSTOMER, "m.room.server_acl", {}, R.STATE_REFUSED),
            (ALICE, CUSTOMER, "m.room.policy", {}, R.STATE_REFUSED),
            (ALICE, OWN, "m.room.create", {"m.federate": False}, None),
            (ALICE, OWN, "m.room.create", {}, R.ROOM_NOT_PRIVATE),
            (ALICE, OWN, "m.room.create", {"m.federate": False, "type": "m.space"}, R.ROOM_NOT_PRIVATE),
            (ALICE, OWN, "m.room.third_party_invite", {}, R.STATE_REFUSED),
            (ALICE, OWN, "org.portico.room", {}, R.STATE_REFUSED),
            (BOT, CUSTOMER, "org.portico.room", {}, None),
            (BOT, CUSTOMER, "m.room.tombstone", {}, None),
        ):
            with self.subTest(who=who, type=event_type, content=content):
                self.assertEqual(may_send_state(view(), who, room, event_type, content), expected)
        self.assertEqual(may_send_state(view(known=False), ALICE, OWN, "m.room.encryption", {}), R.STATE_REFUSED)
