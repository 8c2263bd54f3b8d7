"""One small world for all unit tests."""

import json
from typing import Any

from portico_policy.snapshot import Snapshot, parse_snapshot
from portico_policy.view import View

SERVER = "portico.test"
NOW_MS = 1_000_000


def user(localpart: str) -> str:
    return f"@{localpart}:{SERVER}"


ALICE, BOB, GINA, EVE = user("alice"), user("bob"), user("guest-gina"), user("eve")
BOT, GHOST, REMOTE = user("portico"), user("portico_mail"), "@mallory:example.org"
LEFT, EXPIRED, REVOKED = user("left"), user("guest-old"), user("guest-revoked")
LATER = user("guest-later")
CUSTOMER, DEPARTMENT, OWN = "!customer", "!department", "!own"


def raw(**changes: Any) -> dict[str, Any]:
    """What the application service would publish."""
    return {
        "version": 7,
        "installation": "i-1",
        "generated_ts": NOW_MS,
        "server_name": SERVER,
        "bot_user_id": BOT,
        "guest_prefix": "guest-",
        "users": {
            ALICE: {"class": "staff"},
            BOB: {"class": "staff"},
            LEFT: {"class": "staff", "ended": True},
            GINA: {"class": "guest", "company": "Lumen"},
            EXPIRED: {"class": "guest", "expires_ts": NOW_MS},
            LATER: {"class": "guest", "expires_ts": NOW_MS + 1},
            REVOKED: {"class": "guest", "ended": True},
        },
        "rooms": {
            CUSTOMER: {"purpose": "customer", "kind": "room", "members": [ALICE, GINA]},
            DEPARTMENT: {"purpose": "department", "kind": "space", "members": [ALICE, BOB, LEFT]},
        },
        **changes,
    }


def snapshot(**changes: Any) -> Snapshot:
    return parse_snapshot(json.dumps(raw(**changes)).encode())


def view(stale: bool = False, known: bool = True) -> View:
    """`known=False`: there is no snapshot."""
    return View(snapshot() if known else None, stale or not known, NOW_MS, SERVER, "guest-")
