"""Events as they were signed, for exports that are proved without a server."""

from typing import TYPE_CHECKING, Any

from signedjson.key import encode_verify_key_base64, get_verify_key
from synapse.api.errors import Codes, SynapseError

if TYPE_CHECKING:
    from synapse.app.generic_worker import GenericWorkerStore
    from synapse.config.key import KeyConfig
    from synapse.storage.databases.main import DataStore


class SignedEvents:
    """Answers from the homeserver's own tables and with its public keys, those that it used before included."""

    def __init__(self, store: "DataStore | GenericWorkerStore", server_name: str, keys: "KeyConfig") -> None:
        self._store = store
        self._server_name = server_name
        self._keys = {
            f"{key.alg}:{key.version}": encode_verify_key_base64(key)
            for key in (*(get_verify_key(key) for key in keys.signing_key), *keys.old_signing_keys.values())
        }

    async def read(self, event_id: str) -> dict[str, Any]:
        """The event with hashes and signatures; 404 when there is none."""
        event = await self._store.get_event(event_id, allow_none=True)
        if event is None:
            raise SynapseError(404, "There is no such event", Codes.NOT_FOUND)
        pdu = event.get_pdu_json()
        pdu.pop("unsigned", None)
        return {"event_id": event_id, "pdu": pdu, "server_name": self._server_name, "keys": self._keys}
