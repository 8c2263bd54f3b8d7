"""`/_synapse/client/portico/policy`: what the module knows and decided, and "look again now"."""

import hmac
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from synapse.api.errors import Codes, SynapseError
from synapse.http.server import DirectServeJsonResource
from synapse.http.servlet import parse_integer, parse_string
from twisted.web.resource import Resource

from portico_policy.happenings import Happenings
from portico_policy.puller import Puller, PullFailed
from portico_policy.signed import SignedEvents
from portico_policy.store import SnapshotStore
from portico_policy.tally import Tally

if TYPE_CHECKING:
    from synapse.http.site import SynapseRequest
    from synapse.util.clock import Clock

PATH: Final = "/_synapse/client/portico/policy"

Report = Callable[[], dict[str, Any]]


def policy_resource(
    store: SnapshotStore,
    puller: Puller,
    tally: Tally,
    happenings: Happenings,
    signed: SignedEvents,
    token: str,
    callbacks: Sequence[str],
    clock: "Clock",
) -> Resource:
    """The resource to register at `PATH`."""

    def report() -> dict[str, Any]:
        current, age = store.current, store.age_seconds
        return {
            "version": current.version if current else None,
            "installation": current.installation if current else None,
            "generated_ts": current.generated_ts if current else None,
            "age_seconds": None if age is None else round(age, 3),
            "stale": store.stale,
            "callbacks": list(callbacks),
        }

    root = Resource()
    # Twisted says by zope interfaces, which type checkers do not read, that these are resources.
    root.putChild(b"health", _Health(report, clock))  # type: ignore[arg-type]
    root.putChild(b"refresh", _Refresh(report, puller, token, clock))  # type: ignore[arg-type]
    root.putChild(b"decisions", _Decisions(tally, token, clock))  # type: ignore[arg-type]
    root.putChild(b"events", _Events(happenings, store, token, clock))  # type: ignore[arg-type]
    root.putChild(b"signed", _Signed(signed, token, clock))  # type: ignore[arg-type]
    return root


class _Health(DirectServeJsonResource):
    """`GET`: 200 with the report. Names nobody, so it needs no token."""

    isLeaf = True

    def __init__(self, report: Report, clock: "Clock") -> None:
        super().__init__(clock=clock)
        self._report = report

    async def _async_render_GET(self, request: "SynapseRequest") -> tuple[int, dict[str, Any]]:
        return 200, self._report()


class _Refresh(DirectServeJsonResource):
    """`POST` with the bearer token: pulls, then 200 with the report, or 502 if that failed.

    Whatever the application service wrote before it asked is in force when this answers.
    """

    isLeaf = True

    def __init__(self, report: Report, puller: Puller, token: str, clock: "Clock") -> None:
        super().__init__(clock=clock)
        self._report = report
        self._puller = puller
        self._token = token

    async def _async_render_POST(self, request: "SynapseRequest") -> tuple[int, dict[str, Any]]:
        _require_token(request, self._token)
        try:
            await self._puller.pull()
        except PullFailed as failure:
            raise SynapseError(502, str(failure), Codes.UNKNOWN) from None
        return 200, self._report()


class _Decisions(DirectServeJsonResource):
    """`GET` with the bearer token: how often each door of this process gave which answer since it started."""

    isLeaf = True

    def __init__(self, tally: Tally, token: str, clock: "Clock") -> None:
        super().__init__(clock=clock)
        self._tally = tally
        self._token = token

    async def _async_render_GET(self, request: "SynapseRequest") -> tuple[int, dict[str, Any]]:
        _require_token(request, self._token)
        return 200, {"decisions": self._tally.report()}


class _Events(DirectServeJsonResource):
    """`GET ?after=` with the bearer token: ids of events in the bot's rooms after a position; 503 without a snapshot."""

    isLeaf = True

    def __init__(self, happenings: Happenings, store: SnapshotStore, token: str, clock: "Clock") -> None:
        super().__init__(clock=clock)
        self._happenings = happenings
        self._store = store
        self._token = token

    async def _async_render_GET(self, request: "SynapseRequest") -> tuple[int, dict[str, Any]]:
        _require_token(request, self._token)
        if self._store.current is None:
            raise SynapseError(503, "There is no policy snapshot yet", Codes.UNKNOWN)
        after = parse_integer(request, "after")
        return 200, await self._happenings.after(after, self._store.current.bot_user_id)


class _Signed(DirectServeJsonResource):
    """`GET ?event=` with the bearer token: the event as it was signed, and the server's public keys."""

    isLeaf = True

    def __init__(self, signed: SignedEvents, token: str, clock: "Clock") -> None:
        super().__init__(clock=clock)
        self._signed = signed
        self._token = token

    async def _async_render_GET(self, request: "SynapseRequest") -> tuple[int, dict[str, Any]]:
        _require_token(request, self._token)
        return 200, await self._signed.read(parse_string(request, "event", required=True))


def _require_token(request: "SynapseRequest", token: str) -> None:
    given = request.requestHeaders.getRawHeaders(b"Authorization") or [b""]
    if not hmac.compare_digest(given[0], f"Bearer {token}".encode()):
        raise SynapseError(401, "The policy token is missing or wrong", Codes.UNKNOWN_TOKEN)
