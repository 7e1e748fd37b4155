"""作業の流れ laid out: a band of steps from left to right, their tasks under them, then their months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from dxplanner.handouts.area import text_sizes
from dxplanner.handouts.drawing import Align, Box, BoxShape, Drawing, Edge, Line, TextStyle, Tone
from dxplanner.handouts.linebreak import Setting, block_height, untorn
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.shapes import drawing_of, text_box, text_height

_SIZES: Final = (13.5, 10.5)
_GIVEN: Final = 1.5
"""How many points of its size a text may give up for fuller lines."""
_ARROW: Final = 7.0
"""Room in mm between two steps, where the arrow stands."""
_END: Final = 13.0
_LABEL: Final = 7.0
_PERIOD: Final = 8.0
_WORK_GAP: Final = 7.0
"""Between the steps and a work that leads to them, where its arrows stand."""
_WORK_NAME: Final = 7.0
_WORK_PADDING: Final = 2.6
_YEAR_GAP: Final = 3.0
_YEAR: Final = 9.0
_INSET: Final = 0.6
_PADDING: Final = 1.6
Column = tuple[float, float]
"""Left edge and width in mm."""


@dataclass(frozen=True, slots=True)
class StepSpec:
    """A step as it is drawn: its label (ステップ１), its words, its tasks with their marks."""

    uid: str
    label: str
    name: str
    text: str = ""
    tasks: tuple[tuple[str, str, str], ...] = ()
    """(uid, mark, words) of each task; further lines begin under the words."""
    period: str = ""
    year: str = ""
    """When its 年度 begins, in words; equal ones side by side share a band."""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class WorkSpec:
    """A work beside the steps that leads to those from the place ``first`` to ``last``."""

    uid: str
    name: str
    text: str
    first: int
    last: int
    inferred: bool = False


def lay_out_flow(
    steps: Sequence[StepSpec],
    end: str,
    end_uid: str,
    width: float,
    height: float,
    description: str,
    works: Sequence[WorkSpec] = (),
) -> Drawing:
    """The steps in one drawing of ``width`` mm, its texts as large as ``height`` mm allows."""
    columns = _columns(len(steps), width, bool(end))
    size = _size(steps, columns, works, width, height)
    heads, body = _heights(steps, columns[0][1], size)
    boxes: list[Box] = []
    lines: list[Line] = []
    for step, (x, column) in zip(steps, columns, strict=True):
        boxes += _step(step, x, column, heads, body, size, any(one.period for one in steps))
    bottom = max(box.bottom for box in boxes)
    middle = (_LABEL + heads) / 2
    after = [x for x, _ in columns[1:]] + ([width - _END] if end else [])
    for (x, column), target in zip(columns, after, strict=False):
        lines.append(Line(((x + column + _INSET, middle), (target - _INSET, middle)), Edge.THICK, arrow=True))
    if end:
        boxes.append(_end_box(end, end_uid, width, bottom))
    for work in works:
        lines += _work_arrows(work, columns, bottom)
    for work, top in _work_tops(works, columns, size, bottom):
        boxes += _work(work, columns, top, size)
    bottom = max(box.bottom for box in boxes)
    boxes += _years(steps, columns, bottom + _YEAR_GAP)
    total = max(box.bottom for box in boxes)
    return drawing_of(width, total, boxes, lines, description=description)


def _size(
    steps: Sequence[StepSpec],
    columns: Sequence[Column],
    works: Sequence[WorkSpec],
    width: float,
    height: float,
) -> float:
    """The largest size that ``height`` mm allow, or one a little smaller that fills its lines better."""
    column = columns[0][1]

    def total(size: float) -> float:
        tops = _work_tops(works, columns, size, 0.0)
        below = max((top + _work_height(work, columns, size) for work, top in tops), default=0.0)
        return _total(steps, *_heights(steps, column, size)) + below

    sizes = text_sizes(*_SIZES, width)
    fitting = [size for size in sizes if total(size) <= height]
    near = [size for size in fitting if size >= fitting[0] - _GIVEN]
    return max(near, key=lambda size: _filled(steps, column, size), default=sizes[-1])


def _filled(steps: Sequence[StepSpec], column: float, size: float) -> float:
    """How much of their width the lines take that do not end a paragraph, on average; 1 without any."""
    boxes = [box for step in steps for box in _words(step, 0.0, 0.0, column, size)]
    shares = [
        bundled_metrics().width(line, size) / (box.width - 2 * box.padding)
        for box in boxes
        for line in box.lines[:-1]
    ]
    return sum(shares) / len(shares) if shares else 1.0


def _columns(count: int, width: float, ends: bool) -> list[Column]:
    """Left edge and width of each step."""
    room = width - (_END + _ARROW if ends else 0.0)
    column = (room - _ARROW * (count - 1)) / max(count, 1)
    return [(index * (column + _ARROW), column) for index in range(count)]


def _heights(steps: Sequence[StepSpec], column: float, size: float) -> tuple[float, float]:
    """Height of the step's name and of what stands under it."""
    heads = max(text_height(step.name, column, size + 0.5, bold=True) for step in steps) + 2.0
    body = max(sum(box.height for box in _words(step, 0.0, 0.0, column, size)) for step in steps)
    return heads, body + (2.0 if body else 0.0)


def _words(step: StepSpec, x: float, y: float, column: float, size: float) -> list[Box]:
    """The text and the tasks of a step, one under another."""
    found = [(f"{step.uid}/text", "", step.text)] if step.text else []
    boxes: list[Box] = []
    for uid, mark, words in (*found, *step.tasks):
        top = boxes[-1].bottom if boxes else y
        boxes.append(_hanging(x + 0.5, top, column - 1.0, mark, words, size, uid))
    return boxes


