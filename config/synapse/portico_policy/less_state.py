"""Keeps Synapse from loading the whole state of a room for each event that it asks `check_event_allowed` about.

It would load every membership: in a room of ten thousand a message then waits for ten thousand
events, more than Synapse's cache of events holds.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from synapse.types.state import StateFilter

StateKey = tuple[str, str]
Verdict = tuple[bool, dict[str, Any] | None]


class Context(Protocol):
    """The part of Synapse's event context from which it reads the state."""

    async def get_prev_state_ids(self, state_filter: StateFilter | None = None) -> Mapping[StateKey, str]: ...


Check = Callable[[Any, Any], Awaitable[Verdict]]


class _Narrow:
    """A context that knows of the wanted state only. It has nothing else, so whatever else were asked would fail."""

    __slots__ = ("_context", "_keys")

    def __init__(self, context: Context, keys: Iterable[StateKey]) -> None:
        self._context: Final = context
        self._keys: Final = tuple(keys)

    async def get_prev_state_ids(self) -> Mapping[StateKey, str]:
        if not self._keys:
            return {}
        ids = await self._context.get_prev_state_ids(StateFilter.from_types(self._keys))
        # While a room is being made, Synapse answers with all that it has in memory.
        return {key: ids[key] for key in self._keys if key in ids}


def read_less(
    check: Check, callbacks: Callable[[], list[Any]], ours: object, needs: Callable[[Any], Iterable[StateKey]]
) -> Check:
    """Wraps Synapse's `check_event_allowed`; another module's callback gets the whole state, as it may expect."""

    async def check_event_allowed(event: Any, context: Context) -> Verdict:
        alone = callbacks() == [ours]
        return await check(event, _Narrow(context, needs(event)) if alone else context)

    return check_event_allowed
