"""Uploaded files: what their bytes are, whatever their name and declared type say."""

import html
import re
from pathlib import Path
from typing import Final

from portico_policy.refusal import Refusal

_HEAD_BYTES: Final = 4096
_MARKUP_BYTES: Final = 1024 * 1024
"""So much of a markup file is searched for scripts; a larger SVG is refused."""

_DECLARED: Final = frozenset({"text/html", "application/xhtml+xml"})

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# White space, comments, processing instructions and document types before the first element.
_PROLOGUE: Final = re.compile(
    r"(?:\s+|<!--.*?-->|<\?.*?\?>|<!(?!doctype\s+html\b|--)[^>\[]*(?:\[.*?\]\s*)?>)+", re.S | re.I
)
# Elements by which browsers recognise HTML (WHATWG MIME Sniffing 7.1), and a few more that run.
_HTML_START: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|iframe|frameset|style|title|meta|link|base|form|"
    r"object|embed|h1|div|font|table|a|b|br|p|img|video|audio|math|template)(?=[\s/>])",
    re.I,
)
_SVG_START: Final = re.compile(r"<(?:[\w.-]+:)?svg(?=[\s/>])", re.I)
_ACTIVE_XML: Final = re.compile(
    r"http://www\.w3\.org/1999/xhtml|<\?xml-stylesheet|<(?:[\w.-]+:)?script(?=[\s/>])", re.I
)
_ACTIVE_SVG: Final = re.compile(
    r"[\s/\"']on[a-z]+\s*=|javascript:|<!entity|<(?:[\w.-]+:)?(?:foreignobject|iframe|embed|object)(?=[\s/>])",
    re.I,
)


def judge_declared_type(content_type: str) -> Refusal | None:
    """The `Content-Type` with which a file is uploaded."""
    essence = content_type.partition(";")[0].strip().lower()
    return Refusal.FILE_TYPE_REFUSED if essence in _DECLARED else None


def judge_file(path: Path) -> Refusal | None:
    """Reads a stored file's beginning, and more only if it is markup. Meant for a thread."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if not head:
            return Refusal.FILE_EMPTY
        encoding = _markup_encoding(head)
        if encoding is None:
            return None
        data = head + file.read(_MARKUP_BYTES - len(head) + 1)
    return judge_markup(data[:_MARKUP_BYTES].decode(encoding, "replace"), len(data) > _MARKUP_BYTES)


def judge_markup(text: str, cut: bool) -> Refusal | None:
    """Text that starts with `<`. `cut`: there is more of it than was read."""
    text = text.lstrip("\ufeff")
    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    if _HTML_START.match(text, start) or _ACTIVE_XML.search(text):
        return Refusal.FILE_TYPE_REFUSED
    if _SVG_START.match(text, start) and (cut or _ACTIVE_SVG.search(html.unescape(text))):
        return Refusal.FILE_TYPE_REFUSED
    return None


def _markup_encoding(head: bytes) -> str | None:
    """The encoding of something that begins like markup, `None` for anything else."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding if head.decode(encoding, "replace").lstrip("\ufeff \t\r\n\f").startswith("<") else None
    return "utf-8" if head.lstrip(b" \t\r\n\f").startswith(b"<") else None
