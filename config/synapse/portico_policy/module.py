"""What Synapse loads: its callbacks, each one question to the rules."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from synapse.module_api import NOT_SPAM, ModuleApi
from synapse.module_api.errors import Codes, ConfigError

from portico_policy import pins
from portico_policy.clock import ClockWatch
from portico_policy.events import badge, may_change_membership, may_send, state_needed
from portico_policy.files import judge_file
from portico_policy.gate import Gate, refused
from portico_policy.happenings import Happenings
from portico_policy.less_state import read_less
from portico_policy.media_reach import MediaReach
from portico_policy.membership import is_cut_off, may_find, may_invite, may_join, may_log_in
from portico_policy.names import is_plain
from portico_policy.puller import Puller
from portico_policy.refusal import Refusal
from portico_policy.resources import PATH, policy_resource
from portico_policy.rooms import COMPANY_FIELD, close_to_outside, may_create_room, may_send_state
from portico_policy.settings import Settings, SettingsError, parse_settings
from portico_policy.signed import SignedEvents
from portico_policy.store import SnapshotStore
from portico_policy.tally import Tally
from portico_policy.view import Standing, View

if TYPE_CHECKING:
    from synapse.events import EventBase
    from synapse.media._base import FileInfo
    from synapse.media.media_storage import ReadableFileWrapper
    from synapse.module_api.callbacks.third_party_event_rules_callbacks import ThirdPartyEventRulesModuleApiCallbacks
    from synapse.synapse_rust.types import Requester
    from synapse.types import RoomAlias, StateMap, UserProfile

Verdict = Literal["NOT_SPAM"] | tuple[Codes, dict[str, Any]]


def _verdict(refusal: Refusal | None) -> Verdict:
    if refusal is None:
        return NOT_SPAM
    # Synapse puts its own sentence into most refusals; `error` here replaces it.
    return Codes.FORBIDDEN, {"error": refusal.text, **refusal.fields}


class PorticoPolicy:
    """One per Synapse process. Raises at start rather than leave a rule without its callback."""

    def __init__(self, config: Settings, api: ModuleApi) -> None:
        pins.check_version()
        # Private API, for want of any other; pins.py and the integration test watch it.
        homeserver, auth = api._hs, api._auth
        pins.check_gate_method(auth)
        self._api = api
        self._store = SnapshotStore(
            config.snapshot_file, api.server_name, config.guest_prefix, config.max_stale_seconds
        )
        self._store.load()
        self._view = self._store.view
        reach = MediaReach(api._store, api.server_name)
        tally = Tally()
        gate = Gate(self._view, reach.may_fetch, tally)
        setattr(auth, pins.GATE_METHOD, gate.wrap(auth.get_user_by_req))
        callbacks = {
            group: {name: tally.watch(name, decide) for name, decide in functions.items()}
            for group, functions in self._callbacks().items()
        }
        api.register_spam_checker_callbacks(**callbacks["spam_checker"])
        api.register_third_party_rules_callbacks(**callbacks["third_party_event_rules"])
        api.register_account_validity_callbacks(**callbacks["account_validity"])
        pins.check_registered(api._callbacks, callbacks)
        self._read_less(api._callbacks.third_party_event_rules)
        reactor = homeserver.get_reactor()
        ClockWatch(lambda: reactor.callFromThread(reactor.stop)).start()
        puller = Puller(api, reactor, self._store, config.snapshot_url, config.token)
        names = sorted(name for group in callbacks.values() for name in group)
        api.register_web_resource(
            PATH,
            policy_resource(
                self._store,
                puller,
                tally,
                Happenings(api._store),
                SignedEvents(api._store, api.server_name, homeserver.config.key),
                config.token,
                names,
                homeserver.get_clock(),
            ),
        )
        api.looping_background_call(
            puller.poll, config.poll_seconds * 1000, desc="portico_policy_poll", run_on_all_instances=True
        )

    @staticmethod
    def parse_config(raw: object) -> Settings:
        """Called by Synapse while it reads homeserver.yaml."""
        try:
            return parse_settings(raw)
        except SettingsError as error:
            raise ConfigError(str(error)) from None

    def _callbacks(self) -> dict[str, dict[str, Any]]:
        return {
            "spam_checker": {
                "check_event_for_spam": self.check_event_for_spam,
                "check_login_for_spam": self.check_login_for_spam,
                "check_media_file_for_spam": self.check_media_file_for_spam,
                "check_username_for_spam": self.check_username_for_spam,
                "federated_user_may_invite": self.federated_user_may_invite,
                "user_may_create_room": self.user_may_create_room,
                "user_may_create_room_alias": self.user_may_create_room_alias,
                "user_may_invite": self.user_may_invite,
                "user_may_join_room": self.user_may_join_room,
                "user_may_publish_room": self.user_may_publish_room,
                "user_may_send_3pid_invite": self.user_may_send_3pid_invite,
                "user_may_send_state_event": self.user_may_send_state_event,
            },
            "third_party_event_rules": {
                "check_event_allowed": self.check_event_allowed,
                "check_threepid_can_be_invited": self.check_threepid_can_be_invited,
                "on_create_room": self.on_create_room,
            },
            "account_validity": {"is_user_expired": self.is_user_expired},
        }

    def _read_less(self, rules: "ThirdPartyEventRulesModuleApiCallbacks") -> None:
        pins.check_rules_method(rules)
        check = read_less(
            rules.check_event_allowed,
            lambda: rules._check_event_allowed_callbacks,
            self.check_event_allowed,
            state_needed,
        )
        setattr(rules, pins.RULES_METHOD, check)

    # Accounts

    async def is_user_expired(self, user_id: str) -> bool | None:
        """On every request with a token; `None` leaves the question to others."""
        return True if is_cut_off(self._view(), user_id) else None

    async def check_login_for_spam(self, user_id: str, *_: object, **__: object) -> Verdict:
        return _verdict(may_log_in(self._view(), user_id))

    async def check_username_for_spam(self, profile: "UserProfile", seeker: str) -> bool:
        """True hides."""
        return not may_find(self._view(), seeker, profile["user_id"])

    # Rooms

    async def on_create_room(self, requester: "Requester", config: dict[str, Any], is_requester_admin: bool) -> None:
        """Comes before Synapse validates; unlike `user_may_create_room`, for server administrators too."""
        view, creator = self._view(), requester.user.to_string()
        if refusal := may_create_room(view, creator, config):
            raise refused(refusal)
        if view.standing(creator) is not Standing.BOT:
            close_to_outside(config)

    async def user_may_create_room(self, user_id: str, config: dict[str, Any]) -> Verdict:
        """Also asked on upgrades, which the predecessor in their `creation_content` gives away."""
        return _verdict(may_create_room(self._view(), user_id, config))

    async def user_may_create_room_alias(self, user_id: str, alias: "RoomAlias") -> Verdict:
        return self._bot_only(user_id, Refusal.ALIAS_REFUSED)

    async def user_may_publish_room(self, user_id: str, room_id: str) -> Verdict:
        return self._bot_only(user_id, Refusal.PUBLISH_REFUSED)

    # Membership

    async def user_may_invite(self, inviter: str, invitee: str, room_id: str) -> Verdict:
        return _verdict(may_invite(self._view(), inviter, invitee, room_id))

    async def federated_user_may_invite(self, event: "EventBase") -> Verdict:
        return _verdict(Refusal.SERVER_NOT_TRUSTED)

    async def user_may_send_3pid_invite(self, *_: object) -> Verdict:
        return _verdict(Refusal.INVITE_REFUSED)

    async def check_threepid_can_be_invited(self, *_: object) -> bool:
        return False

    async def user_may_join_room(self, user_id: str, room_id: str, is_invited: bool) -> Verdict:
        """Whether an uninvited one is admitted all the same, `check_event_allowed` sees from the state.

        It is not asked when another server makes the join, so a room that is not here is refused.
        """
        view = self._view()
        refusal = may_join(view, user_id, room_id, admitted=True)
        if refusal is None and not is_invited and view.members(room_id) is None:
            here = await self._api.get_room_state(room_id, [("m.room.create", "")])
            refusal = may_join(view, user_id, room_id, admitted=bool(here))
        return _verdict(refusal)

    # Events

    async def check_event_for_spam(self, event: "EventBase") -> Verdict:
        """Local events other than memberships, and everything that other servers send."""
        if event.type == "m.room.member" and event.get_state_key() is not None:
            standing = self._view().standing(event.sender)
            return _verdict(Refusal.SERVER_NOT_TRUSTED if standing is Standing.REMOTE else None)
        return _verdict(may_send(self._view(), event))

    async def user_may_send_state_event(
        self, user_id: str, room_id: str, event_type: str, state_key: str, content: dict[str, Any]
    ) -> Verdict:
        """Raises, because Synapse takes no fields from what is returned here."""
        if event_type == "m.room.member":
            # A way to join as well as `/join`: decided, like every membership, when the event is made.
            return NOT_SPAM
        if refusal := may_send_state(self._view(), user_id, room_id, event_type, content):
            raise refused(refusal)
        return NOT_SPAM

    async def check_event_allowed(
        self, event: "EventBase", state: "StateMap[EventBase]"
    ) -> tuple[bool, dict[str, Any] | None]:
        """Every event that is made here, of server administrators too, and what others ask us to sign.

        `state` holds what `state_needed` names, no more.
        """
        view = self._view()
        if event.type != "m.room.member" or event.get_state_key() is None:
            if refusal := may_send(view, event):
                raise refused(refusal)
            return True, None
        if refusal := may_change_membership(view, event, state) or await self._misnamed(view, event):
            raise refused(refusal)
        if company := badge(view, event):
            return True, self._with_badge(event, company)
        return True, None

    async def _misnamed(self, view: View, event: "EventBase") -> Refusal | None:
        """A guest goes by the name in the profile, which only the application service writes."""
        if event.content.get("membership") == "join" and not is_plain(event.content.get("displayname")):
            return Refusal.NAME_MISLEADING
        if event.content.get("membership") != "join" or view.standing(event.sender) is not Standing.GUEST:
            return None
        profile = await self._api.get_profile_for_user(event.sender[1:].partition(":")[0])
        kept = event.content.get("displayname") == profile.display_name
        return None if kept else Refusal.NAME_REFUSED

    @staticmethod
    def _with_badge(event: "EventBase", company: str) -> dict[str, Any]:
        replacement = event.get_dict()
        replacement["content"] = {**replacement["content"], COMPANY_FIELD: company}
        return replacement

    # Files

    async def check_media_file_for_spam(self, file: "ReadableFileWrapper", info: "FileInfo") -> Verdict:
        """Raises for an upload, because Synapse drops what a returned refusal says."""
        if info.thumbnail is not None:
            return NOT_SPAM
        refusal = await self._api.defer_to_thread(judge_file, Path(file.path))
        if refusal is not None and info.server_name is None and not info.url_cache:
            raise refused(refusal)
        return _verdict(refusal)

    def _bot_only(self, user_id: str, refusal: Refusal) -> Verdict:
        return _verdict(None if self._view().standing(user_id) is Standing.BOT else refusal)
