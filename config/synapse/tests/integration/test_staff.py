"""What staff may and may not do, and what the callbacks say where the gate does not stand before them."""

import time
import unittest
from typing import Any
from urllib.parse import quote

from tests.integration.homeserver import Answer
from tests.integration.world import EVENTS, REFRESH, TOKEN, World

C = "/_matrix/client/v3"
PROTECTIVE_EVENTS = {
    "m.room.avatar": 50,
    "m.room.canonical_alias": 50,
    "m.room.encryption": 100,
    "m.room.history_visibility": 100,
    "m.room.name": 50,
    "m.room.power_levels": 100,
    "m.room.server_acl": 100,
    "m.room.tombstone": 150,
}


class StaffTest(unittest.TestCase):
    world: World

    @classmethod
    def setUpClass(cls) -> None:
        cls.world = World()
        cls.world.start()
        cls.addClassCleanup(cls.world.stop)

    def assert_refused(self, answer: Answer, reason: str) -> None:
        self.assertEqual((answer.status, answer.errcode, answer.reason), (403, "M_FORBIDDEN", reason), answer)

    def happened(self, query: str = "") -> dict[str, Any]:
        answer = self.world.homeserver.ask("GET", EVENTS + query, TOKEN)
        self.assertEqual(answer.status, 200, answer)
        return dict(answer.json)

    def create(self, who: str = "alice", **body: Any) -> Answer:
        return self.world.ask(who, "POST", f"{C}/createRoom", body)

    def state(self, who: str, room_id: str, event_type: str, content: dict[str, Any]) -> Answer:
        return self.world.ask(who, "PUT", f"{C}/rooms/{quote(room_id)}/state/{event_type}/", content)

    def as_guest(self, method: str, path: str, body: Any = None) -> Answer:
        """In the guest's name by the application service: past the gate, but not past the callbacks."""
        return self.world.homeserver.as_user(method, path, self.world.user("guest-gina"), body)

    def test_room_of_ones_own_is_closed(self) -> None:
        bob = self.world.user("bob")
        created = self.create(
            name="Plans",
            invite=[bob],
            is_direct=True,
            preset="private_chat",
            creation_content={"m.federate": True},
            power_level_content_override={"events": PROTECTIVE_EVENTS, "invite": 50},
        )
        self.assertEqual(created.status, 200, created)
        room_id = created.json["room_id"]
        state = {
            event["type"]: event["content"]
            for event in self.world.ask("alice", "GET", f"{C}/rooms/{quote(room_id)}/state").json
        }
        self.assertEqual(state["m.room.create"], {"m.federate": False, "room_version": "12"})
        self.assertEqual(state["m.room.join_rules"]["join_rule"], "invite")
        self.assertEqual(state["m.room.guest_access"]["guest_access"], "forbidden")
        self.assertEqual(self.world.ask("bob", "POST", f"{C}/join/{quote(room_id)}", {}).status, 200)
        self.assertEqual(self.world.say("bob", room_id, "hello").status, 200)

    def test_rooms_that_may_not_be_made(self) -> None:
        user = self.world.user
        for reason, body in (
            ("ROOM_NOT_PRIVATE", {"preset": "public_chat"}),
            ("ROOM_NOT_PRIVATE", {"preset": "trusted_private_chat", "invite": [user("bob")]}),
            ("NAME_MISLEADING", {"name": "Plans \u202egnp.exe"}),
            ("PUBLISH_REFUSED", {"visibility": "public"}),
            ("ALIAS_REFUSED", {"room_alias_name": "lobby"}),
            ("ROOM_VERSION_REFUSED", {"room_version": "11"}),
            ("INVITE_REFUSED", {"invite": [user("guest-gina")]}),
            ("INVITE_REFUSED", {"invite": [user("eve")]}),
            ("INVITE_REFUSED", {"invite": ["@mallory:example.org"]}),
            ("INVITE_REFUSED", {"invite_3pid": [{"medium": "email", "address": "a@b.c"}]}),
            ("ROOM_SETTING_REFUSED", {"creation_content": {"type": "m.space"}}),
            ("ROOM_SETTING_REFUSED", {"creation_content": {"predecessor": {"room_id": self.world.room}}}),
            ("ROOM_SETTING_REFUSED", {"creation_content": {"additional_creators": [user("bob")]}}),
            ("ROOM_SETTING_REFUSED", {"power_level_content_override": {"state_default": 0}}),
            ("ROOM_SETTING_REFUSED", {"power_level_content_override": {"events": {}}}),
            ("ROOM_SETTING_REFUSED", {"initial_state": [{"type": "org.portico.room", "content": {}}]}),
            (
                "ROOM_NOT_PRIVATE",
                {"initial_state": [{"type": "m.room.join_rules", "content": {"join_rule": "public"}}]},
            ),
            (
                "ROOM_NOT_PRIVATE",
                {
                    "initial_state": [
                        {"type": "m.room.history_visibility", "content": {"history_visibility": "world_readable"}}
                    ]
                },
            ),
        ):
            for who in ("alice", "admin"):
                with self.subTest(who=who, **body):
                    self.assert_refused(self.create(who, **body), reason)

    def test_own_room_cannot_be_opened_later(self) -> None:
        room_id = self.create().json["room_id"]
        for reason, event_type, content in (
            ("ROOM_NOT_PRIVATE", "m.room.join_rules", {"join_rule": "public"}),
            ("ROOM_NOT_PRIVATE", "m.room.join_rules", {"join_rule": "knock"}),
            ("ROOM_NOT_PRIVATE", "m.room.join_rules", {"join_rule": "knock_restricted"}),
            ("ROOM_NOT_PRIVATE", "m.room.history_visibility", {"history_visibility": "world_readable"}),
            ("ROOM_NOT_PRIVATE", "m.room.guest_access", {"guest_access": "can_join"}),
            ("STATE_REFUSED", "m.room.tombstone", {"body": "", "replacement_room": "!x"}),
            ("STATE_REFUSED", "org.portico.room", {"purpose": "company"}),
            ("ALIAS_REFUSED", "m.room.canonical_alias", {"alias": None}),
        ):
            with self.subTest(event_type, **content):
                self.assert_refused(self.state("alice", room_id, event_type, content), reason)
        self.assertEqual(self.state("alice", room_id, "m.room.name", {"name": "Mine"}).status, 200)
        self.assertEqual(self.state("alice", room_id, "m.room.join_rules", {"join_rule": "invite"}).status, 200)
        self.assertEqual(
            self.world.ask("alice", "POST", f"{C}/rooms/{quote(room_id)}/upgrade", {"new_version": "12"}).status, 403
        )

    def test_managed_room_is_not_encrypted_by_staff(self) -> None:
        content = {"algorithm": "m.megolm.v1.aes-sha2"}
        self.assert_refused(self.state("alice", self.world.room, "m.room.encryption", content), "STATE_REFUSED")
        own = self.create().json["room_id"]
        self.assertEqual(self.state("alice", own, "m.room.encryption", content).status, 200)

    def test_invitations(self) -> None:
        own = self.create().json["room_id"]
        user = self.world.user
        for who, room_id, invitee, reason in (
            ("alice", own, user("guest-gina"), "INVITE_REFUSED"),
            ("alice", own, user("eve"), "INVITE_REFUSED"),
            ("alice", own, "@mallory:example.org", "INVITE_REFUSED"),
            ("alice", self.world.room, user("bob"), "INVITE_REFUSED"),
            # Server administrators pass `user_may_invite`, which Synapse does not ask for them.
            ("admin", self.world.foreign_room, user("guest-gina"), "INVITE_REFUSED"),
        ):
            with self.subTest(who=who, invitee=invitee):
                path = f"{C}/rooms/{quote(room_id)}/invite"
                self.assert_refused(self.world.ask(who, "POST", path, {"user_id": invitee}), reason)
        path = f"{C}/rooms/{quote(self.world.foreign_room)}/invite"
        refused = self.world.homeserver.as_user("POST", path, None, {"user_id": user("guest-gina")})
        self.assert_refused(refused, "INVITE_REFUSED")
        mail = {"medium": "email", "address": "a@b.c", "id_server": "b.c", "id_access_token": "x"}
        self.assertEqual(self.world.ask("alice", "POST", f"{C}/rooms/{quote(own)}/invite", mail).status, 403)

    def test_joins(self) -> None:
        own = self.create().json["room_id"]
        for who, room_id in (("bob", self.world.room), ("admin", self.world.room), ("bob", "!abc:example.org")):
            with self.subTest(who=who, room=room_id):
                path = f"{C}/join/{quote(room_id)}?via=example.org"
                self.assertEqual(self.world.ask(who, "POST", path, {}).errcode, "M_FORBIDDEN")
        self.assert_refused(self.world.ask("bob", "POST", f"{C}/join/{quote(own)}", {}), "JOIN_REFUSED")
        self.assert_refused(self.world.ask("bob", "POST", f"{C}/knock/{quote(own)}", {}), "KNOCK_REFUSED")
        # A new name reaches the rooms that one is in already, though nobody invites again.
        named = self.world.ask(
            "alice", "PUT", f"{C}/profile/{quote(self.world.user('alice'))}/displayname", {"displayname": "Alice A"}
        )
        self.assertEqual(named.status, 200)
        member = f"{C}/rooms/{quote(own)}/state/m.room.member/{quote(self.world.user('alice'))}"
        self.world.homeserver.wait(
            "new name in an own room",
            lambda: self.world.ask("alice", "GET", member).json.get("displayname") == "Alice A",
        )

    def test_restricted_room_admits_members_of_the_other(self) -> None:
        rules = {
            "join_rule": "restricted",
            "allow": [{"type": "m.room_membership", "room_id": self.world.foreign_room}],
        }
        own = self.create(initial_state=[{"type": "m.room.join_rules", "state_key": "", "content": rules}])
        self.assertEqual(own.status, 200, own)
        path = f"{C}/join/{quote(own.json['room_id'])}"
        self.assertEqual(self.world.ask("bob", "POST", path, {}).status, 200)
        self.assert_refused(self.as_guest("POST", path, {}), "JOIN_REFUSED")

    def test_nothing_is_published(self) -> None:
        own = self.create().json["room_id"]
        alias = quote(f"#mine:{self.world.homeserver.server_name}")
        made = self.world.ask("alice", "PUT", f"{C}/directory/room/{alias}", {"room_id": own})
        self.assert_refused(made, "ALIAS_REFUSED")
        listed = self.world.ask("alice", "PUT", f"{C}/directory/list/room/{quote(own)}", {"visibility": "public"})
        self.assert_refused(listed, "PUBLISH_REFUSED")

    def test_directory_shows_staff_to_staff(self) -> None:
        def found(who: str) -> set[str]:
            answer = self.world.ask(who, "POST", f"{C}/user_directory/search", {"search_term": "portico.test"})
            return {entry["user_id"] for entry in answer.json["results"]}

        user = self.world.user
        self.world.homeserver.wait("directory filled", lambda: user("alice") in found("bob"))
        self.assertEqual(found("bob") & {user("guest-gina"), user("eve"), self.world.bot}, set())
        searched = self.as_guest("POST", f"{C}/user_directory/search", {"search_term": "portico.test"})
        self.assertEqual(searched.json["results"], [])

    def test_login_tokens_are_the_services(self) -> None:
        path = "/_matrix/client/v1/login/get_token"
        self.assert_refused(self.world.ask("alice", "POST", path, {}), "ENDPOINT_REFUSED")
        self.assert_refused(self.world.ask("admin", "POST", path, {}), "ENDPOINT_REFUSED")
        minted = self.as_guest("POST", path, {})
        self.assertEqual(minted.status, 200, minted)
        login = self.world.homeserver.ask(
            "POST", f"{C}/login", body={"type": "m.login.token", "token": minted.json["login_token"]}
        )
        self.assertEqual(login.status, 200, login)

    def test_callbacks_hold_without_the_gate(self) -> None:
        world = self.world
        guest = quote(world.user("guest-gina"))
        txn = time.monotonic_ns()
        joined = {"membership": "join"}
        for reason, method, path, body in (
            ("CREATE_REFUSED", "POST", "/createRoom", {}),
            ("INVITE_REFUSED", "POST", f"/rooms/{quote(world.room)}/invite", {"user_id": world.user("bob")}),
            ("JOIN_REFUSED", "POST", f"/join/{quote(world.foreign_room)}", {}),
            ("KNOCK_REFUSED", "POST", f"/knock/{quote(world.foreign_room)}", {}),
            ("STATE_REFUSED", "PUT", f"/rooms/{quote(world.room)}/state/m.room.topic/", {"topic": "x"}),
            ("JOIN_REFUSED", "PUT", f"/rooms/{quote(world.foreign_room)}/state/m.room.member/{guest}", joined),
            (
                "NAME_REFUSED",
                "PUT",
                f"/rooms/{quote(world.room)}/state/m.room.member/{guest}",
                {**joined, "org.portico.company": "Us"},
            ),
            ("EVENT_TYPE_REFUSED", "PUT", f"/rooms/{quote(world.room)}/send/m.room.encrypted/{txn}", {"a": 1}),
            ("PUBLISH_REFUSED", "PUT", f"/directory/list/room/{quote(world.room)}", {"visibility": "public"}),
        ):
            with self.subTest(path):
                self.assert_refused(self.as_guest(method, C + path, body), reason)

    def test_name_and_badge_of_a_guest(self) -> None:
        guest = self.world.user("guest-gina")
        member = f"{C}/rooms/{quote(self.world.room)}/state/m.room.member/{quote(guest)}"

        def content() -> dict[str, Any]:
            return self.world.ask("alice", "GET", member).json

        self.assertEqual(content()["org.portico.company"], "Lumen")
        renamed = self.as_guest("PUT", f"{C}/profile/{quote(guest)}/displayname", {"displayname": "Gina Lo"})
        self.assertEqual(renamed.status, 200, renamed)
        self.world.homeserver.wait("new name in the room", lambda: content().get("displayname") == "Gina Lo")
        self.assertEqual(content()["org.portico.company"], "Lumen")
        for_this_room = {"membership": "join", "displayname": "CEO", "reason": "a new event"}
        self.assertEqual(self.as_guest("PUT", member, for_this_room).status, 200)
        self.assertEqual((content()["displayname"], content()["org.portico.company"]), ("Gina Lo", "Lumen"))
        forged = self.world.ask(
            "alice",
            "PUT",
            f"{C}/rooms/{quote(self.world.room)}/state/m.room.member/{quote(self.world.user('alice'))}",
            {"membership": "join", "org.portico.company": "Lumen"},
        )
        self.assert_refused(forged, "NAME_REFUSED")

    def test_files(self) -> None:
        for content_type, data, reason in (
            ("text/plain", b"", "FILE_EMPTY"),
            ("application/octet-stream", "\ufeff<HTML>".encode("utf-16"), "FILE_TYPE_REFUSED"),
            ("image/png", b"<svg onload='x()'/>", "FILE_TYPE_REFUSED"),
            ("text/plain", b"<?xml version='1.0'?><a xmlns:h='http://www.w3.org/1999/xhtml'/>", "FILE_TYPE_REFUSED"),
        ):
            with self.subTest(data=data):
                self.assert_refused(self.world.upload("alice", data, "a", content_type), reason)
        for data in (b"\x89PNG", b"a < b", b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"):
            with self.subTest(data=data):
                self.assertEqual(self.world.upload("alice", data, "a", "text/plain").status, 200)
        large = self.world.upload("alice", b"x" * (1024 * 1024 + 1), "a", "text/plain")
        self.assertEqual((large.status, large.errcode), (413, "M_TOO_LARGE"))

    def test_refresh_and_events_need_the_token(self) -> None:
        for method, path in (("POST", REFRESH), ("GET", EVENTS)):
            for token in (None, "policy-wrong"):
                with self.subTest(path=path, token=token):
                    self.assertEqual(self.world.homeserver.ask(method, path, token).status, 401)

    def test_what_happened_in_rooms_of_the_service_is_told_by_id(self) -> None:
        before = self.happened()
        self.assertEqual((before["events"], before["more"]), ([], False))
        room = self.world.make_room("department", ["alice"])
        said = self.world.say("alice", room, "hello").json["event_id"]
        after = self.happened(f"?after={before['position']}")
        self.assertEqual({event["room_id"] for event in after["events"]}, {room})
        self.assertEqual(after["events"][-1], {"event_id": said, "room_id": room})
        self.assertEqual(self.happened(f"?after={after['position']}"), {**after, "events": []})
        self.assertEqual(self.happened(f"?after={after['position'] + 1000}"), {**after, "events": []})


if __name__ == "__main__":
    unittest.main()
