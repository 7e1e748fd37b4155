"""XML from outside: parsed only when it is small, flat and without a DTD, so that it can do no harm."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from dxplanner.domain.errors import InputError

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a file."""
_PORTION: Final = 256 * 1024
"""Bytes that are read at once: after each of them it is told how far it is."""
_DEEPEST: Final = 40
_MOST_ELEMENTS: Final = 2_000_000
_BROKEN: Final = (expat.ExpatError, ET.ParseError, ValueError, LookupError)


def read_xml(data: bytes, tell: Callable[[int, int], None] | None = None) -> ET.Element:
    """The root element. ``tell`` hears how many bytes of how many are read; what it raises stops the reading.

    Raises:
        InputError: too large, not XML, with a DTD or entities, or nested too deeply.
    """
    if len(data) > LARGEST:
        raise InputError(f"ファイルが大きすぎます（{LARGEST // 1024 // 1024}MBまで）。")
    guard, builder = _Guard(), ET.XMLParser()
    for first in range(0, len(data), _PORTION):
        portion = data[first : first + _PORTION]
        try:
            guard.check(portion)
            builder.feed(portion)
        except _BROKEN:
            raise _unreadable() from None
        if tell is not None:
            tell(first + len(portion), len(data))
    try:
        guard.check(b"", last=True)
        root: ET.Element = builder.close()
    except _BROKEN:
        raise _unreadable() from None
    return root


class _Guard:
    """Walks through each portion of the text before anything is built of it."""

    def __init__(self) -> None:
        self._depth = self._count = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def check(self, portion: bytes, *, last: bool = False) -> None:
        self._parser.Parse(portion, last)

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
