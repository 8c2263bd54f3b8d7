"""Which characters a name may hold: the rule of the contract's `name-characters.ts`."""

import re
from typing import Any, Final

_MISLEADING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def is_plain(name: Any) -> bool:
    """Whether nothing in a name of a person or room hides or turns what others read. An absent name is plain."""
    return name is None or (isinstance(name, str) and _MISLEADING.search(name) is None)
