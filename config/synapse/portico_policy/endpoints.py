"""The endpoints that a guest may call: everything else is refused.

Synapse decides which servlet answers a request; the gate asks for that servlet's name *and* for
the whole path, so a row can never admit something that Synapse routes elsewhere. Paths are compared
as they were sent and their parts unquoted once, which is what `synapse.http.server.JsonResource`
does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final
from urllib.parse import unquote


class Scope(Enum):
    """What must hold besides the path."""

    FREE = auto()
    SELF = auto()
    """`{user_id}` is the caller."""
    ROOM = auto()
    """`{room_id}` is a managed room that wants the caller."""
    PROFILE = auto()
    """`{user_id}` is the caller or wanted in a room with the caller."""
    OWN_KEYS = auto()
    """The body asks for the caller's own devices only."""
    MEDIA = auto()
    """`{media_id}` was uploaded by the caller or appears in a room of the caller."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row: which servlet, which path, under which condition."""

    method: str
    servlet: str
    path: str
    scope: Scope

    def pattern(self) -> re.Pattern[str]:
        """The path as an expression; `{name}` is one part of it, `{name*}` the rest."""
        parts = re.split(r"(\{\w+\*?\})", self.path)
        return re.compile("".join(_expression(part) for part in parts))


_CLIENT: Final = "/_matrix/client/{version}"
_ROOM: Final = _CLIENT + "/rooms/{room_id}"
_ACCOUNT: Final = _CLIENT + "/user/{user_id}"

GUEST_ENDPOINTS: Final = (
    Endpoint("GET", "VersionsRestServlet", "/_matrix/client/versions", Scope.FREE),
    Endpoint("GET", "CapabilitiesRestServlet", _CLIENT + "/capabilities", Scope.FREE),
    Endpoint("GET", "WhoamiRestServlet", _CLIENT + "/account/whoami", Scope.FREE),
    Endpoint("POST", "LogoutRestServlet", _CLIENT + "/logout", Scope.FREE),
    Endpoint("POST", "LogoutAllRestServlet", _CLIENT + "/logout/all", Scope.FREE),
    Endpoint("GET", "DevicesRestServlet", _CLIENT + "/devices", Scope.FREE),
    Endpoint("GET", "DeviceRestServlet", _CLIENT + "/devices/{device_id}", Scope.FREE),
    Endpoint("POST", "IdTokenServlet", _ACCOUNT + "/openid/request_token", Scope.SELF),
    # Reading along
    Endpoint("GET", "SyncRestServlet", _CLIENT + "/sync", Scope.FREE),
    Endpoint("POST", "SlidingSyncRestServlet", _CLIENT + "/org.matrix.simplified_msc3575/sync", Scope.FREE),
    Endpoint("POST", "CreateFilterRestServlet", _ACCOUNT + "/filter", Scope.SELF),
    Endpoint("GET", "GetFilterRestServlet", _ACCOUNT + "/filter/{filter_id}", Scope.SELF),
    Endpoint("GET", "PushRuleRestServlet", _CLIENT + "/pushrules/{path*}", Scope.FREE),
    Endpoint("GET", "JoinedRoomsRestServlet", _CLIENT + "/joined_rooms", Scope.FREE),
    # Notes to oneself
    Endpoint("GET", "AccountDataServlet", _ACCOUNT + "/account_data/{type}", Scope.SELF),
    Endpoint("PUT", "AccountDataServlet", _ACCOUNT + "/account_data/{type}", Scope.SELF),
    Endpoint("GET", "RoomAccountDataServlet", _ACCOUNT + "/rooms/{room_id}/account_data/{type}", Scope.SELF),
    Endpoint("PUT", "RoomAccountDataServlet", _ACCOUNT + "/rooms/{room_id}/account_data/{type}", Scope.SELF),
    # A room that wants the caller
    Endpoint("POST", "JoinRoomAliasServlet", _CLIENT + "/join/{room_id}", Scope.ROOM),
    Endpoint("POST", "RoomMembershipRestServlet", _ROOM + "/join", Scope.ROOM),
    Endpoint("GET", "RoomMessageListRestServlet", _ROOM + "/messages", Scope.ROOM),
    Endpoint("GET", "RoomEventServlet", _ROOM + "/event/{event_id}", Scope.ROOM),
    Endpoint("GET", "RoomEventContextServlet", _ROOM + "/context/{event_id}", Scope.ROOM),
    Endpoint("GET", "RelationPaginationServlet", _ROOM + "/relations/{event_id}", Scope.ROOM),
    Endpoint("GET", "RelationPaginationServlet", _ROOM + "/relations/{event_id}/{relation}", Scope.ROOM),
    Endpoint("GET", "RelationPaginationServlet", _ROOM + "/relations/{event_id}/{relation}/{type}", Scope.ROOM),
    Endpoint("GET", "ThreadsServlet", _ROOM + "/threads", Scope.ROOM),
    Endpoint("GET", "TimestampLookupRestServlet", _ROOM + "/timestamp_to_event", Scope.ROOM),
    Endpoint("GET", "RoomStateRestServlet", _ROOM + "/state", Scope.ROOM),
    Endpoint("GET", "RoomStateEventRestServlet", _ROOM + "/state/{type}", Scope.ROOM),
    Endpoint("GET", "RoomStateEventRestServlet", _ROOM + "/state/{type}/{state_key}", Scope.ROOM),
    Endpoint("GET", "RoomMemberListRestServlet", _ROOM + "/members", Scope.ROOM),
    Endpoint("GET", "JoinedRoomMemberListRestServlet", _ROOM + "/joined_members", Scope.ROOM),
    Endpoint("PUT", "RoomSendEventRestServlet", _ROOM + "/send/{type}/{txn_id}", Scope.ROOM),
    Endpoint("PUT", "RoomRedactEventRestServlet", _ROOM + "/redact/{event_id}/{txn_id}", Scope.ROOM),
    Endpoint("POST", "ReceiptRestServlet", _ROOM + "/receipt/{type}/{event_id}", Scope.ROOM),
    Endpoint("POST", "ReadMarkerRestServlet", _ROOM + "/read_markers", Scope.ROOM),
    Endpoint("PUT", "RoomTypingRestServlet", _ROOM + "/typing/{user_id}", Scope.ROOM),
    # Faces and files
    Endpoint("GET", "ProfileRestServlet", _CLIENT + "/profile/{user_id}", Scope.PROFILE),
    Endpoint("GET", "ProfileFieldRestServlet", _CLIENT + "/profile/{user_id}/{field}", Scope.PROFILE),
    Endpoint("GET", "MediaConfigResource", "/_matrix/client/v1/media/config", Scope.FREE),
    Endpoint("GET", "MediaConfigResource", "/_matrix/media/{version}/config", Scope.FREE),
    Endpoint("POST", "UploadServlet", "/_matrix/media/{version}/upload", Scope.FREE),
    Endpoint("GET", "DownloadResource", "/_matrix/client/v1/media/download/{server_name}/{media_id}", Scope.MEDIA),
    Endpoint(
        "GET",
        "DownloadResource",
        "/_matrix/client/v1/media/download/{server_name}/{media_id}/{file_name}",
        Scope.MEDIA,
    ),
    Endpoint("GET", "ThumbnailResource", "/_matrix/client/v1/media/thumbnail/{server_name}/{media_id}", Scope.MEDIA),
    # Clients with encryption do not start without these two; rooms of guests are not encrypted.
    Endpoint("POST", "KeyUploadServlet", _CLIENT + "/keys/upload", Scope.FREE),
    Endpoint("POST", "KeyQueryServlet", _CLIENT + "/keys/query", Scope.OWN_KEYS),
)

