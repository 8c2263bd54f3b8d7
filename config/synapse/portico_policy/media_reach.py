"""Whether a guest has been shown a file: Synapse gives any file to any account that knows its name."""

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from synapse.storage.database import LoggingTransaction
    from synapse.storage.databases.main import DataStore

_MEDIA_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")
_REMEMBERED: Final = 10_000

# There is no index from files to events; the rooms of a guest are few, and an answer is remembered.
_IN_ROOM: Final = """
    SELECT 1 FROM events
    INNER JOIN event_json USING (event_id)
    WHERE events.room_id = ? AND event_json.json LIKE ? ESCAPE '\\'
    LIMIT 1
"""


class MediaReach:
    """Answers from the homeserver's own tables."""

    def __init__(self, store: "DataStore", server_name: str) -> None:
        self._store = store
        self._server_name = server_name
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def may_fetch(
        self, guest: str, rooms: frozenset[str], server_name: str, media_id: str
    ) -> bool:
        """Own uploads, and files that an event of one of the rooms names; no other server's files."""
        if server_name != self._server_name or not _MEDIA_ID.fullmatch(media_id):
            return False
        # A room more or less changes nothing for a file that stands in another one, but a guest
        # who was moved must not keep the files of the room that he left.
        for room_id in rooms:
            if (room_id, media_id) in self._seen:
                self._seen.move_to_end((room_id, media_id))
                return True
        media = await self._store.get_local_media(media_id)
        if media is None:
            return False
        if media.user_id == guest:
            return True
        for room_id in rooms:
            if await self._store.db_pool.runInteraction(
                "portico_policy_media_reach", self._is_in_room, room_id, media_id
            ):
                self._remember(room_id, media_id)
                return True
        return False

    def _is_in_room(self, txn: "LoggingTransaction", room_id: str, media_id: str) -> bool:
        name = f"mxc://{self._server_name}/{media_id}"
        escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        txn.execute(_IN_ROOM, (room_id, f'%"{escaped}"%'))
        return txn.fetchone() is not None

    def _remember(self, room_id: str, media_id: str) -> None:
        self._seen[(room_id, media_id)] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
