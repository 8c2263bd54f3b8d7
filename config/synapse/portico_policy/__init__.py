"""Portico's policy inside Synapse; `README.md` beside this package has the rules in words."""

from portico_policy.module import PorticoPolicy

__all__ = ["PorticoPolicy"]
