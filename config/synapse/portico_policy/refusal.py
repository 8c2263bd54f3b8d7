"""Why something was refused: one table, so that clients can translate by `reason`."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

REASON_FIELD: Final = "org.portico.reason"
"""Field in Matrix error bodies that carries the `Refusal`'s name."""


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


class Refusal(Enum):
    """The name is stable and goes to clients; the text is for people who read logs and tools."""

    ACCOUNT_ENDED = _Text("The access of this account has ended")
    ACCOUNT_UNKNOWN = _Text("This account is not known to the company")
    POLICY_STALE = _Text("Guests are refused while the server cannot confirm their rights")
    SERVER_NOT_TRUSTED = _Text("Accounts of other servers are not admitted here")
    ENDPOINT_REFUSED = _Text("This account may not use this part of the server")
    CREATE_REFUSED = _Text("This account may not create rooms")
    ROOM_NOT_PRIVATE = _Text("Rooms must be private, unlisted and by invitation")
    ROOM_VERSION_REFUSED = _Text("Only room version 12 is allowed")
    ROOM_SETTING_REFUSED = _Text("A setting of this room is not allowed")
    INVITE_REFUSED = _Text("This account may not be invited to this room")
    JOIN_REFUSED = _Text("This account may not join this room")
    KNOCK_REFUSED = _Text("Knocking is not allowed")
    ALIAS_REFUSED = _Text("Room addresses are not allowed")
    PUBLISH_REFUSED = _Text("Rooms are not listed publicly")
    MANAGER_STAYS = _Text("The account that keeps this room stays in it")
    STATE_REFUSED = _Text("This change to the room is not allowed")
    EVENT_TYPE_REFUSED = _Text("Guests may not send this kind of event")
    ANSWER_ONLY = _Text("In this room only some begin something; others answer in threads and react")
    THREAD_CLOSED = _Text("Comments on this message are closed")
    NAME_REFUSED = _Text("The name of a guest is kept by the company")
    NAME_MISLEADING = _Text("A name may not hold control or direction characters")
    FILE_EMPTY = _Text("The file is empty")
    FILE_TYPE_REFUSED = _Text("Web pages and pictures with scripts are not accepted")

    @property
    def text(self) -> str:
        """One English sentence."""
        return self.value.text

    @property
    def fields(self) -> dict[str, str]:
        """What is added to the Matrix error body."""
        return {REASON_FIELD: self.name}
