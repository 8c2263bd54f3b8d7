"""Who somebody is, at one moment, by one snapshot."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from portico_policy.refusal import Refusal
from portico_policy.snapshot import Account, Snapshot

GHOST_PREFIX: Final = "@portico_"
"""Local parts of the application service's ghosts; reserved by its exclusive namespace."""


class Standing(Enum):
    """What an account is, as far as the rules care."""

    BOT = auto()
    """The application service's own user and its ghosts: not restricted."""
    STAFF = auto()
    GUEST = auto()
    LIMITED = auto()
    """An account that is no guest by name while there is no snapshot: works in rooms it is in."""
    HELD = auto()
    """A guest while the snapshot is missing or stale: refused everything, but not ended."""
    ENDED = auto()
    UNKNOWN = auto()
    """A local account that the snapshot does not name: may log out."""
    REMOTE = auto()


STANDING_REFUSAL: Final = {
    Standing.HELD: Refusal.POLICY_STALE,
    Standing.ENDED: Refusal.ACCOUNT_ENDED,
    Standing.UNKNOWN: Refusal.ACCOUNT_UNKNOWN,
    Standing.REMOTE: Refusal.SERVER_NOT_TRUSTED,
}
"""Those who are refused whatever they ask, and what they are told."""


@dataclass(frozen=True, slots=True)
class View:
    """A snapshot (or none) at one moment. Every rule is a function of this and of a question."""

    snapshot: Snapshot | None
    stale: bool
    now_ms: int
    server_name: str
    guest_prefix: str
    """Used only without a snapshot, which names its own."""

    def standing(self, user_id: str) -> Standing:
        """Never raises, whatever the text is."""
        if not user_id.endswith(self.server_name) or user_id.partition(":")[2] != self.server_name:
            return Standing.REMOTE
        if user_id.startswith(GHOST_PREFIX):
            return Standing.BOT
        snapshot = self.snapshot
        if snapshot is None:
            is_guest = user_id.startswith(self.guest_prefix, 1)
            return Standing.HELD if is_guest else Standing.LIMITED
        if user_id == snapshot.bot_user_id:
            return Standing.BOT
        account = snapshot.users.get(user_id)
        if account is None:
            is_guest = user_id.startswith(snapshot.guest_prefix, 1)
            return Standing.ENDED if is_guest else Standing.UNKNOWN
        if account.ended or (account.expires_ts is not None and account.expires_ts <= self.now_ms):
            return Standing.ENDED
        if account.account_class == "staff" and not user_id.startswith(snapshot.guest_prefix, 1):
            return Standing.STAFF
        return Standing.HELD if self.stale else Standing.GUEST

    def is_guest(self, user_id: str) -> bool:
        """A guest by name or by class, whether or not the access has ended."""
        prefix = self.snapshot.guest_prefix if self.snapshot else self.guest_prefix
        account = self.account(user_id)
        return user_id.startswith(prefix, 1) or (account is not None and account.account_class == "guest")

    def account(self, user_id: str) -> Account | None:
        """What the snapshot says of somebody."""
        return self.snapshot.users.get(user_id) if self.snapshot else None

    def members(self, room_id: str) -> frozenset[str] | None:
        """Wanted members of a managed room; `None`: unmanaged, or no snapshot."""
        return self.snapshot.members.get(room_id) if self.snapshot else None

    def may_begin(self, user_id: str, room_id: str) -> bool:
        """Whether somebody may begin something in a room, or only answer there."""
        beginners = self.snapshot.beginners.get(room_id) if self.snapshot else None
        return beginners is None or user_id in beginners

    def closed_threads(self, room_id: str) -> frozenset[str]:
        """Events that nobody answers any more in a thread."""
        return self.snapshot.closed.get(room_id, frozenset()) if self.snapshot else frozenset()

    def keeps(self, user_id: str, room_id: str) -> bool:
        """Whether this is the application service's own account, in a managed room."""
        return self.snapshot is not None and user_id == self.snapshot.bot_user_id and self.members(room_id) is not None

    def guest_rooms(self, user_id: str) -> frozenset[str]:
        """The rooms that a guest may touch."""
        return self.snapshot.rooms_of(user_id) if self.snapshot else frozenset()

    def share_a_room(self, guest: str, other: str) -> bool:
        """Whether some room wants both."""
        return any(other in (self.members(room) or ()) for room in self.guest_rooms(guest))
