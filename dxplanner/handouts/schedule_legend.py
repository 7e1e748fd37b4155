"""The legend under each page of a 工程表: what its outlines, signs and lines mean, as far as they occur."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dxplanner.domain.fiscal import format_date
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph
from dxplanner.handouts.drawing import Box, Drawing, Edge, TextStyle
from dxplanner.handouts.linebreak import block_height, wrap
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.schedule_source import ChartBar, ChartLane

_SIZES: Final = (8.5, 8.0, 7.5, 7.0)
"""Sizes in points: the largest in which the legend is one line, else the first."""
_MANY_LANES: Final = 60
"""From so many lanes on the legend is set in the smallest size, to leave them the room."""
_ABOVE: Final = 1.4
"""Free space in mm over the legend."""
_GAP: Final = "　　"
_MILESTONE: Final = "主な節目"
_LONGEST: Final = 16
"""Characters up to which the names of lanes explain a sign that stands on them."""
PATTERNS: Final = {
    ColourRole.LIFE: "右上がりの斜線",
    ColourRole.INDUSTRY: "点",
    ColourRole.TALENT: "横線",
    ColourRole.EXCHANGE: "格子",
    ColourRole.ADMINISTRATION: "右下がりの斜線",
}
"""How the pattern of a 色の役割 at the left end of a bar is called (exporters draw them)."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a legend must explain that is not seen in the bars themselves."""

    links: bool = False
    links_left_out: bool = False
    cut: bool = False
    baseline: str = ""
    """Name of the edition compared with."""
    status: date | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """A legend broken to the width of its chart; no lines when there is nothing to explain."""

    text: str
    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """Height in mm with the free space over it."""
        leading = 0.25 * self.size * MM_PER_POINT
        return _ABOVE + block_height(len(self.lines), self.size) - leading if self.lines else 0.0


def legend(lanes: Sequence[ChartLane], extras: Extras, width: float) -> Legend:
    """What a chart ``width`` mm wide must explain, on one line if that can be."""
    bars = [bar for lane in lanes for bar in lane.bars]
    words = [*_outlines(lanes, bars), *_signs(lanes), *_patterns(bars), *_lines(bars, extras)]
    if not words:
        return Legend("", (), _SIZES[0])
    text = f"※　{_GAP.join(words)}"
    sizes = _SIZES if len(lanes) < _MANY_LANES else _SIZES[-1:]
    broken, *smaller = (Legend(text, wrap(text, width, size), size) for size in sizes)
    return next((one for one in (broken, *smaller) if len(one.lines) == 1), broken)


def with_legend(drawing: Drawing, made: Legend) -> Drawing:
    """A chart with its legend under it."""
    if not made.lines:
        return drawing
    top, bottom = drawing.height + _ABOVE, drawing.height + made.height
    style = TextStyle(made.size)
    box = Box(
        0.0, top, drawing.width, bottom - top, made.text, made.lines, style, edge=Edge.NONE, padding=0.0
    )
    return replace(drawing, height=bottom, boxes=(*drawing.boxes, box), rows=(*drawing.rows, bottom))


def _outlines(lanes: Iterable[ChartLane], bars: Iterable[ChartBar]) -> Iterator[str]:
    guesses = [bar for bar in bars if bar.inferred]
    framed = any(bar.kind is BarKind.BAR for bar in guesses) or any(lane.inferred for lane in lanes)
    underlined = any(bar.kind is not BarKind.BAR and bar.label for bar in guesses)
    dashed = [word for word, is_there in (("枠", framed), ("下線", underlined)) if is_there]
    if dashed:
        yield f"破線の{'・'.join(dashed)}：推定（確認中）"
    if any(bar.kind is BarKind.BAR and bar.shape is BarShape.DASHED and not bar.inferred for bar in bars):
        yield "点線の枠：予定"


def _signs(lanes: Iterable[ChartLane]) -> Iterator[str]:
    """Signs with the lanes that they stand on, where these tell them apart in few words."""
    used: dict[Glyph, dict[str, None]] = {}
    for lane in lanes:
        for bar in lane.bars:
            if bar.kind is BarKind.MILESTONE:
                used.setdefault(bar.period.glyph, {})["".join(lane.name.split("\n"))] = None
    words = {sign: "・".join(names) for sign, names in used.items()}
    if len(set(words.values())) < len(words) or len(words) == 1:
        words = dict.fromkeys(words, _MILESTONE)
    meanings: dict[str, str] = {}
    for sign, word in words.items():
        meaning = word if len(word) <= _LONGEST else _MILESTONE
        meanings[meaning] = meanings.get(meaning, "") + sign.value
    yield from (f"{signs}：{meaning}" for meaning, signs in meanings.items())


def _patterns(bars: Iterable[ChartBar]) -> Iterator[str]:
    roles = dict.fromkeys(bar.role for bar in bars if bar.kind is BarKind.BAR)
    named = [f"{PATTERNS[role]}＝{role.value}" for role in ColourRole if role in roles and role in PATTERNS]
    if named:
        yield f"帯の左端の模様：{'、'.join(named)}"


def _lines(bars: Iterable[ChartBar], extras: Extras) -> Iterator[str]:
    if any(bar.progress and bar.period.end is not None and bar.kind is BarKind.BAR for bar in bars):
        yield "帯の下辺の太線：進捗"
    if extras.status is not None:
        yield f"太い折れ線：{format_date(extras.status)}現在の進み（左に出ていれば遅れ）"
    if extras.baseline:
        yield f"帯の下の破線と白抜きの記号：「{extras.baseline}」の時期"
    if extras.links:
        yield "細い矢印：前後関係"
    if extras.links_left_out:
        yield "（ほかのページへの矢印は省略）"
    if extras.cut:
        yield "枠をまたぐ帯：前後のページに続く"
