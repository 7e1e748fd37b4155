"""期の帯: the years of the plan, its terms under them, and when the next term's measures are worked out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.text import full_width_digits
from dxplanner.handouts import cells
from dxplanner.handouts.drawing import Align, Box, Drawing, Edge, Line, Tone
from dxplanner.handouts.shapes import drawing_of, text_box
from dxplanner.model import PlanVersion, Term
from dxplanner.model.snapshot import PlanSnapshot

_LABELS: Final = 34.0
_HEADER: Final = 8.0
_ROW: Final = 11.0
_REVIEW: Final = 13.0
_GAP: Final = 2.0
_SIZE: Final = 11.0
_REVIEW_WORDS: Final = "次期基本施策の検討時期"
_PLANNED: Final = "（予定）"


@dataclass(frozen=True, slots=True)
class TermBar:
    """A term as it is drawn; ``version`` is what holds in it, "" as long as nothing is worked out."""

    uid: str
    number: int
    first: int
    last: int
    version: str = ""
    current: bool = False
    """Whether its measures are what the plan is being revised to."""
    inferred: bool = False


def term_bars(snapshot: PlanSnapshot) -> tuple[TermBar, ...]:
    """The plan's terms in order."""
    versions = sorted(snapshot.all(PlanVersion), key=lambda version: version.position or 0)
    newest = versions[-1].term if versions else None
    return tuple(
        TermBar(
            term.uid or "",
            term.number,
            term.first_year,
            term.last_year,
            term.versions[-1].name if term.versions else "",
            term is newest,
            snapshot.is_inferred(term),
        )
        for term in sorted(snapshot.all(Term), key=lambda term: term.first_year)
    )


def lay_out_terms(
    bars: Sequence[TermBar],
    plan_name: str,
    plan_uid: str,
    first_year: int | None,
    last_year: int | None,
    width: float,
) -> Drawing:
    """The band, ``width`` mm wide: 年度, the plan's period, its terms, the times of review."""
    first = min([bar.first for bar in bars] + ([first_year] if first_year else []))
    last = max([bar.last for bar in bars] + ([last_year] if last_year else []))
    step = (width - _LABELS) / (last - first + 1)

    def x(year: int) -> float:
        return _LABELS + (year - first) * step

    boxes = [_heading(0.0, _LABELS, "年度")]
    for year in range(first, last + 1):
        words = format_fiscal_year(year, FiscalStyle.LONG)
        boxes.append(_heading(x(year), step, words))
    y = _HEADER + _GAP
    boxes.append(_label(y, _ROW, "計画期間"))
    if first_year and last_year:
        words = f"{plan_name}（{_span(first_year, last_year)}）"
        place = (x(first_year), y, x(last_year + 1) - x(first_year), _ROW)
        boxes.append(
            text_box(*place, words, 12.0, bold=True, align=Align.CENTRE, tone=Tone.SOFT, name=plan_uid)
        )
    y += _ROW + _GAP
    boxes.append(_label(y, _ROW, "基本施策"))
    for bar in bars:
        boxes.append(_term_box(bar, x(bar.first), y, x(bar.last + 1) - x(bar.first)))
    bottom = y + _ROW
    review_boxes, lines = _reviews(bars, x, step, bottom)
    boxes += review_boxes
    height = max((box.bottom for box in boxes), default=bottom)
    return drawing_of(width, height, boxes, lines, description="計画期間と期の帯")


def _heading(x: float, width: float, text: str) -> Box:
    return text_box(
        x, 0.0, width, _HEADER, text, _SIZE, bold=True, align=Align.CENTRE, tone=Tone.HEADING, padding=0.8
    )


def _label(y: float, height: float, text: str) -> Box:
    return text_box(0.0, y, _LABELS, height, text, _SIZE, bold=True, align=Align.CENTRE, tone=Tone.SOFT)


def _span(first: int, last: int) -> str:
    """令和４～12年度: the era once."""
    begin, end = (format_fiscal_year(year, FiscalStyle.LONG) for year in (first, last))
    era = begin[:2]
    begin = begin.removesuffix("年度")
    return f"{begin}～{end.removeprefix(era)}"


def _term_box(bar: TermBar, x: float, y: float, width: float) -> Box:
    period = "～".join(format_fiscal_year(year, FiscalStyle.SHORT) for year in (bar.first, bar.last))
    words = f"第{full_width_digits(str(bar.number))}期（{period}）"
    if bar.version:
        words += f"　{bar.version}"
    if bar.inferred:
        words += cells.INFERRED_MARK
    return text_box(
        x,
        y,
        width,
        _ROW,
        words,
        12.0,
        bold=True,
        align=Align.CENTRE,
        tone=Tone.STRONG if bar.current else Tone.SOFT,
        edge=Edge.DASHED if bar.inferred else Edge.THIN,
        name=bar.uid,
    )


def _reviews(
    bars: Sequence[TermBar], x: Callable[[int], float], step: float, top: float
) -> tuple[list[Box], list[Line]]:
    """In the last year of each term its successor is worked out; where nothing is yet, that is planned."""
    boxes: list[Box] = []
    lines: list[Line] = []
    y = top + 4.0
    for before, after in pairwise(bars):
        planned = not after.version
        words = _REVIEW_WORDS + (_PLANNED if planned else "")
        width = max(step, 30.0)
        left = x(before.last + 1) - width
        boxes.append(
            text_box(
                left,
                y,
                width,
                _REVIEW + 4.0 * planned,
                words,
                10.5,
                align=Align.CENTRE,
                edge=Edge.DASHED if planned else Edge.THICK,
                padding=0.8,
                name=after.uid,
            )
        )
        start = (left + width, y + _REVIEW / 2)
        bend = x(after.first) + 8.0
        lines.append(
            Line(
                (start, (bend, start[1]), (bend, top + 0.4)),
                Edge.DASHED if planned else Edge.THIN,
                arrow=True,
            )
        )
    if boxes:
        boxes.insert(0, _label(y, _REVIEW, "検討時期"))
    return boxes, lines
