"""XML from outside: parsed only when it is small, flat and without a DTD, so that it can do no harm."""

import xml.etree.ElementTree as ET
from typing import Final
from xml.parsers import expat

from dxplanner.domain.errors import InputError

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a file."""
_DEEPEST: Final = 40
_MOST_ELEMENTS: Final = 2_000_000


def read_xml(data: bytes) -> ET.Element:
    """The root element.

    Raises:
        InputError: too large, not XML, with a DTD or entities, or nested too deeply.
    """
    if len(data) > LARGEST:
        raise InputError(f"ファイルが大きすぎます（{LARGEST // 1024 // 1024}MBまで）。")
    _Guard().check(data)
    try:
        return ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError):
        raise _unreadable() from None


class _Guard:
    """Walks through the text once, before anything is built."""

    def __init__(self) -> None:
        self._depth = self._count = 0

    def check(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise _unreadable() from None

    def _refuse(self, *_: object) -> None:
        raise InputError("文書型宣言を含むファイルは、安全のため読み込めません。")

    def _start(self, *_: object) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise InputError("ファイルの構造が複雑すぎるため、読み込めません。")

    def _end(self, *_: object) -> None:
        self._depth -= 1


def _unreadable() -> InputError:
    return InputError("ファイルを読み取れません。壊れているか、形式が違います。")
