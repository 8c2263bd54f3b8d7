"""The HTTP gate: which requests of an account are answered at all.

It stands behind `get_user_by_req`, through which every servlet that wants to know its caller goes,
because most reads (profiles, directories, keys, media) have no module callback.
"""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

from synapse.api.errors import Codes, SynapseError
from synapse.util.cancellation import cancellable

from portico_policy.endpoints import (
    GUEST_ENDPOINTS,
    LEAVING,
    LOGIN_TOKEN_SERVLET,
    UPLOAD_SERVLETS,
    RouteTable,
    Scope,
)
from portico_policy.files import judge_declared_type
from portico_policy.refusal import Refusal
from portico_policy.tally import Tally
from portico_policy.view import STANDING_REFUSAL, Standing, View

if TYPE_CHECKING:
    from synapse.http.site import SynapseRequest
    from synapse.synapse_rust.types import Requester

MediaCheck = Callable[[View, str, str, str], Awaitable[bool]]
"""(view, guest, server name, media id) -> whether the guest may have the file."""

_SPECIAL: Final = UPLOAD_SERVLETS | {LOGIN_TOKEN_SERVLET}
_DELAY: Final = b"org.matrix.msc4140.delay"
_MAX_KEY_QUERY_BYTES: Final = 64 * 1024


def refused(refusal: Refusal, code: int = 403) -> SynapseError:
    """The answer to the client: `M_FORBIDDEN`, a sentence, and the refusal's name."""
    return SynapseError(code, refusal.text, Codes.FORBIDDEN, refusal.fields)


class Gate:
    """Judges requests, and counts its answers."""

    def __init__(self, view: Callable[[], View], may_fetch: MediaCheck, tally: Tally) -> None:
        self._view = view
        self._may_fetch = may_fetch
        self._admit = tally.watch("gate", self.admit)
        self._table = RouteTable(GUEST_ENDPOINTS)

    def wrap(self, original: Callable[..., Awaitable["Requester"]]) -> Callable[..., Awaitable["Requester"]]:
        """`get_user_by_req` with the gate behind it; the signature stays."""

        @cancellable
        async def get_user_by_req(
            request: "SynapseRequest",
            allow_guest: bool = False,
            allow_expired: bool = False,
            allow_locked: bool = False,
        ) -> "Requester":
            requester = await original(
                request,
                allow_guest=allow_guest,
                allow_expired=allow_expired,
                allow_locked=allow_locked,
            )
            await self._admit(request, requester)
            return requester

        return get_user_by_req

    async def admit(self, request: "SynapseRequest", requester: "Requester") -> None:
        """Raises a `SynapseError` unless the request may be answered."""
        servlet = request.request_metrics.name or ""
        if servlet in _SPECIAL:
            self._judge_special(servlet, request, requester)
        # Whoever holds the application service's token has been authorised by our own API.
        if requester.app_service_id is not None:
            return
        view = self._view()
        user_id = requester.user.to_string()
        standing = view.standing(user_id)
        if standing in (Standing.STAFF, Standing.LIMITED, Standing.BOT) or servlet in LEAVING:
            return
        if refusal := STANDING_REFUSAL.get(standing):
            raise refused(refusal)
        if not await self._is_admitted(request, servlet, view, user_id):
            raise refused(Refusal.ENDPOINT_REFUSED)

    def _judge_special(self, servlet: str, request: "SynapseRequest", requester: "Requester") -> None:
        if servlet == LOGIN_TOKEN_SERVLET:
            if requester.app_service_id is None:
                raise refused(Refusal.ENDPOINT_REFUSED)
            return
        if refusal := judge_declared_type(request.getHeader("Content-Type") or ""):
            raise refused(refusal)

    async def _is_admitted(self, request: "SynapseRequest", servlet: str, view: View, user_id: str) -> bool:
        found = self._table.find(request.method.decode("ascii"), servlet, request.path.decode("ascii"))
        if found is None:
            return False
        scope, parts = found
        match scope:
            case Scope.FREE:
                return True
            case Scope.SELF:
                return parts["user_id"] == user_id
            case Scope.ROOM:
                # A delayed event is sent when nobody asks any more whether its sender still may.
                return parts["room_id"] in view.guest_rooms(user_id) and _DELAY not in (request.args or {})
            case Scope.PROFILE:
                return parts["user_id"] == user_id or view.share_a_room(user_id, parts["user_id"])
            case Scope.OWN_KEYS:
                return _asks_only_for(request, user_id)
            case Scope.MEDIA:
                return await self._may_fetch(view, user_id, parts["server_name"], parts["media_id"])


def _asks_only_for(request: "SynapseRequest", user_id: str) -> bool:
    content: Any = request.content
    position = content.tell()
    content.seek(0)
    text = content.read(_MAX_KEY_QUERY_BYTES + 1)
    content.seek(position)
    if len(text) > _MAX_KEY_QUERY_BYTES:
        return False
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return False
    wanted = body.get("device_keys") if isinstance(body, dict) else None
    return isinstance(wanted, dict) and wanted.keys() <= {user_id}
