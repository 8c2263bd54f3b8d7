"""What must hold in Synapse for the rules to hold: asked once, at start, and Synapse does not start without it."""

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import synapse

if TYPE_CHECKING:
    from synapse.module_api.callbacks import ModuleApiCallbacks

TESTED_FROM: Final = (1, 163, 2)
TESTED_BELOW: Final = (1, 164, 0)
"""Releases for which `tests/integration` was run; widen only together with such a run."""

GATE_METHOD: Final = "get_user_by_req"
_GATE_PARAMETERS: Final = ("request", "allow_guest", "allow_expired", "allow_locked")

RULES_METHOD: Final = "check_event_allowed"
_RULES_PARAMETERS: Final = ("event", "context")

Callbacks = Mapping[str, Mapping[str, Callable[..., Any]]]
"""Group (attribute of `ModuleApiCallbacks`) -> callback name -> function."""


class NotTested(RuntimeError):
    """This Synapse is not the one that the module was tested with; the message says what to do."""


def check_version(version: str = synapse.__version__) -> None:
    """Raises `NotTested` outside the tested range."""
    numbers = version.split(".")
    try:
        release = tuple(int(number) for number in numbers)
    except ValueError:
        release = ()
    if not TESTED_FROM <= release < TESTED_BELOW:
        raise NotTested(
            f"portico_policy was tested with Synapse {_dotted(TESTED_FROM)} up to, not including,"
            f" {_dotted(TESTED_BELOW)}; this is {version}. Install one of those, or run"
            " config/synapse/tests against this release and widen the range in pins.py"
        )


def check_gate_method(auth: object) -> None:
    """Raises `NotTested` unless the method that the gate wraps is there, unwrapped, as expected."""
    _check_method(auth, GATE_METHOD, _GATE_PARAMETERS)


def check_rules_method(rules: object) -> None:
    """Raises `NotTested` unless the method that loads a room's state for us is there, unwrapped, as expected."""
    _check_method(rules, RULES_METHOD, _RULES_PARAMETERS)


def _check_method(owner: object, name: str, expected: tuple[str, ...]) -> None:
    method = getattr(owner, name, None)
    if not inspect.iscoroutinefunction(method):
        raise NotTested(f"Synapse's {type(owner).__name__} has no coroutine {name}")
    parameters = tuple(inspect.signature(method).parameters)
    if parameters != expected:
        raise NotTested(f"{name} takes {parameters}, the module expects {expected}")
    if name in vars(owner):
        raise NotTested(f"{name} is wrapped already; load portico_policy once only")


def check_registered(registry: "ModuleApiCallbacks", callbacks: Callbacks) -> None:
    """Raises `NotTested` if one of our callbacks is not where Synapse calls it from."""
    for group, functions in callbacks.items():
        for name, function in functions.items():
            if function not in _registered(getattr(registry, group, None), name):
                raise NotTested(f"Synapse took the callback {group}.{name} but does not hold it")


def _registered(group: object, name: str) -> list[Any]:
    for attribute in (f"_{name}_callbacks", f"{name}_callbacks"):
        held = getattr(group, attribute, None)
        if isinstance(held, list):
            return held
    return []


def _dotted(release: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in release)