def _hanging(x: float, y: float, width: float, mark: str, words: str, size: float, uid: str) -> Box:
    """Words behind a mark. Spaces as wide as the mark begin the lines under the first."""
    inner = width - bundled_metrics().width(mark, size) - 2 * _PADDING
    broken = untorn(words, inner, size, setting=Setting.PHRASES)
    indent = "".join(" " if char == " " else "\u3000" for char in mark)
    lines = tuple((indent if index else mark) + line for index, line in enumerate(broken))
    height = block_height(len(lines), size) + _PADDING
    style = TextStyle(size)
    return Box(x, y, width, height, mark + words, lines, style, edge=Edge.NONE, padding=_PADDING, name=uid)


def _total(steps: Sequence[StepSpec], heads: float, body: float) -> float:
    years = _YEAR_GAP + _YEAR if any(step.year for step in steps) else 0.0
    return _LABEL + heads + body + _PERIOD * any(step.period for step in steps) + years


def _step(
    step: StepSpec, x: float, column: float, heads: float, body: float, size: float, dated: bool
) -> list[Box]:
    edge = Edge.DASHED if step.inferred else Edge.THIN
    boxes = [
        text_box(
            x,
            0.0,
            column,
            _LABEL,
            step.label,
            size,
            bold=True,
            align=Align.CENTRE,
            tone=Tone.STRONG,
            name=step.uid,
        ),
        text_box(
            x,
            _LABEL,
            column,
            heads,
            step.name,
            size + 0.5,
            bold=True,
            align=Align.CENTRE,
            tone=Tone.HEADING,
            edge=edge,
            name=f"{step.uid}/name",
        ),
    ]
    y = _LABEL + heads
    if body:
        boxes.append(Box(x, y, column, body, edge=edge, name=step.uid))
    boxes += _words(step, x, y + 1.0, column, size)
    if dated:
        boxes.append(
            text_box(
                x,
                y + body,
                column,
                _PERIOD,
                step.period,
                size,
                bold=True,
                align=Align.CENTRE,
                tone=Tone.SOFT,
                edge=edge,
                name=f"{step.uid}/period",
            )
        )
    return boxes


def _end_box(text: str, uid: str, width: float, height: float) -> Box:
    style = TextStyle(13.0, bold=True, align=Align.CENTRE, vertical=True)
    return Box(
        width - _END,
        0.0,
        _END,
        height,
        text,
        (text,),
        style,
        Tone.STRONG,
        padding=0.5,
        name=f"{uid}/end_label",
    )


def _extent(work: WorkSpec, columns: Sequence[Column]) -> Column:
    """Left edge and width of a work: it reaches over its steps."""
    left = columns[work.first][0]
    return left, sum(columns[work.last]) - left


def _work_height(work: WorkSpec, columns: Sequence[Column], size: float) -> float:
    width = _extent(work, columns)[1]
    words = text_height(work.text, width, size, padding=_WORK_PADDING, setting=Setting.PHRASES)
    return _WORK_NAME + words + 0.5


def _work_tops(
    works: Sequence[WorkSpec], columns: Sequence[Column], size: float, bottom: float
) -> Iterator[tuple[WorkSpec, float]]:
    """Works under the steps, which end at ``bottom``; those of the same steps under one another."""
    tops: dict[int, float] = {}
    for work in works:
        top = tops.get(work.first, bottom + _WORK_GAP)
        yield work, top
        tops[work.first] = top + _work_height(work, columns, size) + _YEAR_GAP


def _work_arrows(work: WorkSpec, columns: Sequence[Column], bottom: float) -> Iterator[Line]:
    """From a work up to the middle of each of its steps."""
    for x, column in columns[work.first : work.last + 1]:
        middle = x + column / 2
        points = ((middle, bottom + _WORK_GAP - _INSET), (middle, bottom + _INSET))
        yield Line(points, Edge.THICK, arrow=True)


def _work(work: WorkSpec, columns: Sequence[Column], top: float, size: float) -> Iterator[Box]:
    x, width = _extent(work, columns)
    edge = Edge.DASHED if work.inferred else Edge.THIN
    yield text_box(
        x,
        top,
        width,
        _WORK_NAME,
        work.name,
        size,
        bold=True,
        align=Align.CENTRE,
        tone=Tone.HEADING,
        edge=edge,
        name=work.uid,
    )
    yield text_box(
        x,
        top + _WORK_NAME,
        width,
        _work_height(work, columns, size) - _WORK_NAME,
        work.text,
        size,
        edge=edge,
        padding=_WORK_PADDING,
        name=work.uid,
        setting=Setting.PHRASES,
    )


def _years(steps: Sequence[StepSpec], columns: Sequence[Column], y: float) -> list[Box]:
    """A band under the steps that begin in one 年度."""
    boxes: list[Box] = []
    for year, found in groupby(zip(steps, columns, strict=True), key=lambda pair: pair[0].year):
        members = list(found)
        if not year:
            continue
        left = members[0][1][0]
        right = sum(members[-1][1])
        box = text_box(
            left,
            y,
            right - left,
            _YEAR,
            year,
            12.0,
            bold=True,
            align=Align.CENTRE,
            tone=Tone.SOFT,
            padding=3.0,
            name=f"{members[0][0].uid}/fiscal_year",
        )
        boxes.append(
            Box(
                box.x,
                box.y,
                box.width,
                box.height,
                box.text,
                box.lines,
                box.style,
                box.tone,
                shape=BoxShape.OPEN_RIGHT,
                padding=box.padding,
                name=box.name,
            )
        )
    return boxes
