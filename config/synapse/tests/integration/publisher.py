"""The application service's end of the snapshot, as the contract describes it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Publisher:
    """Serves one snapshot on loopback, with `ETag` and 304, to whoever has the token."""

    def __init__(self, token: str, snapshot: dict[str, Any], port: int) -> None:
        self.token = token
        self.snapshot = snapshot
        self._server: ThreadingHTTPServer | None = None
        self.port = port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/_portico/policy/snapshot"

    def change(self, **fields: Any) -> int:
        """Publishes a new version; returns its number."""
        version: int = self.snapshot["version"] + 1
        self.snapshot = {**self.snapshot, **fields, "version": version}
        return version

    def start(self) -> None:
        """Serves from now on, at the same address as before; nothing happens if it does already."""
        if self._server is not None:
            return
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                etag = f'"{publisher.snapshot["version"]}"'
                if self.headers["Authorization"] != f"Bearer {publisher.token}":
                    self._answer(401, b"{}")
                elif publisher._server is None:
                    self._answer(503, b"{}")
                elif self.headers["If-None-Match"] == etag:
                    self._answer(304, b"", etag)
                else:
                    self._answer(200, json.dumps(publisher.snapshot).encode(), etag)

            def _answer(self, status: int, body: bytes, etag: str | None = None) -> None:
                self.send_response(status)
                if etag:
                    self.send_header("ETag", etag)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """The test's output is its verdicts."""

        return Handler
