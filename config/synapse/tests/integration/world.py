"""A small company on a real homeserver: who is there, which rooms, what was said."""

import json
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.integration.homeserver import BOT, Answer, Homeserver, free_port
from tests.integration.publisher import Publisher

TOKEN = "policy-" + "0" * 40
REFRESH = "/_synapse/client/portico/policy/refresh"
HEALTH = "/_synapse/client/portico/policy/health"
EVENTS = "/_synapse/client/portico/policy/events"
DECISIONS = "/_synapse/client/portico/policy/decisions"


class World:
    """Staff Alice and Bob, the administrator, a guest of Alice's, and Eve whom nobody knows."""

    def __init__(self, max_stale_seconds: float = 300.0, poll_seconds: float = 1.0) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="portico-policy-")
        folder = Path(self._folder.name)
        server = "portico.test"
        self.bot = f"@{BOT}:{server}"
        self.publisher = Publisher(
            TOKEN,
            {
                "version": 1,
                "installation": "test",
                "generated_ts": int(time.time() * 1000),
                "server_name": server,
                "bot_user_id": self.bot,
                "guest_prefix": "guest-",
                "rooms": {},
                "users": {
                    f"@admin:{server}": {"class": "staff"},
                    f"@alice:{server}": {"class": "staff"},
                    f"@bob:{server}": {"class": "staff"},
                    f"@guest-gina:{server}": {"class": "guest", "company": "Lumen"},
                },
            },
            # Not one of those that outgoing connections get: it is given up and taken again.
            free_port(),
        )
        self.publisher.start()
        self.homeserver = Homeserver(
            folder,
            {
                "snapshot_url": self.publisher.url,
                "token": TOKEN,
                "snapshot_file": str(folder / "snapshot.json"),
                "poll_seconds": poll_seconds,
                "max_stale_seconds": max_stale_seconds,
            },
        )
        self.tokens: dict[str, str] = {}

    def start(self) -> None:
        server = self.homeserver
        server.start()
        try:
            self._populate()
        except BaseException:
            print(server.log_tail())
            self.stop()
            raise

    def stop(self) -> None:
        self.homeserver.stop()
        self.publisher.stop()
        self._folder.cleanup()

    def user(self, localpart: str) -> str:
        return self.homeserver.user(localpart)

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return self.homeserver.ask(method, path, self.tokens[who] if who else None, body, **kwargs)

    def publish(self, **fields: Any) -> None:
        """As the application service does: write what is wanted, then have it loaded."""
        version = self.publisher.change(**fields)
        answer = self.homeserver.ask("POST", REFRESH, TOKEN, {})
        if answer.status != 200 or answer.json["version"] != version:
            raise AssertionError(f"refresh: {answer}")

    def set_user(self, localpart: str, **entry: Any) -> None:
        self.publish(users={**self.publisher.snapshot["users"], self.user(localpart): entry})

    def say(self, who: str, room_id: str, body: str) -> Answer:
        path = f"/_matrix/client/v3/rooms/{quote(room_id)}/send/m.room.message/{time.monotonic_ns()}"
        return self.ask(who, "PUT", path, {"msgtype": "m.text", "body": body})

    def upload(self, who: str, data: bytes, name: str, content_type: str) -> Answer:
        return self.ask(
            who, "POST", f"/_matrix/media/v3/upload?filename={name}", data, headers={"Content-Type": content_type}
        )

    def make_room(self, purpose: str, people: list[str]) -> str:
        """As the application service makes a managed room: create, publish the members, join them."""
        created = self.homeserver.as_user(
            "POST",
            "/_matrix/client/v3/createRoom",
            None,
            {
                "preset": "private_chat",
                "creation_content": {"m.federate": False},
                "name": purpose,
            },
        )
        room_id = created.json["room_id"]
        members = [self.user(person) for person in people]
        self.publish(
            rooms={
                **self.publisher.snapshot["rooms"],
                room_id: {"purpose": purpose, "kind": "room", "members": members},
            }
        )
        for user_id in members:
            self._must(
                self.homeserver.as_user(
                    "POST", f"/_matrix/client/v3/rooms/{quote(room_id)}/invite", None, {"user_id": user_id}
                )
            )
            self._must(self.homeserver.as_user("POST", f"/_matrix/client/v3/join/{quote(room_id)}", user_id, {}))
        return room_id

    def places(self, encode: bool) -> dict[str, str]:
        """The placeholders of the matrix."""
        raw = {
            "server": self.homeserver.server_name,
            "guest": self.user("guest-gina"),
            "staff": self.user("alice"),
            "stranger": self.user("bob"),
            "room": self.room,
            "foreign_room": self.foreign_room,
            "event": self.event,
            "foreign_event": self.foreign_event,
            "room_media": self.room_media,
            "foreign_media": self.foreign_media,
            "txn": str(time.monotonic_ns()),
        }
        return {name: quote(value, safe="") for name, value in raw.items()} if encode else raw

    def ask_row(self, row: dict[str, Any], who: str = "guest-gina") -> Answer:
        """Sends one row of a matrix."""
        path = fill(row["path"], self.places(encode=True))
        body = row.get("body")
        if isinstance(body, dict) and "$text" in body:
            body = body["$text"].encode()
        elif body is not None:
            body = json.loads(fill(json.dumps(body), self.places(encode=False)))
        return self.ask(who, row["method"], path, body, headers=row.get("headers"))

    def _populate(self) -> None:
        server = self.homeserver
        server.as_user(
            "POST", "/_matrix/client/v3/register", None, {"type": "m.login.application_service", "username": BOT}
        )
        for person in ("alice", "bob", "guest-gina", "eve"):
            self.tokens[person] = server.register(person)
        self.tokens["admin"] = server.register("admin", admin=True)
        server.wait("first snapshot", lambda: server.ask("GET", HEALTH).json["version"] == 1)
        self.room = self.make_room("customer", ["alice", "guest-gina"])
        self.foreign_room = self.make_room("department", ["alice", "bob", "admin"])
        self.event = self._must(self.say("alice", self.room, "welcome")).json["event_id"]
        self.foreign_event = self._must(self.say("bob", self.foreign_room, "internal")).json["event_id"]
        self.room_media = self._share("alice", self.room, b"for the customer")
        self.foreign_media = self._share("bob", self.foreign_room, b"secret")

    def _share(self, who: str, room_id: str, data: bytes) -> str:
        uri = self._must(self.upload(who, data, "a.txt", "text/plain")).json["content_uri"]
        path = f"/_matrix/client/v3/rooms/{quote(room_id)}/send/m.room.message/{time.monotonic_ns()}"
        self._must(self.ask(who, "PUT", path, {"msgtype": "m.file", "body": "a.txt", "url": uri}))
        return uri.rsplit("/", 1)[1]

    @staticmethod
    def _must(answer: Answer) -> Answer:
        if answer.status != 200:
            raise AssertionError(f"setting up: {answer}")
        return answer


def fill(text: str, places: dict[str, str]) -> str:
    """Replaces `{name}` by what it stands for; other braces stay."""
    for name, value in places.items():
        text = text.replace("{" + name + "}", value)
    return text
