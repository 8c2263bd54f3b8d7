"""Which events happened in the application service's rooms, for a service that missed deliveries."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from synapse.app.generic_worker import GenericWorkerStore
    from synapse.storage.database import LoggingTransaction
    from synapse.storage.databases.main import DataStore

PAGE: Final = 1_000

# Rejected events are shown to nobody, and outliers are events that were never in a room here.
_EVENTS: Final = """
    SELECT stream_ordering, event_id, room_id FROM events
    WHERE stream_ordering > ? AND stream_ordering <= ? AND NOT outlier AND rejection_reason IS NULL
      AND room_id IN (SELECT room_id FROM local_current_membership WHERE user_id = ? AND membership = 'join')
    ORDER BY stream_ordering LIMIT ?
"""


class Happenings:
    """Answers from the homeserver's own tables, where nothing was forgotten."""

    def __init__(self, store: "DataStore | GenericWorkerStore") -> None:
        self._store = store

    async def after(self, position: int | None, bot_user_id: str) -> dict[str, Any]:
        """A page of events after a position, in order, and the position to ask from the next time.

        Without a position no events, but the position of now. Every event up to the position of now
        can be seen: one that is still being written has a higher number.
        """
        newest: int = self._store.get_room_max_token().stream
        if position is None or position >= newest:
            return {"position": newest, "events": [], "more": False}
        rows = await self._store.db_pool.runInteraction("portico_happenings", _read, position, newest, bot_user_id)
        more = len(rows) == PAGE
        return {
            "position": rows[-1][0] if more else newest,
            "events": [{"event_id": event_id, "room_id": room_id} for _, event_id, room_id in rows],
            "more": more,
        }


def _read(txn: "LoggingTransaction", position: int, newest: int, bot_user_id: str) -> list[tuple[int, str, str]]:
    txn.execute(_EVENTS, (position, newest, bot_user_id, PAGE))
    return [(int(number), str(event_id), str(room_id)) for number, event_id, room_id in txn.fetchall()]
