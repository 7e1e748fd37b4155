"""Charts laid out once, in millimetres, for paper and screen: title, legend, the chart itself, its note.

A height that is given is a wish: what cannot be smaller grows beyond it, and nothing is cut.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeVar

from dxplanner.handouts.blocks import Chart, ChartForm, ChartRow
from dxplanner.handouts.chart_bars import draw_bars
from dxplanner.handouts.chart_lines import draw_lines, line_axis, lines_place
from dxplanner.handouts.chart_parts import (
    FLOOR,
    INFERRED,
    Look,
    Point,
    Rect,
    Sketch,
    broken,
    look_of,
    text_height,
    text_width,
)
from dxplanner.handouts.chart_pie import draw_pie, is_pie
from dxplanner.handouts.chart_stacked import MISSING, draw_stacked, leaves_gaps
from dxplanner.handouts.drawing import Align, Drawing
from dxplanner.handouts.linebreak import Setting, untorn, wrap

TITLE_MARK: Final = "◎"
TEXT_MARK: Final = "■"
_MARKS: Final = "◎○●◆◇■□▲△▼▽★☆※【〔［"
_TITLE: Final = 9.5
_TITLE_GAP: Final = 1.4
_CUT_SHORT: Final = "縦軸は0から始まりません"
_GAP: Final = 5.0
"""Free space between two charts of a row."""
_TEXTS: Final = (0.2, 44.0)
"""Share of the row, and least width, of the texts at its right."""
_TEXT_SIZES: Final = (10.5, 10.0, 9.5, 9.0, 8.5, FLOOR)
_TEXT_GAP: Final = 2.2
_ENLARGED: Final = (1.25, 1.12)
"""How much larger everything in a row of charts is drawn where its height has room for that."""
_REMEMBERED: Final = 1024
"""Rows of charts whose heights are remembered: for a workbook they are asked for again."""
_Made = TypeVar("_Made")
_PLOTS: Final = {
    ChartForm.PIE: draw_pie,
    ChartForm.BAR: draw_bars,
    ChartForm.STACKED: draw_stacked,
    ChartForm.LINE: draw_lines,
}


def form_of(chart: Chart) -> ChartForm:
    """The form that a chart is drawn in: what cannot be a pie is drawn as bars."""
    return ChartForm.BAR if chart.form is ChartForm.PIE and not is_pie(chart) else chart.form


def title_of(chart: Chart) -> str:
    """The title as it is printed, with its mark."""
    return marked(chart.title, TITLE_MARK)


def marked(heading: str, mark: str = TEXT_MARK) -> str:
    """A heading with ``mark`` before it, unless it begins with a mark of its own."""
    return heading if not heading or heading[0] in _MARKS else mark + heading


def note_of(chart: Chart) -> str:
    """The note as it is printed: the chart's own, which values are 推定, and that an axis is cut short."""
    values = [value for series in chart.series for value in series.values if value.value is not None]
    inferred = [value for value in values if value.inferred]
    parts = [chart.note] if chart.note else []
    if inferred and INFERRED not in chart.note:
        parts.append(INFERRED if len(inferred) == len(values) else f"破線は{INFERRED}")
    if values and chart.form is ChartForm.LINE and line_axis(chart).low > 0:
        parts.append(_CUT_SHORT)
    return "　".join(parts)


def lay_out_chart(chart: Chart, width: float, height: float | None = None) -> Drawing:
    """A chart ``width`` mm wide, as high as its contents need, or ``height`` mm where they fit into it."""
    return _lay_out(chart, width, height, _title_lines(chart, width)[1])


@lru_cache(maxsize=64)
def lay_out_chart_row(row: ChartRow, width: float, height: float | None = None) -> Drawing:
    """Charts side by side with their titles on one line, the texts in a column at the right.

    ``height`` (mm) wins over the row's own; without both the highest chart decides. Where it leaves room
    the charts are drawn larger, letters and all.
    """
    places, beside = row_places(row, width)
    widths = [wide for _, wide in places]
    scale, needed = _measured(row, width, height)
    drawn = _each(_lay_out, row, widths, needed, scale)
    parts = [_placed(drawing, x, scale) for (x, _), drawing in zip(places, drawn, strict=True)]
    if row.texts:
        parts.append(_placed(_texts(row, width - beside, needed), beside))
    return _side_by_side(parts, width)


def chart_row_height(row: ChartRow, width: float) -> float:
    """Height in mm of ``lay_out_chart_row``, which is not drawn for it where there are no texts."""
    if row.texts:
        return lay_out_chart_row(row, width).height
    scale, needed = _measured(row, width, None)
    return max((one * scale for one in _each(_height, row, _widths(row, width), needed, scale)), default=0.0)


