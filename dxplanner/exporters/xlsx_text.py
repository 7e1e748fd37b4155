"""Text in a workbook: what a cell may hold and what a sheet may be called."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from dxplanner.domain.text import DIRECTIONS, printed, with_line_feeds

CELL_LIMIT: Final = 32767
"""UTF-16 units that Excel takes in one cell."""
SHEET_NAME_LIMIT: Final = 31

_REMEMBERED: Final = 20_000
_FORBIDDEN_IN_SHEET_NAMES: Final = str.maketrans("[]:*?/\\", "［］：＊？／￥")
_FORMULA_STARTS: Final = ("=", "+", "-", "@")
_WIDE_FORMULA_STARTS: Final = ("＝", "＋", "－", "＠")
# Excel reads _x0041_ inside a text as the character U+0041.
_ESCAPE_LOOKALIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTERS: Final = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_FORBIDDEN: Final = re.compile(
    rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_NO_CHARACTERS}{''.join(DIRECTIONS)}]"
)
_BREAKS: Final = re.compile(r"[\n\t]+")
_SEPARATOR: Final = r"[-/.:,－／．：，年月日時分秒]"
_LOOKS_LIKE_DATE_OR_NUMBER: Final = re.compile(
    rf"\d+({_SEPARATOR}\d*)*[%％]?"
    rf"|(明治|大正|昭和|平成|令和|[MTSHRＭＴＳＨＲ])(\d+|元)({_SEPARATOR}\d*)+"
    r"|[\d.．]+[EＥ][-+－＋]?\d+"
    r"|[(（]\d+[)）]",
    re.IGNORECASE,
)


def clean_text(text: str) -> tuple[str, int]:
    """Return text as a cell can hold it, and how many characters had to be dropped.

    Control characters other than line feeds and tab, lone surrogates and U+FFFE/U+FFFF go, because XML
    forbids them or Excel shows them as boxes, and what turns the direction of writing; what exceeds Excel's
    limit for a cell is cut.
    """
    joined = with_line_feeds(text.replace("\r\n", "\n").replace("\r", "\n"))
    allowed = _FORBIDDEN.sub("", joined)
    kept = _first(allowed, CELL_LIMIT)
    return kept, len(joined) - len(kept)


def escaped(text: str) -> str:
    """Return clean text as it is written into the file, so that Excel shows it exactly as typed."""
    return _ESCAPE_LOOKALIKE.sub("_x005F_", text)


def starts_like_formula(text: str) -> bool:
    """Tell whether Excel would take text for a formula as soon as somebody edits the cell."""
    start = text.lstrip()
    return start.startswith(_FORMULA_STARTS) or (len(start) > 1 and start.startswith(_WIDE_FORMULA_STARTS))


def retyped_as_value(text: str) -> bool:
    """Tell whether Excel makes a date or number of text (1-1, 1E5, R6.4.1, （2）) once it is edited."""
    return _LOOKS_LIKE_DATE_OR_NUMBER.fullmatch(text.strip()) is not None


@lru_cache(maxsize=_REMEMBERED)
def broken(
    text: str, lines: tuple[str, ...], ranges: tuple[tuple[int, int], ...] = ()
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return TEXT with a line feed after each of its LINES, and RANGES of it as they lie in the result.

    Lines that begin with spaces of their own, such as those of a numbered point, keep them; so do those that
    are set in behind a space that is not the text's.
    """
    text = with_line_feeds(text)
    words = tuple(line if line in text else line.lstrip("\u3000") for line in lines)
    if any(word not in text for word in words):
        return "\n".join(lines), ()
    starts = _starts(text, words)
    result, shifts = "", [(0, 0)]
    for start, end, line, word in zip(starts, (*starts[1:], len(text)), lines, words, strict=True):
        result = result.removesuffix("\n") + ("\n" if start else "") + line[: len(line) - len(word)]
        shifts.append((start, len(result) - start))
        result += text[start:end]
    result = result.removesuffix("\n")
    moved = tuple(
        (
            first + next(by for start, by in reversed(shifts) if start <= first),
            last + next(by for start, by in reversed(shifts) if start < last or not start),
        )
        for first, last in ranges
    )
    return result, moved


def _starts(text: str, lines: Sequence[str]) -> list[int]:
    """Where the lines of a text begin; what lies between two of them belongs to the first."""
    starts = [0]
    position = len(lines[0]) if lines else 0
    for line in lines[1:]:
        position += text.startswith("\n", position)
        starts.append(max(text.find(line, position), position))
        position = starts[-1] + len(line)
    return starts


def sheet_name(title: str, taken: Collection[str], page: str = "") -> str:
    """Return a name for a sheet from a title, and a PAGE of it, that Excel takes and that is not in TAKEN.

    Forbidden signs become their full-width twins, and what is not drawn goes; the name has 31 UTF-16 units at
    most; names that differ by case only count as the same.
    """
    kept, _ = clean_text(title)
    shown = _ESCAPE_LOOKALIKE.sub("＿", printed(_BREAKS.sub(" ", kept)))
    base = shown.translate(_FORBIDDEN_IN_SHEET_NAMES).strip("' \u3000") or "資料"
    if base.casefold() == "history":
        base += "（資料）"
    lowered = {name.casefold() for name in taken}
    tail = of_page = page and f"\u3000{page}"
    name, number = _cut(base, SHEET_NAME_LIMIT - len(tail)) + tail, 1
    while name.casefold() in lowered:
        number += 1
        tail = f"{of_page}（{number}）"
        name = _cut(base, SHEET_NAME_LIMIT - len(tail)) + tail
    return name


def utf16_units(text: str) -> int:
    """How long a text is for Excel, which counts UTF-16 units: signs like 𠮷 have two."""
    return len(text.encode("utf-16-le")) // 2


def _first(text: str, units: int) -> str:
    """The beginning of a text, of so many UTF-16 units at most."""
    if len(text) * 2 <= units:
        return text
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")


def _cut(text: str, units: int) -> str:
    return _first(text, units).rstrip("' \u3000")
