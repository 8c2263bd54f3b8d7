"""Who may enter which room: invitations and joins."""

from portico_policy.refusal import Refusal
from portico_policy.view import STANDING_REFUSAL, Standing, View


def may_invite(view: View, inviter: str, invitee: str, room_id: str) -> Refusal | None:
    """Managed rooms take their wanted members only; every other room takes staff from staff."""
    standing = view.standing(inviter)
    if refusal := STANDING_REFUSAL.get(standing):
        return refusal
    if standing in (Standing.GUEST, Standing.LIMITED):
        return Refusal.INVITE_REFUSED
    invited = view.standing(invitee)
    if invited is Standing.BOT and (standing is Standing.BOT or view.keeps(invitee, room_id)):
        return None
    if invited in STANDING_REFUSAL:
        return Refusal.INVITE_REFUSED
    members = view.members(room_id)
    if members is not None:
        return None if invitee in members else Refusal.INVITE_REFUSED
    if standing is Standing.BOT or invited is Standing.STAFF:
        return None
    return Refusal.INVITE_REFUSED


def may_join(view: View, user_id: str, room_id: str, admitted: bool) -> Refusal | None:
    """`admitted`: invited, already in the room, or the room is open to members of another one.

    It counts in unmanaged rooms only; a managed room's wanted members come from the snapshot.
    """
    standing = view.standing(user_id)
    if refusal := STANDING_REFUSAL.get(standing):
        return refusal
    if standing is Standing.BOT:
        return None
    members = view.members(room_id)
    if members is not None:
        return None if user_id in members else Refusal.JOIN_REFUSED
    if standing is not Standing.GUEST and admitted:
        return None
    return Refusal.JOIN_REFUSED


def may_log_in(view: View, user_id: str) -> Refusal | None:
    """Whoever is known and not ended; guests only while the snapshot is fresh."""
    return STANDING_REFUSAL.get(view.standing(user_id))


def is_cut_off(view: View, user_id: str) -> bool:
    """Whether even running sessions are refused."""
    return view.standing(user_id) is Standing.ENDED


def may_find(view: View, seeker: str, found: str) -> bool:
    """Whether a directory search shows somebody: staff see staff, the service sees everybody."""
    standing = view.standing(seeker)
    if standing is Standing.BOT:
        return True
    return standing is Standing.STAFF and view.standing(found) is Standing.STAFF
