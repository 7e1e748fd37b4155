"""Charts of a survey in rows: as few rows as keep every chart readable, grown to fill the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise, permutations
from typing import Final, NamedTuple

from dxplanner.handouts.blocks import Chart, ChartForm, ChartRow
from dxplanner.handouts.chart_layout import form_of, lay_out_chart, lay_out_chart_row, row_places
from dxplanner.handouts.pages import GAP

_WIDTHS: Final = {ChartForm.PIE: 46.0, ChartForm.BAR: 55.0, ChartForm.STACKED: 75.0, ChartForm.LINE: 60.0}
"""Least width in mm in which a chart can be read; also how a row's charts share its width."""
_BESIDE: Final = 5.0
_LONG: Final = 8
"""Rows of a chart; with more it may be divided into two beside each other."""
_LARGEST_GROWTH: Final = 1.35
_LEAST: Final = 1.0
_STEPS: Final = (3.0, 9.0)
"""Millimetres that move at once: small ones alone would stop where no line is saved yet."""
_ROUNDS: Final = 16
_EACH: Final = 0.05
"""Weight of the other charts of a row beside the highest one."""
_NARROWEST: Final = 0.9
_HOPELESS: Final = 1.25
"""What is so much too high is not evened out: that saves a tenth, rarely more."""


class Text(NamedTuple):
    """所見 beside a chart: heading and words, and the uid of its row."""

    heading: str
    text: str
    uid: str


@dataclass(frozen=True, slots=True)
class Told:
    """A chart with the texts that stand beside its row."""

    chart: Chart
    texts: tuple[Text, ...] = ()


