import inspect
import unittest
from typing import Any

from synapse.api.errors import Codes, SynapseError
from synapse.module_api import NOT_SPAM

from portico_policy.gate import refused
from portico_policy.refusal import Refusal
from portico_policy.tally import Tally


class TallyTest(unittest.IsolatedAsyncioTestCase):
    async def ask(self, door: str, answer: Any) -> list[dict[str, Any]]:
        """What is counted after one question that is answered so."""
        tally = Tally()

        async def decide() -> Any:
            if isinstance(answer, Exception):
                raise answer
            return answer

        watched = tally.watch(door, decide)
        if isinstance(answer, Exception):
            with self.assertRaises(type(answer)):
                await watched()
        else:
            self.assertIs(await watched(), answer)
        return tally.report()

    async def test_every_kind_of_answer(self) -> None:
        invite = (Codes.FORBIDDEN, {"error": Refusal.INVITE_REFUSED.text, **Refusal.INVITE_REFUSED.fields})
        for door, answer, reason in (
            ("user_may_invite", NOT_SPAM, None),
            ("user_may_invite", invite, "INVITE_REFUSED"),
            ("user_may_publish_room", (Codes.FORBIDDEN, {}), "UNNAMED"),
            ("is_user_expired", True, "ACCOUNT_ENDED"),
            ("is_user_expired", None, None),
            ("check_username_for_spam", True, "HIDDEN"),
            ("check_username_for_spam", False, None),
            ("check_threepid_can_be_invited", False, "INVITE_REFUSED"),
            ("check_event_allowed", (True, None), None),
            ("check_event_allowed", (True, {"content": {}}), None),
            ("on_create_room", None, None),
            ("gate", refused(Refusal.ENDPOINT_REFUSED), "ENDPOINT_REFUSED"),
            ("gate", SynapseError(500, "broken"), "UNNAMED"),
        ):
            with self.subTest(f"{door} {answer}"):
                self.assertEqual(await self.ask(door, answer), [{"door": door, "reason": reason, "count": 1}])

    async def test_what_is_no_answer_is_not_counted(self) -> None:
        self.assertEqual(await self.ask("gate", ValueError("a mistake of ours")), [])

    async def test_counts_add_up_and_come_in_order(self) -> None:
        tally = Tally()
        for door, reason in (("b", None), ("a", "X"), ("b", None), ("a", None)):
            tally.add(door, reason)
        self.assertEqual(
            [(row["door"], row["reason"], row["count"]) for row in tally.report()],
            [("a", None, 1), ("a", "X", 1), ("b", None, 2)],
        )

    def test_the_signature_stays(self) -> None:
        async def decide(user_id: str, config: dict[str, Any]) -> None: ...

        self.assertEqual(list(inspect.signature(Tally().watch("a", decide)).parameters), ["user_id", "config"])
