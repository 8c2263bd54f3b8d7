"""What the module costs: `python -m tests.bench [messages] [members]` inside `config/synapse`.

First each decision by itself, in a company of 10,000; then the time of a sent message on two real
homeservers, one with the module and one without, asked in turns so that both see the same machine.
"""

import contextlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from portico_policy.endpoints import GUEST_ENDPOINTS, RouteTable
from portico_policy.events import may_send
from portico_policy.gate import Gate
from portico_policy.membership import is_cut_off, may_find, may_invite
from portico_policy.snapshot import parse_snapshot
from portico_policy.tally import Tally
from portico_policy.view import View
from tests.integration.homeserver import Homeserver, free_port
from tests.integration.publisher import Publisher
from tests.integration.world import HEALTH, TOKEN

SERVER = "portico.test"


def company(people: int, rooms: int) -> dict[str, Any]:
    users: dict[str, Any] = {f"@p{number}:{SERVER}": {"class": "staff"} for number in range(people)}
    users[f"@guest-g:{SERVER}"] = {"class": "guest", "company": "Lumen"}
    names = list(users)
    return {
        "version": 1,
        "installation": "bench",
        "generated_ts": 0,
        "server_name": SERVER,
        "bot_user_id": f"@portico:{SERVER}",
        "guest_prefix": "guest-",
        "users": users,
        "rooms": {
            f"!r{number}": {
                "purpose": "customer",
                "kind": "room",
                "members": [*names[number * 7 % people :][:30], f"@guest-g:{SERVER}"],
            }
            for number in range(rooms)
        },
    }


def micro() -> None:
    text = json.dumps(company(10_000, 1_000)).encode()
    started = time.perf_counter()
    snapshot = parse_snapshot(text)
    print(f"parse {len(text) // 1024} kB snapshot       {(time.perf_counter() - started) * 1e3:9.1f} ms (in a thread)")
    view = View(snapshot, False, int(time.time() * 1000), SERVER, "guest-")
    staff, guest = f"@p5:{SERVER}", f"@guest-g:{SERVER}"

    def event(sender: str) -> Any:
        return SimpleNamespace(
            type="m.room.message", sender=sender, room_id="!r1", content={}, get_state_key=lambda: None
        )

    def request(servlet: str, path: str) -> Any:
        return SimpleNamespace(
            request_metrics=SimpleNamespace(name=servlet),
            method=b"GET",
            path=path.encode(),
            args={},
            getHeader=lambda _: None,
        )

    def requester(user_id: str) -> Any:
        return SimpleNamespace(app_service_id=None, user=SimpleNamespace(to_string=lambda: user_id))

    async def nobody(*_: object) -> bool:
        return False

    gate, messages = Gate(lambda: view, nobody, Tally()), "/_matrix/client/v3/rooms/%21r1/messages"
    table = RouteTable(GUEST_ENDPOINTS)
    staff_event, guest_event = event(staff), event(guest)
    for name, call in (
        ("is_cut_off", lambda: is_cut_off(view, staff)),
        ("may_send, staff", lambda: may_send(view, staff_event)),
        ("may_send, guest", lambda: may_send(view, guest_event)),
        ("may_invite", lambda: may_invite(view, staff, guest, "!r1")),
        ("may_find, one hit", lambda: may_find(view, staff, guest)),
        ("route look-up", lambda: table.find("GET", "RoomMessageListRestServlet", messages)),
        ("gate, staff", _drive(gate, request("RoomMessageListRestServlet", messages), requester(staff))),
        ("gate, guest", _drive(gate, request("RoomMessageListRestServlet", messages), requester(guest))),
    ):
        print(f"{name:28s} {_per_call(call) * 1e6:9.2f} us")


def _drive(gate: Gate, request: Any, requester: Any) -> Callable[[], None]:
    def once() -> None:
        with contextlib.suppress(StopIteration):
            gate.admit(request, requester).send(None)

    return once


def _per_call(call: Callable[[], object], rounds: int = 20_000) -> float:
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        for _ in range(rounds):
            call()
        best = min(best, (time.perf_counter() - started) / rounds)
    return best


class _Server:
    """One homeserver with one managed room."""

    def __init__(self, with_module: bool, members: int) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="portico-bench-")
        folder = Path(self.folder.name)
        people = [f"p{number}" for number in range(members)]
        self.publisher = Publisher(TOKEN, company(members, 0), free_port())
        self.publisher.start()
        self.homeserver = Homeserver(
            folder,
            {
                "snapshot_url": self.publisher.url,
                "token": TOKEN,
                "snapshot_file": str(folder / "snapshot.json"),
            }
            if with_module
            else None,
        )
        server = self.homeserver
        server.start()
        server.as_user(
            "POST", "/_matrix/client/v3/register", None, {"type": "m.login.application_service", "username": "portico"}
        )
        if with_module:
            server.wait("snapshot", lambda: server.ask("GET", HEALTH).json["version"] == 1)
        room = server.as_user("POST", "/_matrix/client/v3/createRoom", None, {"preset": "private_chat"})
        self.room = quote(room.json["room_id"])
        self.token = server.register(people[0])
        for person in people[1:]:
            server.as_user(
                "POST", "/_matrix/client/v3/register", None, {"type": "m.login.application_service", "username": person}
            )
        for person in people:
            server.as_user(
                "POST", f"/_matrix/client/v3/rooms/{self.room}/invite", None, {"user_id": server.user(person)}
            )
            server.as_user("POST", f"/_matrix/client/v3/join/{self.room}", server.user(person), {})

    def send(self, number: int) -> float:
        path = f"/_matrix/client/v3/rooms/{self.room}/send/m.room.message/t{number}"
        started = time.perf_counter()
        answer = self.homeserver.ask("PUT", path, self.token, {"msgtype": "m.text", "body": f"message {number}"})
        took = time.perf_counter() - started
        if answer.status != 200:
            raise RuntimeError(f"send: {answer}")
        return took

    def stop(self) -> None:
        self.homeserver.stop()
        self.publisher.stop()
        self.folder.cleanup()


def macro(messages: int, members: int) -> None:
    servers = {"without": _Server(False, members), "with": _Server(True, members)}
    try:
        times: dict[str, list[float]] = {name: [] for name in servers}
        for number in range(messages + 30):
            for name, server in servers.items():
                took = server.send(number)
                if number >= 30:
                    times[name].append(took)
        for name, taken in times.items():
            taken.sort()
            print(
                f"send {name:8s} p50 {statistics.median(taken) * 1e3:6.2f} ms"
                f"  p95 {taken[int(len(taken) * 0.95)] * 1e3:6.2f} ms  mean {statistics.fmean(taken) * 1e3:6.2f} ms"
            )
        ratio = statistics.median(times["with"]) / statistics.median(times["without"])
        print(f"p50 with / without: {ratio:.3f} ({members} members, {messages} messages each)")
    finally:
        for server in servers.values():
            server.stop()


if __name__ == "__main__":
    micro()
    macro(int(sys.argv[1]) if len(sys.argv) > 1 else 300, int(sys.argv[2]) if len(sys.argv) > 2 else 60)