def arranged(charts: Sequence[Told], width: float, height: float, columns: int = 0) -> list[ChartRow]:
    """Charts in rows for ``width`` × ``height`` mm; what cannot fit goes on another page.

    ``columns`` is how many stand beside each other, 0 for as many as can be read. Where the rows are too
    high, long charts are divided into halves beside each other.
    """
    if columns:
        count = -(-len(charts) // columns)
        ends = [-(-len(charts) * at // count) for at in range(count + 1)]
        return _filled(_rows(charts, ends, width), width, height)
    for trial in (charts, _divided(charts)):
        for told in (trial, *(_gathered(trial, width, row) for row in (0, -1))):
            ends = _ends(told, width)
            free = height - GAP * (len(ends) - 1)
            plain = [_row(told[first:last]) for first, last in pairwise(ends)]
            if sum(_row_height(row.charts, _widths(row, width)) for row in plain) > free * _HOPELESS:
                continue
            rows = [_evened(row, width) for row in plain]
            if sum(_heights(rows, width, _LEAST)) <= free:
                return _filled(rows, width, height)
    return _rows(charts, _ends(charts, width), width)


def _gathered(charts: Sequence[Told], width: float, row: int) -> list[Told]:
    """All texts beside one row, so that the charts of the others have the page's whole width."""
    texts = tuple(text for told in charts for text in told.texts)
    first = _ends(charts, width)[:-1][row]
    return [replace(told, texts=texts if at == first else ()) for at, told in enumerate(charts)]


def _divided(charts: Sequence[Told]) -> list[Told]:
    """Long stacked charts as two halves, the first with the texts."""
    halves: list[Told] = []
    for told in charts:
        chart, count = told.chart, len(told.chart.categories)
        if form_of(chart) is not ChartForm.STACKED or count <= _LONG:
            halves.append(told)
            continue
        middle = (count + 1) // 2
        for number, part in enumerate((slice(middle), slice(middle, None)), start=1):
            half = replace(
                chart,
                title=f"{chart.title}（{number}／2）",
                categories=chart.categories[part],
                labels=chart.labels[part],
                series=tuple(replace(one, values=one.values[part]) for one in chart.series),
            )
            halves.append(Told(half, told.texts if number == 1 else ()))
    return halves


def _ends(charts: Sequence[Told], width: float) -> list[int]:
    """Where rows end: as few rows as keep the least widths, none much fuller than another."""
    widths = [_WIDTHS[form_of(told.chart)] + _BESIDE for told in charts]
    _, room = row_places(_row(charts), width)
    room += 0.0 if any(told.texts for told in charts) else _BESIDE
    for count in range(1, len(charts)):
        fullest, ends = min(
            (max(sum(widths[first:last]) for first, last in pairwise(cut)), cut)
            for cut in _cuts(len(charts), count)
        )
        if fullest <= room:
            return list(ends)
    return list(range(len(charts) + 1))


def _cuts(length: int, count: int) -> list[tuple[int, ...]]:
    return [(0, *inner, length) for inner in combinations(range(1, length), count - 1)]


def _rows(charts: Sequence[Told], ends: Sequence[int], width: float) -> list[ChartRow]:
    return [_evened(_row(charts[first:last]), width) for first, last in pairwise(ends)]


def _row(charts: Sequence[Told]) -> ChartRow:
    texts = [text for told in charts for text in told.texts]
    return ChartRow(
        tuple(told.chart for told in charts),
        shares=tuple(_WIDTHS[form_of(told.chart)] for told in charts),
        texts=tuple((one.heading, one.text) for one in texts),
        text_names=tuple(one.uid for one in texts),
    )


def _evened(row: ChartRow, width: float) -> ChartRow:
    """The row with its width shared so that its highest chart is as low as can be."""
    return replace(row, shares=_even_widths(row.charts, _widths(row, width)))


def _widths(row: ChartRow, width: float) -> tuple[float, ...]:
    """Width in mm of each chart of a row."""
    return tuple(wide for _, wide in row_places(row, width)[0])


@lru_cache(maxsize=64)
def _even_widths(charts: tuple[Chart, ...], widths: tuple[float, ...]) -> tuple[float, ...]:
    """Widths in mm, moved step by step from one chart to another as long as the row gets lower."""
    best, lowest = widths, _row_height(charts, widths)
    for _ in range(_ROUNDS):
        trials = [
            (_row_height(charts, tried), tried)
            for step in _STEPS
            for giver, taker in permutations(range(len(charts)), 2)
            if (tried := _moved(charts, best, giver, taker, step)) is not None
        ]
        height, tried = min(trials, default=(lowest, best))
        if height > lowest - 0.02:
            break
        best, lowest = tried, height
    return best


def _moved(
    charts: tuple[Chart, ...], widths: tuple[float, ...], giver: int, taker: int, step: float
) -> tuple[float, ...] | None:
    """The widths with a step from one chart to another; None where that gets too narrow."""
    if widths[giver] - step < _WIDTHS[form_of(charts[giver])] * _NARROWEST:
        return None
    moved = list(widths)
    moved[giver] -= step
    moved[taker] += step
    return tuple(moved)


def _row_height(charts: tuple[Chart, ...], widths: tuple[float, ...]) -> float:
    """Least height of a row, whose charts begin under the highest title; a little more for each chart."""
    parts = [_least_heights(chart, wide) for chart, wide in zip(charts, widths, strict=True)]
    highest = max(title for title, _ in parts) + max(rest for _, rest in parts)
    return highest + _EACH * sum(map(sum, parts))


@lru_cache(maxsize=512)
def _least_heights(chart: Chart, width: float) -> tuple[float, float]:
    """Least height in mm of a chart's title, and of the rest."""
    rest = lay_out_chart(replace(chart, title=""), width, _LEAST).height
    return lay_out_chart(chart, width, _LEAST).height - rest, rest


def _heights(rows: Sequence[ChartRow], width: float, wanted: float | None) -> list[float]:
    return [lay_out_chart_row(row, width, wanted).height for row in rows]


def _filled(rows: Sequence[ChartRow], width: float, height: float) -> list[ChartRow]:
    """The rows as high as the page allows, between their least heights and somewhat more than the usual."""
    free = height - GAP * len(rows)
    usual, least = _heights(rows, width, None), _heights(rows, width, _LEAST)
    if sum(usual) <= free:
        growth = min(free / sum(usual), _LARGEST_GROWTH)
        return [replace(row, height=high * growth) for row, high in zip(rows, usual, strict=True)]
    share = (free - sum(least)) / max(sum(usual) - sum(least), 1.0)
    # A chart may be higher than asked for; then the rows ask for less.
    for part in (share, share * 0.8, share * 0.6, share * 0.4, share * 0.2, 0.0):
        tried = [
            replace(row, height=max(low + (high - low) * part, _LEAST))
            for row, low, high in zip(rows, least, usual, strict=True)
        ]
        if sum(_heights(tried, width, None)) <= free + 1e-6:
            return tried
    return list(rows)
