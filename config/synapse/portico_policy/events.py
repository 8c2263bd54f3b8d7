"""What local accounts may send into rooms, membership included."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from portico_policy.membership import may_invite, may_join
from portico_policy.refusal import Refusal
from portico_policy.rooms import COMPANY_FIELD, may_send_state
from portico_policy.view import STANDING_REFUSAL, Standing, View

GUEST_EVENT_TYPES: Final = frozenset({"m.room.message", "m.reaction", "m.room.redaction"})
"""All that a guest may send. Rooms with guests are not encrypted, so `m.room.encrypted` is not here."""


class Event(Protocol):
    """The part of Synapse's `EventBase` that the rules look at."""

    @property
    def type(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def room_id(self) -> str: ...
    @property
    def content(self) -> Mapping[str, Any]: ...
    def get_state_key(self) -> str | None: ...


State = Mapping[tuple[str, str], Event]


def may_send(view: View, event: Event) -> Refusal | None:
    """Events that are not `m.room.member`, local and received."""
    state_key = event.get_state_key()
    if state_key is not None:
        return may_send_state(view, event.sender, event.room_id, event.type, event.content)
    standing = view.standing(event.sender)
    if refusal := STANDING_REFUSAL.get(standing):
        return refusal
    if standing is Standing.GUEST:
        if event.room_id not in view.guest_rooms(event.sender):
            return Refusal.ENDPOINT_REFUSED
        if event.type not in GUEST_EVENT_TYPES:
            return Refusal.EVENT_TYPE_REFUSED
    if standing is not Standing.BOT and not view.may_begin(event.sender, event.room_id) and not _is_answer(event):
        return Refusal.ANSWER_ONLY
    if standing is not Standing.BOT and _root(event) in view.closed_threads(event.room_id):
        return Refusal.THREAD_CLOSED
    return None


def _root(event: Event) -> object:
    """The event whose thread this one belongs to; `None` outside of threads."""
    relation = event.content.get("m.relates_to")
    if not isinstance(relation, Mapping) or relation.get("rel_type") != "m.thread":
        return None
    root = relation.get("event_id")
    return root if isinstance(root, str) else None


_ANSWERS: Final = frozenset({"m.reaction", "m.room.redaction", "m.poll.response", "org.matrix.msc3381.poll.response"})
"""Events that stand by no other means than by what they are about."""


def _is_answer(event: Event) -> bool:
    """A word in a thread, a correction, a reaction: nothing that stands in the timeline by itself.

    Somebody else's message cannot be corrected: clients leave such an `m.replace` aside (CS API 11.56.3).
    """
    if event.type in _ANSWERS:
        return True
    relation = event.content.get("m.relates_to")
    return isinstance(relation, Mapping) and relation.get("rel_type") in ("m.thread", "m.replace")


def may_change_membership(view: View, event: Event, state: State) -> Refusal | None:
    """One `m.room.member` event before it is accepted. `state`: the room's state before it.

    Leaving, kicking and banning are left to Matrix's power levels: they only take rights away,
    and the application service must be able to carry them out in the name of an ended account.
    Only its own account never leaves a room that it keeps, because nobody could let it in again.
    """
    membership = event.content.get("membership")
    target = event.get_state_key() or ""
    if membership in ("leave", "ban"):
        return Refusal.MANAGER_STAYS if view.keeps(target, event.room_id) else None
    if membership == "knock":
        return Refusal.KNOCK_REFUSED
    if membership == "invite":
        return may_invite(view, event.sender, target, event.room_id)
    if membership != "join":
        return Refusal.STATE_REFUSED
    if event.sender != target:
        return Refusal.JOIN_REFUSED
    if COMPANY_FIELD in event.content and not _is_badge(view, event):
        return Refusal.NAME_REFUSED
    return may_join(view, target, event.room_id, _is_admitted(target, state))


def badge(view: View, event: Event) -> str | None:
    """The company that belongs into this membership event and is not there yet."""
    account = view.account(event.sender)
    if account is None or account.company is None or event.content.get("membership") != "join":
        return None
    return None if event.content.get(COMPANY_FIELD) == account.company else account.company


def _is_badge(view: View, event: Event) -> bool:
    account = view.account(event.sender)
    return account is not None and event.content.get(COMPANY_FIELD) == account.company


_JOIN_RULES: Final = ("m.room.join_rules", "")
_CREATE: Final = ("m.room.create", "")


def state_needed(event: Event) -> tuple[tuple[str, str], ...]:
    """What `may_change_membership` reads of the room's state; nothing for other events."""
    if event.type != "m.room.member" or event.content.get("membership") != "join":
        return ()
    return (("m.room.member", event.get_state_key() or ""), _JOIN_RULES, _CREATE)


def _is_admitted(user_id: str, state: State) -> bool:
    before = state.get(("m.room.member", user_id))
    if before is not None and before.content.get("membership") in ("invite", "join"):
        return True
    rules = state.get(_JOIN_RULES)
    if rules is not None:
        return rules.content.get("join_rule") == "restricted"
    created = state.get(_CREATE)
    return created is not None and created.sender == user_id
