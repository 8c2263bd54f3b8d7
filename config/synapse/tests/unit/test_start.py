import tempfile
import unittest
from types import SimpleNamespace
from typing import Any

from portico_policy.pins import NotTested, check_gate_method, check_registered, check_version
from portico_policy.settings import SettingsError, parse_settings

GOOD = {"snapshot_url": "http://127.0.0.1:1/x", "token": "t" * 32, "snapshot_file": tempfile.gettempdir() + "/s.json"}


class SettingsTest(unittest.TestCase):
    def test_defaults(self) -> None:
        settings = parse_settings(GOOD)
        self.assertEqual((settings.poll_seconds, settings.max_stale_seconds), (1.0, 300.0))

    def test_refused(self) -> None:
        for changes, problem in (
            ({"pol_seconds": 1}, "unknown key 'pol_seconds'"),
            ({"token": None}, "token must be a text"),
            ({"token": "short"}, "at least 32"),
            ({"snapshot_url": "file:///x"}, "http or https"),
            ({"poll_seconds": 0}, "poll_seconds must be a number above zero"),
            ({"max_stale_seconds": True}, "max_stale_seconds must be a number"),
            ({"snapshot_file": "/nowhere/at/all/s.json"}, "create the folder of snapshot_file, /nowhere/at/all"),
            ({"guest_prefix": ""}, "guest_prefix must be a text"),
        ):
            with self.subTest(problem), self.assertRaisesRegex(SettingsError, problem):
                parse_settings({**GOOD, **changes})
        with self.assertRaises(SettingsError):
            parse_settings(None)


class PinsTest(unittest.TestCase):
    def test_versions(self) -> None:
        for version in ("1.163.2", "1.163.3"):
            check_version(version)
        for version in ("1.163.1", "1.162.0", "1.164.0", "1.164.0rc1", "2.0.0", "develop", ""):
            with self.subTest(version), self.assertRaisesRegex(NotTested, "was tested with Synapse 1.163.2"):
                check_version(version)

    def test_the_installed_one(self) -> None:
        check_version()

    def test_gate_method(self) -> None:
        class Good:
            async def get_user_by_req(
                self, request: Any, allow_guest: bool, allow_expired: bool, allow_locked: bool
            ) -> None: ...

        class Renamed:
            async def get_user_by_req(self, request: Any, guests: bool) -> None: ...

        class NoCoroutine:
            def get_user_by_req(self, request: Any) -> None: ...

        good = Good()
        check_gate_method(good)
        vars(good)["get_user_by_req"] = good.get_user_by_req
        for auth, problem in (
            (good, "wrapped already"),
            (Renamed(), "the module expects"),
            (NoCoroutine(), "has no coroutine"),
            (object(), "has no coroutine"),
        ):
            with self.subTest(problem), self.assertRaisesRegex(NotTested, problem):
                check_gate_method(auth)

    def test_registered(self) -> None:
        def ours() -> None: ...

        held: Any = SimpleNamespace(group=SimpleNamespace(_may_callbacks=[ours]))
        check_registered(held, {"group": {"may": ours}})
        for callbacks in ({"group": {"other": ours}}, {"gone": {"may": ours}}, {"group": {"may": print}}):
            with self.subTest(callbacks), self.assertRaisesRegex(NotTested, "does not hold it"):
                check_registered(held, callbacks)
