"""Every request of `guest-matrix.json`, sent with the guest's own token."""

import json
import unittest
from pathlib import Path

from tests.integration.world import World

MATRIX = json.loads((Path(__file__).parents[1] / "guest-matrix.json").read_text())


class GuestMatrixTest(unittest.TestCase):
    world: World

    @classmethod
    def setUpClass(cls) -> None:
        cls.world = World()
        cls.world.start()
        cls.addClassCleanup(cls.world.stop)

    def test_guest(self) -> None:
        for row in MATRIX:
            with self.subTest(row["name"]):
                answer = self.world.ask_row(row)
                expect = row["expect"]
                seen = {"status": answer.status, "errcode": answer.errcode, "reason": answer.reason}
                self.assertEqual({key: seen[key] for key in expect}, expect, answer)

    def test_unknown_account_may_only_log_out(self) -> None:
        refused = {row["name"]: self.world.ask_row(row, "eve") for row in MATRIX if row["name"] != "versions"}
        for name, answer in refused.items():
            with self.subTest(name):
                self.assertIn(answer.status, (403, 404))
        self.assertEqual(self.world.ask("eve", "POST", "/_matrix/client/v3/logout", {}).status, 200)
        self.assertEqual(self.world.homeserver.login("eve").reason, "ACCOUNT_UNKNOWN")


if __name__ == "__main__":
    unittest.main()
