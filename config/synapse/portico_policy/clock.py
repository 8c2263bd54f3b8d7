"""Ends Synapse when the machine's clock was set back, so that it is started again."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

logger = logging.getLogger(__name__)

SET_BACK_SECONDS: Final = 60.0
"""Less is what clocks are corrected by while they run."""
LOOK_SECONDS: Final = 1.0


class ClockWatch:
    """Twisted's timers wait for the clock on the wall: set back by an hour, it starts none for an hour.

    Syncs hang, deliveries and polls of the policy stand still, and whoever wrote lately is told to wait
    for an hour. A process that starts anew is right at once. The watch is a thread of its own,
    because a timer would wait as well.
    """

    def __init__(
        self,
        end: Callable[[], object],
        now: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._end = end
        self._now = now
        self._steady = steady
        self._ahead = now() - steady()

    def start(self) -> None:
        """Looks every second, for as long as the process runs."""
        threading.Thread(target=self._run, name="portico_policy_clock", daemon=True).start()

    def look(self) -> bool:
        """Whether the clock was set back since the last look; then the process is ended."""
        before, self._ahead = self._ahead, self._now() - self._steady()
        if before - self._ahead < SET_BACK_SECONDS:
            return False
        logger.warning("the clock was set back by %d s, which stops timers: ending", before - self._ahead)
        self._end()
        return True

    def _run(self) -> None:
        never = threading.Event()
        while not self.look():
            never.wait(LOOK_SECONDS)
