"""What a room that people make for themselves may look like, and what may change in any room."""

from collections.abc import Mapping
from typing import Any, Final

from portico_policy.names import is_plain
from portico_policy.refusal import Refusal
from portico_policy.view import STANDING_REFUSAL, Standing, View

ROOM_VERSION: Final = "12"
OWN_STATE_PREFIX: Final = "org.portico."
COMPANY_FIELD: Final = "org.portico.company"
"""In a guest's `m.room.member`: the company shown as badge (`contract/src/matrix.ts`)."""

_CREATE_KEYS: Final = frozenset(
    {
        "creation_content",
        "initial_state",
        "invite",
        "is_direct",
        "name",
        "power_level_content_override",
        "preset",
        "room_version",
        "topic",
        "visibility",
    }
)
_INITIAL_STATE: Final = frozenset(
    {
        "m.room.avatar",
        "m.room.encryption",
        "m.room.guest_access",
        "m.room.history_visibility",
        "m.room.join_rules",
        "m.room.name",
        "m.room.topic",
    }
)
_JOIN_RULES: Final = ("invite", "restricted")
_LEVELS: Final = {"ban": 50, "kick": 50, "redact": 50, "state_default": 50, "events_default": 0, "invite": 0}
_EVENT_LEVELS: Final = {
    "m.room.avatar": 50,
    "m.room.canonical_alias": 50,
    "m.room.encryption": 100,
    "m.room.history_visibility": 100,
    "m.room.name": 50,
    "m.room.power_levels": 100,
    "m.room.server_acl": 100,
    "m.room.tombstone": 100,
}
"""Least levels that an override may ask for: those that Synapse itself would set."""


def may_create_room(view: View, creator: str, config: Mapping[str, Any]) -> Refusal | None:
    """Judges the body of `POST /createRoom` (Matrix CS API 11.1); a missing key is the default."""
    standing = view.standing(creator)
    if refusal := STANDING_REFUSAL.get(standing):
        return refusal
    if standing is Standing.BOT:
        return None
    if standing is not Standing.STAFF:
        return Refusal.CREATE_REFUSED
    if config.get("room_alias_name") is not None:
        return Refusal.ALIAS_REFUSED
    if config.get("visibility", "private") != "private":
        return Refusal.PUBLISH_REFUSED
    if config.get("preset", "private_chat") != "private_chat":
        return Refusal.ROOM_NOT_PRIVATE
    if config.get("room_version", ROOM_VERSION) != ROOM_VERSION:
        return Refusal.ROOM_VERSION_REFUSED
    if not is_plain(config.get("name")):
        return Refusal.NAME_MISLEADING
    if config.get("invite_3pid"):
        return Refusal.INVITE_REFUSED
    if not (config.keys() - {"invite_3pid", "room_alias_name"} <= _CREATE_KEYS):
        return Refusal.ROOM_SETTING_REFUSED
    # A type makes it a space, a predecessor takes over another room, and so on.
    content = config.get("creation_content", {})
    if not isinstance(content, dict) or content.keys() - {"m.federate", "room_version"}:
        return Refusal.ROOM_SETTING_REFUSED
    return _invitations(view, config) or _initial_state(config) or _levels(config)


def close_to_outside(config: dict[str, Any]) -> None:
    """Adds what every room of a person gets, in place: no federation, our version, no guests.

    Synapse's presets admit accounts of `allow_guest_access`; those are refused as state events,
    and a refusal in the middle of `createRoom` would leave half a room.
    """
    config["room_version"] = ROOM_VERSION
    config.setdefault("creation_content", {})["m.federate"] = False
    state = [entry for entry in config.get("initial_state", []) if entry["type"] != "m.room.guest_access"]
    state.append({"type": "m.room.guest_access", "state_key": "", "content": {"guest_access": "forbidden"}})
    config["initial_state"] = state


def may_send_state(
    view: View, sender: str, room_id: str, event_type: str, content: Mapping[str, Any]
) -> Refusal | None:
    """Any state event but `m.room.member`. Matrix's own power levels are asked besides."""
    standing = view.standing(sender)
    if refusal := STANDING_REFUSAL.get(standing):
        return refusal
    if standing is Standing.BOT:
        return None
    if standing is Standing.GUEST or event_type.startswith(OWN_STATE_PREFIX):
        return Refusal.STATE_REFUSED
    match event_type:
        case "m.room.name":
            return None if is_plain(content.get("name", "")) else Refusal.NAME_MISLEADING
        case "m.room.tombstone" | "m.room.third_party_invite":
            return Refusal.STATE_REFUSED
        case "m.room.create":
            private = content.get("m.federate") is False and "type" not in content
            return None if private and "predecessor" not in content else Refusal.ROOM_NOT_PRIVATE
        case "m.room.canonical_alias" | "m.room.aliases":
            return Refusal.ALIAS_REFUSED
        case "m.room.join_rules" | "m.room.history_visibility" | "m.room.guest_access":
            return _privacy(event_type, content)
        case "m.room.encryption" | "m.room.server_acl" | "m.room.policy":
            # Without a snapshot nobody knows which rooms are managed.
            own = standing is Standing.STAFF and view.members(room_id) is None
            return None if own else Refusal.STATE_REFUSED
    return None


def _privacy(event_type: str, content: Mapping[str, Any]) -> Refusal | None:
    match event_type:
        case "m.room.join_rules":
            private = content.get("join_rule") in _JOIN_RULES
        case "m.room.history_visibility":
            private = content.get("history_visibility") != "world_readable"
        case "m.room.guest_access":
            private = content.get("guest_access") != "can_join"
        case _:
            private = True
    return None if private else Refusal.ROOM_NOT_PRIVATE


def _invitations(view: View, config: Mapping[str, Any]) -> Refusal | None:
    invited = config.get("invite", [])
    if not isinstance(invited, list):
        return Refusal.ROOM_SETTING_REFUSED
    for user_id in invited:
        if not isinstance(user_id, str) or view.standing(user_id) is not Standing.STAFF:
            return Refusal.INVITE_REFUSED
    return None


def _initial_state(config: Mapping[str, Any]) -> Refusal | None:
    entries = config.get("initial_state", [])
    if not isinstance(entries, list):
        return Refusal.ROOM_SETTING_REFUSED
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("content"), dict):
            return Refusal.ROOM_SETTING_REFUSED
        event_type = entry.get("type")
        if not isinstance(event_type, str) or event_type not in _INITIAL_STATE:
            return Refusal.ROOM_SETTING_REFUSED
        if entry.get("state_key", "") != "":
            return Refusal.ROOM_SETTING_REFUSED
        if refusal := _privacy(event_type, entry["content"]):
            return refusal
    return None


def _levels(config: Mapping[str, Any]) -> Refusal | None:
    override = config.get("power_level_content_override", {})
    if not isinstance(override, dict):
        return Refusal.ROOM_SETTING_REFUSED
    for key, value in override.items():
        match key:
            case "users_default":
                safe = value == 0
            case "users" | "notifications":
                safe = isinstance(value, dict)
            case "events":
                # Synapse puts this in the place of its own table, so what is left out counts.
                safe = isinstance(value, dict) and all(
                    _at_least(value.get(event_type), least) for event_type, least in _EVENT_LEVELS.items()
                )
            case _:
                safe = key in _LEVELS and _at_least(value, _LEVELS[key])
        if not safe:
            return Refusal.ROOM_SETTING_REFUSED
    return None


def _at_least(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