LEAVING: Final = frozenset({"LogoutRestServlet", "LogoutAllRestServlet", "VersionsRestServlet"})
"""Servlets for accounts that may do nothing else."""

LOGIN_TOKEN_SERVLET: Final = "LoginTokenRequestServlet"
"""Mints a login for the caller without a password: the application service's, nobody else's."""

UPLOAD_SERVLETS: Final = frozenset({"UploadServlet", "AsyncUploadServlet"})

Route = tuple[re.Pattern[str], Scope]


class RouteTable:
    """The rows, found by method and servlet."""

    __slots__ = ("_routes",)

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._routes: dict[tuple[str, str], list[Route]] = {}
        for endpoint in endpoints:
            route = (endpoint.pattern(), endpoint.scope)
            self._routes.setdefault((endpoint.method, endpoint.servlet), []).append(route)

    def find(self, method: str, servlet: str, path: str) -> tuple[Scope, dict[str, str]] | None:
        """The scope and the unquoted parts of an admitted path."""
        for pattern, scope in self._routes.get(("GET" if method == "HEAD" else method, servlet), ()):
            if found := pattern.fullmatch(path):
                return scope, {name: unquote(value) for name, value in found.groupdict().items()}
        return None


def _expression(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    name = part.strip("{}")
    if name == "version":
        return r"(?:api/v1|r0|v1|v3|unstable)"
    return f"(?P<{name[:-1]}>.*)" if name.endswith("*") else f"(?P<{name}>[^/]*)"
