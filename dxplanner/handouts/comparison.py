"""新旧対照表: left 現行, right 見直し案, changed characters underlined on both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.changes import changed_ranges
from dxplanner.handouts.choices import names_option
from dxplanner.handouts.comparison_sides import (
    TEXTS,
    Entry,
    Group,
    Join,
    Part,
    Sides,
    chapter_sides,
    groups_of,
    node_sides,
)
from dxplanner.handouts.selection import Options, compared_versions, flag_option, text_option
from dxplanner.handouts.version_words import numbered_in
from dxplanner.model.snapshot import PlanSnapshot

SOURCES: Final = ("施策体系", "章構成")
_WIDTHS: Final = (100.0, 100.0, 69.0)
_SIZE: Final = 10.5
_NEW: Final = "（新設）"
_GONE: Final = "（削る）"
_SAME: Final = "（略）"
_UNDERLINED: Final = "下線は変更部分です。"
_LEFT_OUT: Final = "変更のない文は（略）としています。"
_INFERRED: Final = "（推定）と付した内容は、確認中のものです。"
Row = tuple[Cell | None, ...]
Ranges = tuple[tuple[int, int], ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """Two versions text by text (options ``old`` and ``new``), rows by what has become what.

    Options: ``source`` (施策体系, the default, or 章構成); ``level``, the 階層 that is compared; ``texts``,
    which of 名称・説明・3年後のめざす姿 (all without); ``swap`` puts the current one at the right; ``whole``
    prints texts that have not changed, too.

    The new side keeps its order. （新設） and （削る） stand only where the plan says so; what it says
    nothing about stays empty. （略） stands for a text that is the same on both sides, and under the name of
    a chapter that the plan calls 修正なし.

    Raises:
        InputError: an option names something that is not there.
    """
    old, new = compared_versions(snapshot, options)
    source = text_option(options, "source") or SOURCES[0]
    if source not in SOURCES:
        raise InputError(f"新旧対照表の対象「{source}」は使えません。使えるのは{'、'.join(SOURCES)}です。")
    if old is None or new is None or old is new:
        return (Paragraph(cells.EMPTY),)
    chapters = source == SOURCES[1]
    sides = (
        chapter_sides(snapshot, old, new)
        if chapters
        else node_sides(snapshot, old, new, options, _texts(options))
    )
    if not sides.old and not sides.new:
        return (Paragraph(cells.EMPTY),)
    whole, swapped = flag_option(options, "whole", False), flag_option(options, "swap", False)
    rows: list[Row] = []
    for group in groups_of(sides):
        rows += [_swapped(row, swapped) for row in _rows(sides, group, whole)]
    before, after = (cells.heading(one.name, name=f"{one.uid}/name") for one in (old, new))
    header = _swapped((before, after, cells.heading("備考")), swapped)
    table = Table(tuple(map(Column, _WIDTHS)), (header,), tuple(rows), _SIZE, description="新旧対照表")
    return (*_note(rows), table)


def _note(rows: Sequence[Row]) -> tuple[Block, ...]:
    """What underlines, （略） and （推定） mean, where there are any."""
    shown = [cell for row in rows for cell in row if cell is not None]
    words = _UNDERLINED if any(cell.underline for cell in shown) else ""
    words += _LEFT_OUT if any(_SAME in cell.text for cell in shown) else ""
    words += _INFERRED if any(cells.INFERRED_MARK in cell.text for cell in shown) else ""
    return (Paragraph(f"※ {words}", 9.0),) if words else ()


def _texts(options: Options) -> tuple[str, ...]:
    named = names_option(options, "texts") or tuple(TEXTS)
    unknown = [name for name in named if name not in TEXTS]
    if unknown:
        raise InputError(f"新旧対照表の文「{unknown[0]}」は使えません。使えるのは{'、'.join(TEXTS)}です。")
    return named


def _swapped(row: Row, swapped: bool) -> Row:
    return (row[1], row[0], *row[2:]) if swapped else row


def _rows(sides: Sides, group: Group, whole: bool) -> list[Row]:
    """As many rows as the longer side has entries; the last one of the shorter side spans the rest."""
    count = max(len(group.olds), len(group.news), 1)
    left, right = (
        [
            _entry_cell(
                entries[at],
                [others[other] for other in group.beside(at, old=old)],
                whole,
                old=old,
                declared=group.declares(at, old=old),
            )
            for at in places
        ]
        for places, entries, others, old in (
            (group.olds, sides.old, sides.new, True),
            (group.news, sides.new, sides.old, False),
        )
    )
    without = (_NEW, _GONE) if group.joins else ("", "")
    remark = _remark(sides, group, count)
    lefts, rights = (
        _column(made, count, Cell(words, name=remark.name))
        for made, words in ((left, without[0]), (right, without[1]))
    )
    return [(lefts[at], rights[at], remark if at == 0 else None) for at in range(count)]


def _column(made: Sequence[Cell], count: int, without: Cell) -> list[Cell | None]:
    """The cells of one side over so many rows; ``without`` stands where it has none."""
    shown = made or (without,)
    last = _spanning(shown[-1], count - len(shown) + 1)
    return [*shown[:-1], last, *([None] * (count - len(shown)))]


def _spanning(cell: Cell, rows: int) -> Cell:
    return Cell(cell.text, row_span=rows, name=cell.name, underline=cell.underline)


@dataclass
class _Text:
    """Text of a cell while it is put together, with what of it is underlined."""

    text: str = ""
    underline: Ranges = ()

    def add(self, text: str, ranges: Ranges = (), before: str = "") -> None:
        """Append a paragraph; ``ranges`` are of ``text``, ``before`` stands in front of it."""
        start = len(self.text) + bool(self.text) + len(before)
        self.text += f"{chr(10) if self.text else ''}{before}{text}"
        self.underline += tuple((first + start, last + start) for first, last in ranges)


def _entry_cell(entry: Entry, others: Sequence[Entry], whole: bool, *, old: bool, declared: bool) -> Cell:
    """An entry's texts, each compared with the one of the other side that is most like it."""
    made = _Text()
    for part in entry.parts:
        others_texts = tuple(text for other in others if (text := _text_of(other, part)))
        ranges = _changed(part.text, others_texts, old) if declared else ()
        if part.label and not part.text:
            continue
        if not part.label:
            made.add(part.text, ranges, f"{entry.number}　" if entry.number else "")
        elif not whole and others and not ranges and part.text in others_texts:
            made.add(_SAME, before=f"【{part.label}】")
        else:
            made.add(part.text, ranges, f"【{part.label}】")
    if entry.same and not whole:
        made.add(_SAME)
    name = entry.parts[0].name if entry.parts else ""
    return Cell(made.text, name=name, underline=made.underline)


