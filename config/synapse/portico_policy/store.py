"""The current snapshot: which one is taken, how old it may get, and its copy on disk."""

import logging
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from portico_policy.snapshot import Snapshot, SnapshotError, parse_snapshot
from portico_policy.view import View

logger = logging.getLogger(__name__)

TOUCH_SECONDS: Final = 10.0
"""How often a confirmation is noted on disk; polls come more often than that matters."""


class SnapshotRefused(Exception):
    """A well-formed snapshot that must not replace the current one; says why and what to do."""


class SnapshotStore:
    """Keeps one snapshot. The modification time of its file is when it was last confirmed."""

    def __init__(
        self,
        path: Path,
        server_name: str,
        guest_prefix: str,
        max_stale_seconds: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._server_name = server_name
        self._guest_prefix = guest_prefix
        self._max_stale = max_stale_seconds
        self._now = now
        self._current: Snapshot | None = None
        self._confirmed = 0.0
        self._touched = 0.0
        self._unsaved: bytes | None = None

    @property
    def current(self) -> Snapshot | None:
        """The snapshot by which decisions are made."""
        return self._current

    @property
    def age_seconds(self) -> float | None:
        """Since the application service last confirmed the snapshot; `None` without one."""
        return None if self._current is None else max(0.0, self._now() - self._confirmed)

    @property
    def stale(self) -> bool:
        """No snapshot, or one that nobody has confirmed for too long."""
        return self._current is None or self._now() - self._confirmed > self._max_stale

    def view(self) -> View:
        """The world at this moment."""
        now = self._now()
        return View(
            snapshot=self._current,
            stale=self._current is None or now - self._confirmed > self._max_stale,
            now_ms=int(now * 1000),
            server_name=self._server_name,
            guest_prefix=self._guest_prefix,
        )

    def load(self) -> None:
        """Takes the copy on disk, if there is one that can be read; called once at start."""
        try:
            text = self._path.read_bytes()
            modified = self._path.stat().st_mtime
        except FileNotFoundError:
            logger.info("no policy snapshot at %s yet", self._path)
            return
        try:
            snapshot = parse_snapshot(text)
            self._check_server(snapshot)
        except (SnapshotError, SnapshotRefused) as error:
            logger.error("the policy snapshot at %s is not used: %s", self._path, error)
            return
        self._current = snapshot
        # A clock that was set back would otherwise keep the copy fresh until it catches up.
        self._confirmed = self._touched = min(modified, self._now())

    def take(self, snapshot: Snapshot, text: bytes) -> None:
        """Makes a snapshot the current one, in memory; raises `SnapshotRefused`."""
        self._check_server(snapshot)
        current = self._current
        if current is not None and current.installation == snapshot.installation:
            if snapshot.version < current.version:
                raise SnapshotRefused(
                    f"version {snapshot.version} is older than {current.version}; if the database"
                    f" was restored from a backup, stop Synapse and delete {self._path}"
                )
            if snapshot.version == current.version:
                self.confirm()
                return
        self._current = snapshot
        self._confirmed = self._now()
        self._unsaved = text

    def confirm(self) -> None:
        """The application service says that the current snapshot is still the newest."""
        self._confirmed = self._now()

    def save(self) -> None:
        """Brings the copy on disk up to date; safe in a thread. Raises `OSError`.

        Apart from `take`, because an account that has ended must be cut even when the disk is full.
        """
        text, confirmed = self._unsaved, self._confirmed
        if text is not None:
            self._write(text)
            self._unsaved = None
        elif self._current is not None and abs(confirmed - self._touched) >= TOUCH_SECONDS:
            os.utime(self._path, (confirmed, confirmed))
        else:
            return
        self._touched = confirmed

    def _check_server(self, snapshot: Snapshot) -> None:
        if snapshot.server_name != self._server_name:
            raise SnapshotRefused(f"it is for {snapshot.server_name}, but this server is {self._server_name}")

    def _write(self, text: bytes) -> None:
        # Several Synapse processes may share the file, so each writes its own temporary one.
        handle, temporary = tempfile.mkstemp(prefix=self._path.name + ".", dir=self._path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self._path)
        except BaseException:
            os.unlink(temporary)
            raise
