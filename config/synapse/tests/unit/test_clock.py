import unittest

from portico_policy.clock import ClockWatch


class ClockWatchTest(unittest.TestCase):
    def setUp(self) -> None:
        self.now = 1_000_000.0
        self.steady = 10.0
        self.ended = 0
        self.watch = ClockWatch(self.end, lambda: self.now, lambda: self.steady)

    def end(self) -> None:
        self.ended += 1

    def test_a_clock_that_runs_or_is_put_forward_or_corrected_is_let_be(self) -> None:
        for seconds, jump in ((1, 0), (600, 0), (1, 3600), (1, -2)):
            self.steady += seconds
            self.now += seconds + jump
            self.assertFalse(self.watch.look())
        self.assertEqual(self.ended, 0)

    def test_a_clock_that_is_set_back_ends_the_process(self) -> None:
        self.steady += 1
        self.now += 1 - 3600
        self.assertTrue(self.watch.look())
        self.assertEqual(self.ended, 1)
