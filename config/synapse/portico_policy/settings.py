"""The `config:` block of the module in homeserver.yaml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class SettingsError(ValueError):
    """A setting is missing, unknown or impossible; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the module is started with."""

    snapshot_url: str
    """`http(s)://…/_portico/policy/snapshot` of the application service."""
    token: str
    """Bearer token towards the application service, and its own towards our refresh endpoint."""
    snapshot_file: Path
    """Where the last good copy is kept; its folder must exist and be writable."""
    poll_seconds: float = 1.0
    max_stale_seconds: float = 300.0
    """Guests are refused once nobody has confirmed the snapshot for so long."""
    guest_prefix: str = "guest-"
    """Tells guests from staff only while there is no snapshot at all, which has its own."""


_NUMBERS = ("poll_seconds", "max_stale_seconds")
_REQUIRED = ("snapshot_url", "token", "snapshot_file")
_KNOWN = frozenset(Settings.__dataclass_fields__)


def parse_settings(raw: object) -> Settings:
    """Checks every key; raises `SettingsError` on the first one that is wrong."""
    if not isinstance(raw, dict):
        raise SettingsError("portico_policy: `config` must be a mapping")
    for key in raw:
        if key not in _KNOWN:
            raise SettingsError(f"portico_policy: unknown key {key!r}; known are {sorted(_KNOWN)}")
    values: dict[str, Any] = dict(raw)
    for key in _REQUIRED:
        if not isinstance(values.get(key), str) or not values[key]:
            raise SettingsError(f"portico_policy: {key} must be a text that is not empty")
    for key in _NUMBERS:
        value = values.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            raise SettingsError(f"portico_policy: {key} must be a number above zero, in seconds")
    if not isinstance(values.get("guest_prefix", "-"), str) or not values.get("guest_prefix", "-"):
        raise SettingsError("portico_policy: guest_prefix must be a text that is not empty")
    url = urlsplit(values["snapshot_url"])
    if url.scheme not in ("http", "https") or not url.hostname:
        raise SettingsError("portico_policy: snapshot_url must be an http or https address")
    if len(values["token"]) < 32:
        raise SettingsError("portico_policy: token must have at least 32 characters")
    values["snapshot_file"] = Path(values["snapshot_file"])
    if not values["snapshot_file"].parent.is_dir():
        raise SettingsError(f"portico_policy: create the folder of snapshot_file, {values['snapshot_file'].parent}")
    return Settings(**values)