@lru_cache(maxsize=_REMEMBERED)
def _measured(row: ChartRow, width: float, height: float | None) -> tuple[float, float]:
    """How much larger a row's charts are drawn, and how high in mm the highest then is."""
    widths, wanted = _widths(row, width), height or row.height
    scale = _scale(row, widths, wanted) if wanted else 1.0
    heights = _each(_height, row, widths, wanted, scale)
    return scale, max((one * scale for one in heights), default=0.0)


def _scale(row: ChartRow, widths: Sequence[float], height: float) -> float:
    """How much larger a row's charts can be drawn within ``height`` mm without losing height themselves."""
    for scale in _ENLARGED:
        if all(one * scale <= height for one in _each(_height, row, widths, None, scale)):
            return scale
    return 1.0


def _each(
    made: Callable[[Chart, float, float | None, int], _Made],
    row: ChartRow,
    widths: Sequence[float],
    height: float | None,
    scale: float,
) -> Iterator[_Made]:
    """What is ``made`` of each chart of a row: titles of equally many lines, to be enlarged by ``scale``."""
    charts = [(chart, wide / scale) for chart, wide in zip(row.charts, widths, strict=True)]
    titles = max((_title_lines(chart, wide)[1] for chart, wide in charts), default=0)
    room = height / scale if height else None
    return (made(chart, wide, room, titles) for chart, wide in charts)


def _widths(row: ChartRow, width: float) -> list[float]:
    return [wide for _, wide in row_places(row, width)[0]]


def row_places(row: ChartRow, width: float) -> tuple[tuple[tuple[float, float], ...], float]:
    """Left edge and width (mm) of each chart of a row, and where the texts at its right begin."""
    texts = 0.0
    if row.texts:
        texts = max(width * _TEXTS[0], min(_TEXTS[1], width * 0.4)) if row.charts else width
    gaps = _GAP * (len(row.charts) - (0 if row.texts else 1))
    shares = row.shares if len(row.shares) == len(row.charts) else (1.0,) * len(row.charts)
    places: list[tuple[float, float]] = []
    x = 0.0
    for share in shares:
        wide = (width - texts - gaps) * share / sum(shares)
        places.append((x, wide))
        x += wide + _GAP
    return tuple(places), width - texts


@dataclass(frozen=True, slots=True)
class _Frame:
    """A chart but for its plot: what is drawn over it, and how much room that and the note leave (mm)."""

    sketch: Sketch
    top: float
    room: float | None
    note: tuple[str, ...]
    foot: float
    """Height of the note with the space over it."""


def _lay_out(chart: Chart, width: float, height: float | None, title_lines: int) -> Drawing:
    frame = _framed(chart, width, height, title_lines)
    sketch, note = frame.sketch, frame.note
    plot = _plot(frame, chart, width)
    if note:
        wide = text_width(note, FLOOR)
        x = plot.x + (plot.width - wide) / 2 if form_of(chart) is ChartForm.PIE else width - wide
        x = min(max(x, 0.0), width - wide)
        sketch.text(
            x, plot.bottom + 0.8, note, FLOOR, align=Align.CENTRE, text=note_of(chart), name=chart.note_name
        )
    return sketch.drawing(
        width, max(plot.bottom + frame.foot, height or 0.0), chart.description or title_of(chart)
    )


def _height(chart: Chart, width: float, height: float | None, title_lines: int) -> float:
    """Height of the same. Curves are not drawn for it: to find places for their figures takes long."""
    frame = _framed(chart, width, height, title_lines)
    curves = form_of(chart) is ChartForm.LINE and _has_values(chart)
    plot = lines_place(chart, frame.top, width, frame.room) if curves else _plot(frame, chart, width)
    return max(plot.bottom + frame.foot, height or 0.0)


def _plot(frame: _Frame, chart: Chart, width: float) -> Rect:
    if not _has_values(chart):
        return _empty(frame.sketch, frame.top, width)
    return _PLOTS[form_of(chart)](frame.sketch, chart, frame.top, width, frame.room)


def _framed(chart: Chart, width: float, height: float | None, title_lines: int) -> _Frame:
    sketch = Sketch()
    lines, _ = _title_lines(chart, width)
    if lines:
        sketch.text(0, 0, lines, _TITLE, bold=True, text=title_of(chart), name=chart.name)
    top = text_height(title_lines, _TITLE) + _TITLE_GAP * bool(title_lines)
    form = form_of(chart)
    if form is not ChartForm.PIE and chart.unit:
        beside = (
            lines and text_width(lines[-1:], _TITLE, True) < width - text_width([chart.unit], FLOOR) - 6.0
        )
        top = _unit(sketch, chart, top, width, above=bool(beside) and len(lines) == title_lines)
    if form is ChartForm.STACKED or (form is ChartForm.BAR and len(chart.series) > 1):
        top = _legend(sketch, chart, top, width)
    note = wrap(note_of(chart), width, FLOOR, setting=Setting.BALANCED) if note_of(chart) else ()
    foot = text_height(len(note), FLOOR) + 0.8 if note else 0.0
    room = max(height - top - foot, 1.0) if height else None
    return _Frame(sketch, top, room, note, foot)


