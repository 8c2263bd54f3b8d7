"""A real Synapse in a folder of its own, started from the Python that runs the tests."""

import ctypes
import hashlib
import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from signedjson.key import generate_signing_key, write_signing_keys

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def _die_with(parent: int) -> Callable[[], None]:
    """To run in the child: a killed test run leaves no server behind (prctl(2))."""

    def ask_kernel() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # It may have been killed before that.
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


PACKAGE = Path(__file__).resolve().parents[2]
AS_TOKEN = "as-" + "0" * 40
BOT = "portico"
_PORTS = range(22100, 22900)
_START_SECONDS = 60
_WAIT_SECONDS = 20


def free_port() -> int:
    """A port of our range on which nothing listens."""
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port in {_PORTS}")


class Answer:
    """Status and body of one request."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        try:
            self.json: Any = json.loads(body)
        except ValueError:
            self.json = None
        self.errcode = self.json.get("errcode") if isinstance(self.json, dict) else None
        self.reason = self.json.get("org.portico.reason") if isinstance(self.json, dict) else None

    def __repr__(self) -> str:
        return f"{self.status} {str(self.json)[:300]}"


class Homeserver:
    """Start, ask, stop."""

    def __init__(
        self, folder: Path, module_config: dict[str, Any] | None, overrides: dict[str, Any] | None = None
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.server_name = "portico.test"
        self.base = f"http://127.0.0.1:{self.port}"
        self._secret = secrets.token_hex(16)
        self._module_config = module_config
        self._overrides = overrides or {}
        self._process: subprocess.Popen[bytes] | None = None

    def user(self, localpart: str) -> str:
        return f"@{localpart}:{self.server_name}"

    def start(self) -> None:
        """Returns once Synapse answers; raises with the end of its log if it gave up."""
        config = self._write_config()
        self._output = (self.folder / "output.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "synapse.app.homeserver", "--config-path", str(config)],
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env=self._environment(),
            cwd=self.folder,
            preexec_fn=_die_with(os.getpid()),
        )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"Synapse ended with {self._process.returncode}:\n{self.log_tail()}")
            try:
                if self.ask("GET", "/health").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"Synapse does not answer:\n{self.log_tail()}")

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
        self._output.close()

    def log_tail(self) -> str:
        text = (self.folder / "output.log").read_text(errors="replace")
        return text[-6000:]

    def ask(
        self, method: str, path: str, token: str | None = None, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request, sent exactly as given; `body` is JSON unless it is bytes."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read())

    def register(self, localpart: str, admin: bool = False) -> str:
        """Makes an account by the shared secret; returns an access token."""
        nonce = self.ask("GET", "/_synapse/admin/v1/register").json["nonce"]
        password = "pw-" + localpart
        mac = hmac.new(self._secret.encode(), digestmod=hashlib.sha1)
        mac.update("\0".join([nonce, localpart, password, "admin" if admin else "notadmin"]).encode())
        answer = self.ask(
            "POST",
            "/_synapse/admin/v1/register",
            body={
                "nonce": nonce,
                "username": localpart,
                "password": password,
                "admin": admin,
                "mac": mac.hexdigest(),
            },
        )
        if answer.status != 200:
            raise RuntimeError(f"cannot register {localpart}: {answer}")
        return answer.json["access_token"]

    def login(self, localpart: str) -> Answer:
        return self.ask(
            "POST",
            "/_matrix/client/v3/login",
            body={
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": localpart},
                "password": "pw-" + localpart,
            },
        )

    def as_user(self, method: str, path: str, user_id: str | None = None, body: Any = None) -> Answer:
        """A request of the application service, in somebody's name."""
        joiner = "&" if "?" in path else "?"
        return self.ask(method, path + (f"{joiner}user_id={quote(user_id)}" if user_id else ""), AS_TOKEN, body)

    def wait(self, what: str, holds: Any) -> None:
        """Until a named fact holds."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < deadline:
            if holds():
                return
            time.sleep(0.05)
        raise AssertionError(f"never happened: {what}")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(PACKAGE)}

    def _write_config(self) -> Path:
        registration = self.folder / "registration.yaml"
        registration.write_text(
            json.dumps(
                {
                    "id": "portico",
                    "url": None,
                    "as_token": AS_TOKEN,
                    "hs_token": "hs-" + "0" * 40,
                    "sender_localpart": BOT,
                    "rate_limited": False,
                    "namespaces": {
                        "users": [
                            {"regex": f"@portico_.*:{self.server_name}", "exclusive": True},
                            {"regex": f"@.*:{self.server_name}", "exclusive": False},
                        ]
                    },
                }
            )
        )
        fast = {"per_second": 10_000, "burst_count": 10_000}
        config: dict[str, Any] = {
            "server_name": self.server_name,
            "pid_file": str(self.folder / "pid"),
            "public_baseurl": self.base + "/",
            "listeners": [
                {
                    "port": self.port,
                    "bind_addresses": ["127.0.0.1"],
                    "type": "http",
                    "tls": False,
                    "resources": [{"names": ["client"]}],
                }
            ],
            "database": {"name": "sqlite3", "args": {"database": str(self.folder / "homeserver.db")}},
            "media_store_path": str(self.folder / "media"),
            "signing_key_path": str(self.folder / "signing.key"),
            "log_config": str(self._write_log_config()),
            "registration_shared_secret": self._secret,
            "report_stats": False,
            "trusted_key_servers": [],
            "suppress_key_server_warning": True,
            "federation_domain_whitelist": [],
            "bcrypt_rounds": 4,
            "max_upload_size": "1M",
            "app_service_config_files": [str(registration)],
            "require_auth_for_profile_requests": True,
            "limit_profile_requests_to_users_who_share_rooms": True,
            "include_profile_data_on_invite": False,
            "allow_per_room_profiles": False,
            "login_via_existing_session": {"enabled": True, "require_ui_auth": False},
            "user_directory": {"enabled": True, "search_all_users": True},
            "update_user_directory_from_worker": "nobody",
            "default_room_version": "12",
            "enable_registration": False,
            "enable_room_list_search": False,
            "presence": {"enabled": False},
            "rc_message": fast,
            "rc_registration": fast,
            "rc_joins": {"local": fast, "remote": fast},
            "rc_joins_per_room": fast,
            "rc_invites": {"per_room": fast, "per_user": fast, "per_issuer": fast},
            "rc_login": {"address": fast, "account": fast, "failed_attempts": fast},
            "rc_room_creation": fast,
            "rc_user_directory": fast,
            "rc_profile": fast,
            "rc_media_create": fast,
            **self._overrides,
        }
        if self._module_config is not None:
            config["modules"] = [{"module": "portico_policy.PorticoPolicy", "config": self._module_config}]
        key = self.folder / "signing.key"
        if not key.exists():
            with key.open("w") as file:
                write_signing_keys(file, [generate_signing_key("test")])
        path = self.folder / "homeserver.yaml"
        path.write_text(json.dumps(config))
        return path

    def _write_log_config(self) -> Path:
        path = self.folder / "log.yaml"
        path.write_text(
            json.dumps(
                {
                    "version": 1,
                    "formatters": {"line": {"format": "%(asctime)s %(name)s %(levelname)s %(message)s"}},
                    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
                    "root": {"level": "INFO", "handlers": ["out"]},
                    "disable_existing_loggers": False,
                }
            )
        )
        return path
