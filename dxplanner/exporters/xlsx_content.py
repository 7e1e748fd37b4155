"""What a cell or a text box of a sheet holds: a text with its marks, a figure or a formula, and its look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

from dxplanner.domain.text import TAB
from dxplanner.exporters.xlsx_styles import Look, style_size
from dxplanner.exporters.xlsx_text import clean_text

_CELL: Final = re.compile(r"([A-Z]+)([0-9]+)")
_ROWS_OF_CELLS: Final = re.compile(r"[A-Z]+([0-9]+)(?::[A-Z]+([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula (with its ``=``) and the value that it has when the file is written."""

    text: str
    cached: int | float | str

    def moved(self, places: Mapping[int, int]) -> Formula | None:
        """The formula after its rows went to PLACES (both from 0); None where one of them is not there."""
        for first, last in _ROWS_OF_CELLS.findall(self.text):
            if any(row not in places for row in range(int(first) - 1, int(last or first))):
                return None
        return replace(
            self, text=_CELL.sub(lambda cell: f"{cell[1]}{places[int(cell[2]) - 1] + 1}", self.text)
        )


class Passage(NamedTuple):
    """A part of a text that looks the same throughout."""

    text: str
    bold: bool
    underlined: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell holds and how it looks."""

    value: str | int | float | Formula
    look: Look
    underline: tuple[tuple[int, int], ...] = ()
    """Ranges (from, to) of a text that are underlined."""
    bold: tuple[tuple[int, int], ...] = ()
    """Ranges of a text that are bold although the rest is not."""

    @property
    def size(self) -> float:
        """Size of a text in points."""
        return self.look.size or style_size(self.look.style)

    def passages(self, start: int, end: int) -> Iterator[Passage]:
        """The text from one place to another, in parts that look the same throughout."""
        text = str(self.value)
        edges = (at for pair in (*self.underline, *self.bold) for at in pair)
        marks = sorted({start, end, *(at for at in edges if start < at < end)})
        for first, last in pairwise(marks):
            bold = bool(self.look.bold) or _covers(self.bold, first)
            yield Passage(text[first:last], bold, _covers(self.underline, first))

    def cleaned(self, warnings: list[str]) -> Content:
        """The content as the file can hold it; WARNINGS are told what a text loses, its marks then too."""
        if not isinstance(self.value, str):
            return self
        text, dropped = clean_text(self.value.replace("\t", TAB))
        if not dropped:
            return self if text == self.value else replace(self, value=text)
        shown = text[:20] + ("…" if len(text) > 20 else "")
        warnings.append(f"「{shown}」のうち、Excelで使えない文字（{dropped}文字）を除きました。")
        return replace(self, value=text, underline=(), bold=())


def _covers(ranges: tuple[tuple[int, int], ...], at: int) -> bool:
    return any(first <= at < last for first, last in ranges)
