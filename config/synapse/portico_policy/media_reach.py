"""Whether a guest has been shown a file: Synapse gives any file to any account that knows its name."""

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from portico_policy.view import View

if TYPE_CHECKING:
    from synapse.app.generic_worker import GenericWorkerStore
    from synapse.storage.database import LoggingTransaction
    from synapse.storage.databases.main import DataStore

_MEDIA_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")
_REMEMBERED: Final = 10_000


# There is no index from files to events; the rooms of a guest are few, and an answer is remembered.
_SENDERS: Final = """
    SELECT DISTINCT events.sender FROM events
    INNER JOIN event_json USING (event_id)
    WHERE events.room_id = ? AND event_json.json LIKE ? ESCAPE '\\'
"""


class MediaReach:
    """Answers from the homeserver's own tables."""

    def __init__(self, store: "DataStore | GenericWorkerStore", server_name: str) -> None:
        self._store = store
        self._server_name = server_name
        self._shown: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def may_fetch(self, view: View, guest: str, server_name: str, media_id: str) -> bool:
        """Own uploads, and files that an event in one of the guest's rooms names.

        What a guest sends counts only for the sender's own uploads; otherwise a guest who has
        learnt the name of a file would open it by saying the name. No other server's files.
        """
        if server_name != self._server_name or not _MEDIA_ID.fullmatch(media_id):
            return False
        rooms = view.guest_rooms(guest)
        if any((room_id, media_id) in self._shown for room_id in rooms):
            return True
        media = await self._store.get_local_media(media_id)
        if media is None:
            return False
        if media.user_id == guest:
            return True
        for room_id in rooms:
            senders = await self._store.db_pool.runInteraction(
                "portico_policy_media_reach", self._senders, room_id, media_id
            )
            if any(sender == media.user_id or not view.is_guest(sender) for sender in senders):
                self._remember(room_id, media_id)
                return True
        return False

    def _senders(self, txn: "LoggingTransaction", room_id: str, media_id: str) -> list[str]:
        name = f"mxc://{self._server_name}/{media_id}"
        escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        txn.execute(_SENDERS, (room_id, f'%"{escaped}"%'))
        return [row[0] for row in txn]

    def _remember(self, room_id: str, media_id: str) -> None:
        self._shown[(room_id, media_id)] = None
        if len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)
