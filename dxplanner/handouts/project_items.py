"""事業内容 of a project: what is done beside what it costs, 節 by 節."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import PointSection
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Sum, Table
from dxplanner.handouts.budget import with_notes
from dxplanner.handouts.budget_tables import items_table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.footnotes import PageNotes
from dxplanner.handouts.marks import Marks
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.selection import Options, chosen_project, is_uid, row_named, text_option
from dxplanner.handouts.tables import PADDING
from dxplanner.handouts.wording import list_mark
from dxplanner.model import BudgetGroup, BudgetItem, BudgetProject, ProjectPoint
from dxplanner.model.snapshot import PlanSnapshot

_WIDTHS: Final = (126.0, 108.0, 35.0)
_LARGEST: Final = 11.5
_AMOUNT: Final = 2
Row = tuple[Cell | None, ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The parts of a project (option ``project``), each with what it is, its items and their sum.

    Items in no group stand under the 事業内容 whose heading option ``title`` names; a project that has
    neither is a plain list of items. Option ``topics`` names the group that shows the 学習テーマ.
    """
    project = chosen_project(snapshot, options)
    if project is None or not project.items:
        return (Paragraph(cells.EMPTY),)

    def blocks(size: float) -> tuple[Block, ...]:
        notes = PageNotes(snapshot, project, options)
        if project.groups or options.get("title"):
            table = _Items(snapshot, project, notes.marks, options, size, area.width).table()
        else:
            table = items_table(snapshot, project, notes.marks, size, total=len(project.items) > 1)
        return with_notes((table,), notes, size)

    return largest_that_fits(blocks, area, _LARGEST)


class _Items:
    """Fills the table; remembers where its amounts stand, for the total."""

    def __init__(
        self,
        snapshot: PlanSnapshot,
        project: BudgetProject,
        marks: Marks,
        options: Options,
        size: float,
        width: float,
    ) -> None:
        self._snapshot = snapshot
        self._project = project
        self._marks = marks
        self._title = text_option(options, "title")
        topics = text_option(options, "topics")
        self._topics = row_named(project.groups, topics, ("name",), "積算のまとまり") if topics else None
        self._size = size
        self._room = width * _WIDTHS[0] / sum(_WIDTHS) - 2 * PADDING
        self._rows: list[Row] = []
        self._amounts: list[tuple[int, int]] = []

    def table(self) -> Table:
        """The whole table."""
        project = self._project
        for group in project.groups:
            self._part(self._group_title(group), self._about_group(group), list(group.items), group.uid)
        loose = [item for item in project.items if item.group is None]
        if loose:
            self._part(*self._loose(), loose, project.uid or "")
        if len(project.groups) + bool(loose) > 1:
            total = sum(item.amount or 0 for item in project.items)
            label = Cell("合計", bold=True, align=Align.CENTRE, column_span=2, tone=Tone.SOFT)
            amount = cells.amount(total, total=Sum(tuple(self._amounts)), bold=True, tone=Tone.SOFT)
            self._rows.append((label, None, replace(amount, name=project.uid or "")))
        header = ((cells.heading("事業内容"), cells.heading("節・積算"), cells.heading("金額（千円）")),)
        columns = tuple(map(Column, _WIDTHS))
        return Table(columns, header, tuple(self._rows), self._size, description="事業内容と事業費")

    def _part(self, title: Cell, about: Cell, items: Sequence[BudgetItem], uid: str) -> None:
        """A title with the sum of its items, then what is done beside the items."""
        first = len(self._rows) + 1
        own = tuple((first + index, _AMOUNT) for index in range(len(items)))
        amounts = [item.amount for item in items if item.amount is not None]
        total = cells.amount(
            sum(amounts) if amounts else None, total=Sum(own) if own else None, bold=True, tone=Tone.SOFT
        )
        self._rows.append((replace(title, column_span=2), None, replace(total, name=uid)))
        self._amounts += own
        for index, item in enumerate(items):
            shown = replace(about, row_span=len(items)) if index == 0 else None
            self._rows.append((shown, self._item(item, index, len(items)), self._amount(item)))

    def _item(self, item: BudgetItem, index: int, count: int) -> Cell:
        snapshot = self._snapshot
        guessed = snapshot.is_inferred(item, "setsu") or (
            bool(item.name) and snapshot.is_inferred(item, "name")
        )
        words = f"{list_mark('ア', index)}　{item.setsu}" + (f"（{item.name}）" if item.name else "")
        return replace(cells.text(self._marks.put(words), inferred=guessed), name=f"{item.uid}/name")

    def _amount(self, item: BudgetItem) -> Cell:
        cell = cells.amount(item.amount, inferred=self._snapshot.is_inferred(item, "amount"))
        return replace(cell, name=f"{item.uid}/amount")

    def _group_title(self, group: BudgetGroup) -> Cell:
        words = self._marks.put(f"{group.number}　{group.name}" if group.number else group.name)
        cell = cells.text(words, bold=True, inferred=self._snapshot.is_inferred(group, "name"))
        return replace(cell, tone=Tone.SOFT, name=f"{group.uid}/name")

    def _about_group(self, group: BudgetGroup) -> Cell:
        """What is done, and its parts as a list in one line."""
        points = [point.text for point in self._content() if point.heading == group.name]
        if self._topics is group:
            section = PointSection.TOPIC
            points += [point.text for point in self._project.points if point.section is section]
        lines = [group.text or "", *self._packed([f"●{text}" for text in points])]
        words = self._marks.put("\n".join(line for line in lines if line))
        inferred = bool(group.text) and self._snapshot.is_inferred(group, "text")
        return replace(cells.text(words, inferred=inferred), name=f"{group.uid}/text")

    def _packed(self, words: list[str]) -> list[str]:
        """Short entries side by side, as many on a line as fit whole."""
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]}　{word}" if lines else word
            if lines and bundled_metrics().width(longer, self._size) <= self._room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _loose(self) -> tuple[Cell, Cell]:
        project = self._project
        point = _point_headed(project, self._title) if self._title else None
        title = Cell(
            self._marks.put(point.heading or "" if point else project.name),
            bold=True,
            tone=Tone.SOFT,
            name=f"{point.uid}/heading" if point else f"{project.uid}/name",
        )
        text = self._marks.put(point.text if point else "")
        return title, Cell(text, name=f"{point.uid}/text" if point else "")

    def _content(self) -> list[ProjectPoint]:
        return _content(self._project)


def _content(project: BudgetProject) -> list[ProjectPoint]:
    return [point for point in project.points if point.section is PointSection.CONTENT]


def _point_headed(project: BudgetProject, named: str) -> ProjectPoint:
    """The first point in 事業内容 with this heading (or this identifier)."""
    headed = [point for point in _content(project) if point.heading]
    found = next((point for point in headed if named in (point.uid, point.heading)), None)
    if found is None:
        gone = "指定された見出し" if is_uid(named) else f"「{named}」という見出し"
        raise InputError(f"「{project.name}」の事業内容に{gone}がありません。")
    return found
