"""The picture of the world that the application service publishes.

Its shape is `appservice/contract/src/policy-snapshot.ts`. What is read is parsed strictly. What is
not known here is left aside, so that a newer service never leaves the homeserver without a policy;
a class of accounts that is not known has the rights of guests.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

_NOTHING: frozenset[str] = frozenset()


class SnapshotError(ValueError):
    """The text is no snapshot; the message names the place and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of one local account."""

    account_class: Literal["staff", "guest"]
    expires_ts: int | None
    ended: bool
    company: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the world. Never changed after it was parsed."""

    version: int
    installation: str
    generated_ts: int
    server_name: str
    bot_user_id: str
    guest_prefix: str
    users: Mapping[str, Account]
    members: Mapping[str, frozenset[str]]
    """Managed room to wanted members; a room that is missing is unmanaged."""
    beginners: Mapping[str, frozenset[str]]
    """Who may begin something, for the rooms in which others may only answer."""
    closed: Mapping[str, frozenset[str]]
    """Events whose threads are closed, for the rooms that have any."""
    rooms_of_guest: Mapping[str, frozenset[str]] = field(repr=False)
    """The same, turned round, for guests only."""

    def rooms_of(self, user_id: str) -> frozenset[str]:
        """Managed rooms in which a guest is wanted."""
        return self.rooms_of_guest.get(user_id, _NOTHING)


def parse_snapshot(text: bytes) -> Snapshot:
    """Reads JSON; raises `SnapshotError` on anything that the contract does not allow."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(f"not JSON: {error}") from None
    top = _Fields(raw, "snapshot", required=_TOP)
    server_name = top.text("server_name")
    suffix = ":" + server_name
    users = {_local_user(user_id, suffix): _account(entry, user_id) for user_id, entry in top.mapping("users").items()}
    rooms = {_room_id(room_id): _room(entry, room_id) for room_id, entry in top.mapping("rooms").items()}
    members = {room_id: room.members for room_id, room in rooms.items()}
    prefix = "@" + top.text("guest_prefix")
    return Snapshot(
        version=top.integer("version"),
        installation=top.text("installation"),
        generated_ts=top.integer("generated_ts"),
        server_name=server_name,
        bot_user_id=_local_user(top.text("bot_user_id"), suffix),
        guest_prefix=top.text("guest_prefix"),
        users=users,
        members=members,
        beginners={room_id: room.beginners for room_id, room in rooms.items() if room.beginners is not None},
        closed={room_id: room.closed for room_id, room in rooms.items() if room.closed},
        rooms_of_guest=_turn_round(members, users, prefix),
    )


_TOP = frozenset(
    {
        "version",
        "installation",
        "generated_ts",
        "server_name",
        "bot_user_id",
        "guest_prefix",
        "users",
        "rooms",
    }
)


class _Fields:
    """One JSON object whose keys are checked before any is read."""

    __slots__ = ("_raw", "_where")

    def __init__(self, raw: object, where: str, required: frozenset[str]) -> None:
        if not isinstance(raw, dict):
            raise SnapshotError(f"{where}: must be an object")
        if not required <= raw.keys():
            raise SnapshotError(f"{where}: {sorted(required - raw.keys())} missing")
        self._raw: dict[str, Any] = raw
        self._where = where

    def _wrong(self, key: str, wanted: str) -> SnapshotError:
        return SnapshotError(f"{self._where}.{key}: must be {wanted}")

    def text(self, key: str) -> str:
        value = self._raw[key]
        if not isinstance(value, str) or not value:
            raise self._wrong(key, "a text that is not empty")
        return value

    def integer(self, key: str) -> int:
        value = self._raw[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, "a whole number")
        return value

    def flag(self, key: str) -> bool:
        value = self._raw[key]
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        value = self._raw[key]
        if not isinstance(value, dict):
            raise self._wrong(key, "an object")
        return value

    def texts(self, key: str) -> list[str]:
        value = self._raw[key]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "a list of texts")
        return value

    def __contains__(self, key: str) -> bool:
        return key in self._raw


_ACCOUNT_REQUIRED = frozenset({"class"})
_ROOM_REQUIRED = frozenset({"members"})


def _account(raw: object, user_id: str) -> Account:
    fields = _Fields(raw, f"users[{user_id}]", _ACCOUNT_REQUIRED)
    return Account(
        account_class="staff" if fields.text("class") == "staff" else "guest",
        expires_ts=fields.integer("expires_ts") if "expires_ts" in fields else None,
        ended=fields.flag("ended") if "ended" in fields else False,
        company=fields.text("company") if "company" in fields else None,
    )


@dataclass(frozen=True, slots=True)
class _Room:
    members: frozenset[str]
    beginners: frozenset[str] | None
    closed: frozenset[str]


def _room(raw: object, room_id: str) -> _Room:
    fields = _Fields(raw, f"rooms[{room_id}]", _ROOM_REQUIRED)
    return _Room(
        members=frozenset(fields.texts("members")),
        beginners=frozenset(fields.texts("beginners")) if "beginners" in fields else None,
        closed=frozenset(fields.texts("closed")) if "closed" in fields else _NOTHING,
    )


def _local_user(user_id: str, suffix: str) -> str:
    if not user_id.startswith("@") or not user_id.endswith(suffix) or len(user_id) <= len(suffix) + 1:
        raise SnapshotError(f"{user_id}: is no account of this server (@name{suffix})")
    return user_id


def _room_id(room_id: str) -> str:
    if not room_id.startswith("!"):
        raise SnapshotError(f"{room_id}: is no room id")
    return room_id


def _turn_round(
    members: Mapping[str, frozenset[str]], users: Mapping[str, Account], prefix: str
) -> dict[str, frozenset[str]]:
    rooms: dict[str, set[str]] = {}
    for room_id, wanted in members.items():
        for user_id in wanted:
            account = users.get(user_id)
            if user_id.startswith(prefix) or (account and account.account_class == "guest"):
                rooms.setdefault(user_id, set()).add(room_id)
    return {user_id: frozenset(room_ids) for user_id, room_ids in rooms.items()}
