import tempfile
import unittest
from pathlib import Path

from portico_policy.files import judge_declared_type, judge_file
from portico_policy.refusal import Refusal

SVG = "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"

ACCEPTED = (
    b"plain text",
    b"a < b and <b>bold</b> later",
    b"\x89PNG\r\n\x1a\n<html>",
    b"%PDF-1.7",
    b"<",
    b"<note>an XML document</note>",
    b"<?xml version='1.0' encoding='utf-8'?><invoice xmlns='urn:x'/>",
    b"<album>begins like <a>, is none</album>",
    SVG.format("<path d='M0 0'/><text>once upon a time</text>").encode(),
    (
        "<?xml version='1.0'?><!-- made by hand --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'>" + SVG.format("")
    ).encode(),
)
REFUSED = (
    b"<!DOCTYPE html><p>",
    b"<!doctype HTML>",
    b"<HTML>",
    b" \n\t<html lang=en>",
    b"\xef\xbb\xbf<html>",
    "\ufeff<html>".encode("utf-16-le"),
    "\ufeff<html>".encode("utf-16-be"),
    "<html>".encode("utf-16-le"),
    b"<!-- a comment --><script>alert(1)</script>",
    b"<!-- <x> --> <!-- y --><body onload=x>",
    b"<?php echo 1 ?><html>",
    b"<script src=x></script>",
    b"<iframe/src=x>",
    b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
    b"<x><h:script xmlns:h='http://www.w3.org/1999/xhtml'/></x>",
    b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><x/>",
    SVG.format("<script>alert(1)</script>").encode(),
    SVG.format("<svg:script/>").encode(),
    SVG.format("<g onclick='x()'/>").encode(),
    SVG.format("<a href='java&#115;cript:x()'/>").encode(),
    SVG.format("<foreignObject/>").encode(),
    b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
    b"<svg/onload=alert(1)>",
    SVG.format("x" * 1024 * 1024).encode(),
    SVG.format("x" * 100_000 + "<script/>").encode(),
)


class FilesTest(unittest.TestCase):
    def judge(self, data: bytes) -> Refusal | None:
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            return judge_file(Path(file.name))

    def test_accepted(self) -> None:
        for data in ACCEPTED:
            with self.subTest(data[:80]):
                self.assertIsNone(self.judge(data))

    def test_refused(self) -> None:
        for data in REFUSED:
            with self.subTest(data[:80]):
                self.assertEqual(self.judge(data), Refusal.FILE_TYPE_REFUSED)

    def test_empty(self) -> None:
        self.assertEqual(self.judge(b""), Refusal.FILE_EMPTY)

    def test_declared_type(self) -> None:
        for declared, refused in (
            ("text/html", True),
            ("TEXT/HTML; charset=utf-8", True),
            (" application/xhtml+xml", True),
            ("text/plain", False),
            ("", False),
            ("image/svg+xml", False),
        ):
            with self.subTest(declared):
                self.assertEqual(judge_declared_type(declared) is not None, refused)

    def test_hostile_prologue_takes_no_time(self) -> None:
        for data in (b"<!--" * 200_000, b"<?" * 400_000, b"<! " * 300_000, b"<![" * 300_000, b" <!x>" * 200_000):
            with self.subTest(data[:8]):
                self.assertIsNone(self.judge(data))
