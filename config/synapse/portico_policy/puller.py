"""Fetches the snapshot from the application service, outside of every request."""

import logging
from typing import TYPE_CHECKING, Final

from synapse.logging.context import PreserveLoggingContext, make_deferred_yieldable
from twisted.internet.defer import DeferredLock
from twisted.internet.defer import TimeoutError as DeferredTimeoutError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.client import Agent, HTTPConnectionPool, ResponseFailed, readBody
from twisted.web.error import Error as WebError
from twisted.web.http_headers import Headers

from portico_policy.snapshot import SnapshotError, parse_snapshot
from portico_policy.store import SnapshotRefused, SnapshotStore

if TYPE_CHECKING:
    from synapse.module_api import ModuleApi
    from twisted.internet.interfaces import IReactorCore

logger = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 5.0


class PullFailed(Exception):
    """The snapshot could not be had; says why. The current one stays."""


class Puller:
    """Asks one address, one request at a time.

    Synapse's own HTTP client waits 60 seconds and writes a log line for each answer, which at one
    poll a second would drown the log; Twisted's agent below it does neither.
    """

    def __init__(self, api: "ModuleApi", reactor: "IReactorCore", store: SnapshotStore, url: str, token: str) -> None:
        self._api = api
        self._reactor = reactor
        self._store = store
        self._url = url.encode("ascii")
        self._authorization = f"Bearer {token}"
        self._agent = Agent(reactor, connectTimeout=CONNECT_SECONDS, pool=HTTPConnectionPool(reactor))
        self._lock = DeferredLock()
        # None until this process has got a snapshot itself: the copy on disk may be of another
        # installation that happens to be at the same version.
        self._etag: str | None = None
        self._failing = False

    async def poll(self) -> None:
        """One round of the loop: pulls, and logs when the outcome changes."""
        try:
            await self.pull()
        except PullFailed as failure:
            if not self._failing:
                logger.warning("policy snapshot not refreshed: %s", failure)
            self._failing = True
            return
        if self._failing:
            logger.info("policy snapshot is refreshed again")
        self._failing = False

    async def pull(self) -> None:
        """Asks now, after any request that is under way; raises `PullFailed`."""
        await make_deferred_yieldable(self._lock.acquire())
        try:
            await self._pull()
        finally:
            # Runs the next waiter's code at once, which must not find itself in our log context.
            with PreserveLoggingContext():
                self._lock.release()

    async def _pull(self) -> None:
        headers = Headers({"Authorization": [self._authorization], "Accept": ["application/json"]})
        if self._etag is not None:
            headers.addRawHeader("If-None-Match", self._etag)
        status, etag, body = await self._get(headers)
        if status == 304 and self._etag is not None:
            self._store.confirm()
        elif status == 200:
            await self._take(body)
            self._etag = etag
        else:
            raise PullFailed(f"{self._url.decode()} answered {status}")
        try:
            await self._api.defer_to_thread(self._store.save)
        except OSError as error:
            logger.error("the policy snapshot holds, but could not be written to disk: %s", error)

    async def _take(self, body: bytes) -> None:
        try:
            self._store.take(await self._api.defer_to_thread(parse_snapshot, body), body)
        except (SnapshotError, SnapshotRefused) as error:
            raise PullFailed(f"the snapshot of {self._url.decode()} is refused: {error}") from None

    async def _get(self, headers: Headers) -> tuple[int, str | None, bytes]:
        try:
            asked = self._agent.request(b"GET", self._url, headers)
            asked.addTimeout(ANSWER_SECONDS, self._reactor)
            response = await make_deferred_yieldable(asked)
            reading = readBody(response)
            reading.addTimeout(ANSWER_SECONDS, self._reactor)
            body = await make_deferred_yieldable(reading)
        except (
            ConnectError,
            ConnectionClosed,
            DeferredTimeoutError,
            ResponseFailed,
            WebError,
            OSError,
        ) as error:
            raise PullFailed(f"{self._url.decode()}: {error or type(error).__name__}") from None
        etags = response.headers.getRawHeaders("ETag")
        return response.code, etags[0] if etags else None, body
