import json
import os
import tempfile
import unittest
from pathlib import Path
from typing import Any

from portico_policy.snapshot import parse_snapshot
from portico_policy.store import TOUCH_SECONDS, SnapshotRefused, SnapshotStore
from tests.unit.examples import SERVER, raw

MAX_STALE = 300.0


class StoreTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "snapshot.json"
        self.now = 1_000_000.0

    def store(self) -> SnapshotStore:
        store = SnapshotStore(self.path, SERVER, "guest-", MAX_STALE, lambda: self.now)
        store.load()
        return store

    def take(self, store: SnapshotStore, **changes: Any) -> None:
        text = json.dumps(raw(**changes)).encode()
        store.take(parse_snapshot(text), text)
        store.save()

    def version(self, store: SnapshotStore) -> int | None:
        return store.current.version if store.current else None

    def test_starts_with_nothing(self) -> None:
        store = self.store()
        self.assertTrue(store.stale)
        self.assertIsNone(store.age_seconds)
        self.assertIsNone(store.view().snapshot)

    def test_takes_higher_versions_only(self) -> None:
        store = self.store()
        self.take(store, version=7)
        with self.assertRaisesRegex(SnapshotRefused, "delete .*snapshot.json"):
            self.take(store, version=6)
        self.assertEqual(self.version(store), 7)
        self.take(store, version=9)
        self.assertEqual(self.version(store), 9)

    def test_another_installation_replaces_whatever_its_version(self) -> None:
        store = self.store()
        self.take(store, version=7)
        self.take(store, version=1, installation="i-2")
        self.assertEqual(self.version(store), 1)

    def test_another_servers_is_refused(self) -> None:
        changed = json.loads(json.dumps(raw()).replace(SERVER, "example.org"))
        with self.assertRaisesRegex(SnapshotRefused, "it is for example.org"):
            self.take(self.store(), **changed)

    def test_grows_stale_unless_confirmed(self) -> None:
        store = self.store()
        self.take(store)
        self.now += MAX_STALE
        self.assertFalse(store.stale)
        store.confirm()
        self.now += MAX_STALE + 1
        self.assertTrue(store.stale)
        self.assertTrue(store.view().stale)
        self.take(store)
        self.assertFalse(store.stale, "the same version again is a confirmation")

    def test_copy_on_disk_keeps_its_age(self) -> None:
        store = self.store()
        self.take(store)
        self.now += TOUCH_SECONDS
        store.confirm()
        store.save()
        self.now += 200
        again = self.store()
        self.assertEqual(self.version(again), 7)
        self.assertEqual(again.age_seconds, 200)
        self.now += 101
        self.assertTrue(again.stale)

    def test_copy_from_the_future_ages_all_the_same(self) -> None:
        self.take(self.store())
        os.utime(self.path, (self.now + 10_000, self.now + 10_000))
        store = self.store()
        self.assertEqual(store.age_seconds, 0)

    def test_broken_copy_is_not_used(self) -> None:
        self.path.write_text('{"version": 7')
        with self.assertLogs("portico_policy.store", "ERROR"):
            self.assertIsNone(self.store().current)

    def test_holds_in_memory_when_the_disk_fails(self) -> None:
        self.path = self.path.parent / "missing" / "snapshot.json"
        store = self.store()
        with self.assertRaises(OSError):
            self.take(store)
        self.assertEqual(self.version(store), 7)
        self.path.parent.mkdir()
        store.save()
        self.assertEqual(self.version(self.store()), 7)

    def test_nothing_else_stays_in_the_folder_and_only_the_owner_reads(self) -> None:
        self.take(self.store())
        self.assertEqual(os.listdir(self.path.parent), ["snapshot.json"])
        self.assertEqual(self.path.stat().st_mode & 0o077, 0)