def _title_lines(chart: Chart, width: float) -> tuple[tuple[str, ...], int]:
    """The title in lines, and how many they are."""
    if not chart.title:
        return (), 0
    lines = broken(title_of(chart), width, _TITLE, bold=True)
    return lines, len(lines)


def _unit(sketch: Sketch, chart: Chart, top: float, width: float, *, above: bool) -> float:
    """The unit of the figures, at the right over the chart, or at the end of the title's line."""
    high = text_height(1, FLOOR)
    y = top - _TITLE_GAP - high if above else top
    text = f"（{chart.unit}）"
    wide = text_width([text], FLOOR)
    sketch.text(width - wide, y, (text,), FLOOR)
    return top if above else y + high + 0.3


def _legend(sketch: Sketch, chart: Chart, top: float, width: float) -> float:
    """Swatch and name of each series, and of what is not known, in as many lines as they take."""
    size = FLOOR
    high, swatch = text_height(1, size), 3.4
    x = 0.0
    y = top
    for name, label, look in _named(chart):
        lines = broken(name, width - swatch - 1.0, size)
        wide = swatch + 1.0 + text_width(lines, size)
        if x and x + wide > width:
            x, y = 0.0, y + high + 0.6
        place = Rect(x, y + high / 2 - 1.1, swatch, 2.2)
        if look is None:
            sketch.unknown(place)
        else:
            sketch.bar(place, look)
        sketch.text(x + swatch + 0.8, y, lines, size, text=name, name=label)
        y += high * (len(lines) - 1)
        x += wide + 3.0
    return y + high + 1.2


def _named(chart: Chart) -> Iterator[tuple[str, str, Look | None]]:
    """What a legend names, the row that the name comes from, and its surface; none for what is not known."""
    for index, series in enumerate(chart.series):
        yield series.name, series.label, look_of(index, series.role)
    if leaves_gaps(chart):
        yield MISSING, "", None


def _has_values(chart: Chart) -> bool:
    return bool(chart.categories) and any(
        value.value is not None for series in chart.series for value in series.values
    )


def _empty(sketch: Sketch, top: float, width: float) -> Rect:
    """What stands in place of a chart without values."""
    box = sketch.text(
        0, top + 4.0, ("値がまだ入力されていません。",), FLOOR + 1, width=width, align=Align.CENTRE
    )
    return Rect(0.0, top, width, box.bottom + 4.0 - top)


def _texts(row: ChartRow, width: float, height: float) -> Drawing:
    """Headings and texts one under the other, in the largest size that keeps them within ``height``."""
    names = row.text_names or ("",) * len(row.texts)
    for size in _TEXT_SIZES:
        sketch, y = Sketch(), 0.0
        for (heading, text), uid in zip(row.texts, names, strict=True):
            if heading:
                whole = marked(heading)
                lines = broken(whole, width, size, bold=True)
                name = f"{uid}/heading" if uid else ""
                box = sketch.text(0, y, lines, size, width=width, bold=True, text=whole, name=name)
                y = box.bottom + 0.4
            if text:
                lines = untorn(text, width, size, setting=Setting.PHRASES)
                name = f"{uid}/text" if uid else ""
                y = sketch.text(0, y, lines, size, width=width, text=text, name=name).bottom
            y += _TEXT_GAP
        y = max(y - _TEXT_GAP, 0.0)
        if y <= height:
            break
    return sketch.drawing(width, y)


def _side_by_side(parts: Sequence[Drawing], width: float) -> Drawing:
    """One drawing of several that have their places."""
    return Drawing(
        width,
        max((drawing.height for drawing in parts), default=0.0),
        tuple(box for drawing in parts for box in drawing.boxes),
        tuple(line for drawing in parts for line in drawing.lines),
        description="、".join(drawing.description for drawing in parts if drawing.description),
        polygons=tuple(polygon for drawing in parts for polygon in drawing.polygons),
    )


def _placed(drawing: Drawing, x: float, scale: float = 1.0) -> Drawing:
    """A drawing enlarged, letters and all, and moved ``x`` mm to the right."""
    if not x and scale == 1.0:
        return drawing

    def moved(points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple((a * scale + x, b * scale) for a, b in points)

    boxes = tuple(
        replace(
            box, x=box.x * scale + x, y=box.y * scale, width=box.width * scale, height=box.height * scale,
            style=box.style if scale == 1.0 else replace(box.style, size=box.style.size * scale),
        )
        for box in drawing.boxes
    )  # fmt: skip
    return replace(
        drawing,
        width=drawing.width * scale,
        height=drawing.height * scale,
        boxes=boxes,
        lines=tuple(replace(line, points=moved(line.points)) for line in drawing.lines),
        polygons=tuple(replace(one, points=moved(one.points)) for one in drawing.polygons),
    )
