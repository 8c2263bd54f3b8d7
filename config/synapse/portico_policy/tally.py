"""What was decided since this process started, counted by door and answer."""

import functools
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final, ParamSpec, TypeVar

from synapse.api.errors import Codes, SynapseError

from portico_policy.refusal import REASON_FIELD, Refusal

P = ParamSpec("P")
T = TypeVar("T")

HIDDEN: Final = "HIDDEN"
"""Somebody was left out of a search."""
UNNAMED: Final = "UNNAMED"
"""A refusal that does not say which one it is."""

_ANSWERS: Final[dict[str, tuple[object, str]]] = {
    "is_user_expired": (True, Refusal.ACCOUNT_ENDED.name),
    "check_username_for_spam": (True, HIDDEN),
    "check_threepid_can_be_invited": (False, Refusal.INVITE_REFUSED.name),
}
"""Callbacks that answer by yes and no: which of the two refuses, and what that is called."""


class Tally:
    """Counts; names nobody. Synapse runs one thread for it, so adding needs no lock."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str | None]] = Counter()

    def add(self, door: str, reason: str | None) -> None:
        """One more decision; without a reason it was allowed."""
        self._counts[door, reason] += 1

    def report(self) -> list[dict[str, Any]]:
        """Each door's answers, in order."""
        ordered = sorted(self._counts.items(), key=lambda item: (item[0][0], item[0][1] or ""))
        return [{"door": door, "reason": reason, "count": count} for (door, reason), count in ordered]

    def watch(self, door: str, decide: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        """The same function, counted. Its signature stays, because Synapse looks at it."""

        @functools.wraps(decide)
        async def watched(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                answer = await decide(*args, **kwargs)
            except SynapseError as error:
                self.add(door, reason_of_error(error))
                raise
            self.add(door, reason_of(door, answer))
            return answer

        return watched


def reason_of(door: str, answer: object) -> str | None:
    """Why an answer of a callback refuses; `None` when it does not."""
    if door in _ANSWERS:
        refusing, reason = _ANSWERS[door]
        return reason if answer is refusing else None
    match answer:
        case (Codes(), {**fields}):
            return str(fields.get(REASON_FIELD, UNNAMED))
    return None


def reason_of_error(error: SynapseError) -> str:
    """The name of a refusal that was raised."""
    return str(error.error_dict(None).get(REASON_FIELD, UNNAMED))
