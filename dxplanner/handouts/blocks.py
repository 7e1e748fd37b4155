"""The blocks of a handout (decision 4). Every exporter walks the same blocks; a new handout is a new list.

Lengths are millimetres, text sizes points. A block holds finished text and numbers, no entities.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from dxplanner.domain.vocabulary import ColourRole, Orientation, Paper
from dxplanner.handouts.drawing import Align, Drawing, Tone


@dataclass(frozen=True, slots=True)
class Sum:
    """A total that a workbook computes itself: the cells of this table at (body row, column), added up."""

    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Newest:
    """The last of the cells at (body row, column) of this table that holds a number, such as 実績 by 年度."""

    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A percentage that a workbook computes itself: ``over`` ÷ ``under`` × 100, each a cell or a difference.

    The workbook shows 「－」 as long as a figure is missing.

    Cells are (body row, column) of this table. 達成率 by 実績÷目標 is ``Quotient(((0, 3),), ((0, 2),))``, by
    （実績－基準）÷（目標－基準） ``Quotient(((0, 3), (0, 1)), ((0, 2), (0, 1)))``.
    """

    over: tuple[tuple[int, int] | Newest, ...]
    """A cell, or two: the second is taken from the first."""
    under: tuple[tuple[int, int] | Newest, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. ``text`` is what is printed; ``value`` is what a workbook holds when it is a number.

    ``number_format`` is an Excel format that shows ``value`` as ``text`` (``#,##0``, ``0.0"%"``,
    ``"（"#,##0"）"``). ``total`` makes the workbook's cell a SUM that agrees with ``value``, ``quotient`` a
    percentage that agrees with it as far as it is printed.
    """

    text: str = ""
    value: int | Decimal | None = None
    number_format: str = ""
    total: Sum | None = None
    align: Align = Align.LEFT
    bold: bool = False
    tone: Tone = Tone.NONE
    column_span: int = 1
    row_span: int = 1
    inferred: bool = False
    """推定: painted with a dashed outline, and marked in the text by whoever builds the block."""
    joined: bool = False
    """No rule between this cell and the one above it (the two tiers of 予算額)."""
    name: str = ""
    """The row that the text comes from, as its uid or ``uid/field``: a click finds its editor, and a
    later printing knows which figure has changed."""
    underline: tuple[tuple[int, int], ...] = ()
    """Ranges of ``text`` (from, to) that are underlined: what has changed, without colour."""
    quotient: Quotient | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its width in mm of the block's full width (shares are scaled to the page)."""

    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. ``header`` rows repeat on each page. A cell covered by a span is None."""

    columns: tuple[Column, ...]
    header: tuple[tuple[Cell | None, ...], ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    size: float = 10.5
    width: float | None = None
    """Printed width in mm; None takes the page's whole width."""
    description: str = ""
    air: float = 1.0
    """Share of the usual free space over and under the text of cells; less where that saves a page."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a handout, also a bookmark of the PDF. ``level`` 1 is under the handout's title."""

    text: str
    level: int = 1
    numbered: bool = False
    """Gets its number in the official order (第１, １, (1), ア, (ア)) when the handout is put together."""
    name: str = ""
    """The row that the words come from (see Cell.name)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``align`` RIGHT serves unit lines such as （単位：千円）."""

    text: str
    size: float = 10.5
    align: Align = Align.LEFT
    name: str = ""
    """The row that the words come from (see Cell.name)."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes under a table or at the foot: (mark, text), such as ("※１", "…")."""

    entries: tuple[tuple[str, str], ...]
    size: float = 9.0
    names: tuple[str, ...] = ()
    """The row that each entry comes from (see Cell.name); none for fixed words."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram as a block. A ``bare`` one takes a page without title line (表紙)."""

    drawing: Drawing
    bare: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


class ChartForm(StrEnum):
    """What a chart looks like."""

    PIE = "pie"
    """Up to seven slices; with more a chart is drawn as BAR."""
    BAR = "bar"
    """Horizontal bars, a row a category, series beside each other."""
    STACKED = "stacked"
    """Horizontal bars that share 100 %: a row a category, a part a series."""
    LINE = "line"
    """Values over years: a point a category, a line a series."""


@dataclass(frozen=True, slots=True)
class ChartValue:
    """A value with the text that is printed at it; ``low`` and ``high`` are its error band (誤差の範囲)."""

    value: Decimal | None
    text: str = ""
    name: str = ""
    """The row that the value comes from (see Cell.name)."""
    low: Decimal | None = None
    high: Decimal | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """A series: as many values as the chart has categories. ``target`` series are lines drawn dashed."""

    name: str
    values: tuple[ChartValue, ...]
    role: ColourRole | None = None
    target: bool = False
    label: str = ""
    """The row that ``name`` comes from (see Cell.name)."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; every painter draws it from its data (a workbook as a native, editable chart)."""

    form: ChartForm
    title: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: str = "%"
    note: str = ""
    """Small text at the chart, such as ``n=1008``."""
    axis_min: Decimal | None = None
    axis_max: Decimal | None = None
    name: str = ""
    """The row that the chart shows (see Cell.name)."""
    description: str = ""
    labels: tuple[str, ...] = ()
    """The row that each category comes from (see Cell.name); empty for years and the like."""
    note_name: str = ""
    """The row that the note comes from (see Cell.name)."""

    def label(self, index: int) -> str:
        """The row that a category comes from; "" for none."""
        return self.labels[index] if index < len(self.labels) else ""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """Charts side by side, ``height`` mm high, or as high as their contents need when None.

    ``shares`` are relative widths, one a chart; equal when empty. ``texts`` may stand beside them at the
    right, in a column of its own (所見): (heading, text) pairs.
    """

    charts: tuple[Chart, ...]
    height: float | None = None
    shares: tuple[float, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    text_names: tuple[str, ...] = ()
    """The row that each of the texts comes from, as its uid."""


Block = Heading | Paragraph | Notes | Table | Picture | ChartRow | PageBreak


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and margins (mm). The printed area is what margins leave."""

    paper: Paper = Paper.A4
    orientation: Orientation = Orientation.LANDSCAPE
    left: float = 14.0
    right: float = 14.0
    top: float = 27.0
    """Below the title line and 資料番号."""
    bottom: float = 14.0
    first_page: int = 1

    @property
    def paper_size(self) -> tuple[float, float]:
        """Width and height of the sheet in mm."""
        short, long = {Paper.A4: (210.0, 297.0), Paper.A3: (297.0, 420.0)}[self.paper]
        return (long, short) if self.orientation is Orientation.LANDSCAPE else (short, long)

    @property
    def printable(self) -> tuple[float, float]:
        """Width and height of the printed area in mm."""
        width, height = self.paper_size
        return width - self.left - self.right, height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class HandoutDocument:
    """A handout ready to be painted: its title, 資料番号, page set-up and blocks."""

    code: str
    title: str
    number: str
    setup: PageSetup
    blocks: tuple[Block, ...]
    plan_name: str = ""
    city: str = ""
    warnings: tuple[str, ...] = field(default=())
    """Japanese sentences for the user, such as text that had to shrink below its floor."""
    stamp: str = ""
    """段階 (骨子・素案・成案) in a box on each page; "" for none."""
    uid: str = ""
    """The handout's own row, where title, 資料番号 and 段階 are typed."""
    pages: tuple[tuple[int, int], ...] = ()
    """Ranges of printed page numbers that are wanted (first, last); all when empty."""