def _text_of(entry: Entry, part: Part) -> str:
    return next((other.text for other in entry.parts if other.label == part.label), "")


@lru_cache(maxsize=4096)
def _changed(text: str, others: tuple[str, ...], old: bool) -> Ranges:
    """Ranges of a text that are in none of the others; all of it when none is similar."""
    return () if not text or text in others else changed_ranges(text, others, old=old)


def _remark(sides: Sides, group: Group, span: int) -> Cell:
    """Kind and reason of each link; where there are several, the numbers that it joins before it.

    A link with another group is named in both; its reason stands where it leads to.
    """
    spoken = [join for join in group.joins if join.kind or join.reason]
    others = [join for join in group.others if join.compared]
    said = [_said(sides, join, numbered=len(spoken) > 1) for join in spoken]
    said += [_said_of_another(sides, group, join) for join in others]
    name = next((join.name for join in (*spoken, *others)), "")
    return Cell("\n".join(dict.fromkeys(said)), row_span=span, name=name)


def _said(sides: Sides, join: Join, *, numbered: bool) -> str:
    """Kind and reason of a link, with the numbers of its ends: 1-1・1-2→1-1：統合."""
    words = "\n".join(text for text in (join.kind, join.reason) if text)
    ends = (_numbers(sides.old, join.olds), _numbers(sides.new, join.news))
    return f"{'→'.join(end for end in ends if end)}：{words}" if numbered else words


def _said_of_another(sides: Sides, group: Group, join: Join) -> str:
    """A link that leads from or to another group: 現行3-1から一部移管, 見直し案5-2へ一部移管."""
    olds, news = (
        [at for at in ours if at in joined]
        for ours, joined in ((group.olds, join.olds), (group.news, join.news))
    )
    if olds and news:
        return _said(sides, join, numbered=True)
    before, after = sides.names
    if news:
        start = numbered_in(before, _numbers(sides.old, join.olds)) + "から"
        end = f"{_numbers(sides.new, news)}へ" if len(group.news) > 1 else ""
    else:
        start = f"{_numbers(sides.old, olds)}から" if len(group.olds) > 1 else ""
        end = numbered_in(after, _numbers(sides.new, join.news)) + "へ"
    first = f"{'' if join.kind else '一部は'}{start}{end}{join.kind}"
    return f"{first}\n{join.reason}" if news and join.reason else first


def _numbers(entries: Sequence[Entry], places: Sequence[int]) -> str:
    return "・".join(entries[at].number or entries[at].parts[0].text for at in places)
