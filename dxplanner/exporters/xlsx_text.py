"""Text in a workbook: what a cell may hold and what a sheet may be called."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from dxplanner.handouts.linebreak import line_starts

CELL_LIMIT: Final = 32767
"""Characters that Excel takes in one cell."""
SHEET_NAME_LIMIT: Final = 31

_FORBIDDEN_IN_SHEET_NAMES: Final = str.maketrans("[]:*?/\\", "［］：＊？／￥")
_FORMULA_STARTS: Final = ("=", "+", "-", "@")
_WIDE_FORMULA_STARTS: Final = ("＝", "＋", "－", "＠")
# Excel reads _x0041_ inside a text as the character U+0041.
_ESCAPE_LOOKALIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTERS: Final = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_FORBIDDEN: Final = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_NO_CHARACTERS}]")
_BREAKS: Final = re.compile(r"[\n\t]+")
_LOOKS_LIKE_DATE_OR_NUMBER: Final = re.compile(
    r"[\d０-９]+([-/.:－／．：年月日時][\d０-９]*)*|[(（][\d０-９]+[)）]"
)


def clean_text(text: str) -> tuple[str, int]:
    """Return text as a cell can hold it, and how many characters had to be dropped.

    Control characters other than line feed and tab, lone surrogates and U+FFFE/U+FFFF go, because XML
    forbids them or Excel shows them as boxes; what exceeds Excel's limit for a cell is cut.
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = _FORBIDDEN.sub("", joined)[:CELL_LIMIT]
    return kept, len(joined) - len(kept)


def escaped(text: str) -> str:
    """Return clean text as it is written into the file, so that Excel shows it exactly as typed."""
    return _ESCAPE_LOOKALIKE.sub("_x005F_", text)


def starts_like_formula(text: str) -> bool:
    """Tell whether Excel would take text for a formula as soon as somebody edits the cell."""
    start = text.lstrip()
    return start.startswith(_FORMULA_STARTS) or (len(start) > 1 and start.startswith(_WIDE_FORMULA_STARTS))


def retyped_as_value(text: str) -> bool:
    """Tell whether Excel would turn text (1-1, 12, （2）) into a date or number once it is edited."""
    return _LOOKS_LIKE_DATE_OR_NUMBER.fullmatch(text) is not None


def broken(
    text: str, lines: tuple[str, ...], ranges: Sequence[tuple[int, int]] = ()
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return TEXT with a line feed after each of its LINES, and RANGES of it as they lie in the result.

    Lines that begin with spaces of their own, such as those of a numbered point, keep them.
    """
    if any(line not in text for line in lines):
        return "\n".join(lines), ()
    starts = (0, *line_starts(text, lines)[1:], len(text))
    parts = [text[start:end].removesuffix("\n") for start, end in pairwise(starts)]
    added = [start for start in starts[1:-1] if text[start - 1 : start] != "\n"]
    moved = tuple(
        (first + sum(start <= first for start in added), last + sum(start < last for start in added))
        for first, last in ranges
    )
    return "\n".join(parts), moved


def sheet_name(title: str, taken: Collection[str]) -> str:
    """Return a name for a sheet from a handout's title that Excel takes and that is not in TAKEN.

    Forbidden signs become their full-width twins; the name has 31 UTF-16 units at most; names that differ
    by case only count as the same.
    """
    kept, _ = clean_text(title)
    base = _BREAKS.sub(" ", kept).translate(_FORBIDDEN_IN_SHEET_NAMES).strip("' \u3000") or "資料"
    if base.casefold() == "history":
        base += "（資料）"
    lowered = {name.casefold() for name in taken}
    name, number = _cut(base, SHEET_NAME_LIMIT), 1
    while name.casefold() in lowered:
        number += 1
        tail = f"（{number}）"
        name = _cut(base, SHEET_NAME_LIMIT - len(tail)) + tail
    return name


def _cut(text: str, units: int) -> str:
    cut = text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")
    return cut.rstrip("' \u3000")
