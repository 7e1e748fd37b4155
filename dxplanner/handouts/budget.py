"""予算・財源内訳 of a project: 予算説明書 heading, 積算, 財源内訳, how grants are computed, footnotes."""

from dataclasses import replace
from typing import Final

from dxplanner.domain.amounts import format_amount
from dxplanner.domain.vocabulary import FundingSource
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area, text_sizes
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, Notes, Paragraph, Sum, Table
from dxplanner.handouts.budget_grants import grants_table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.marks import Marks
from dxplanner.handouts.pages import height_on_page
from dxplanner.handouts.selection import Options, chosen_project, text_option
from dxplanner.model import BudgetGroup, BudgetItem, BudgetProgram, BudgetProject, Footnote
from dxplanner.model.snapshot import PlanSnapshot

_SIZES: Final = (11.0, 9.0)
"""Largest and smallest text in points."""
Rows = list[tuple[Cell | None, ...]]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The budget of a project (option ``project``), on one page when it can be read there.

    Option ``footnotes`` is ``used`` (those whose words stand on the page, the default) or ``all``.
    """
    project = chosen_project(snapshot, options)
    if project is None:
        return (Paragraph(cells.EMPTY),)
    everything = text_option(options, "footnotes", "used") == "all"
    for size in text_sizes(*_SIZES, area.width):
        blocks = _blocks(snapshot, project, size, everything)
        if height_on_page(blocks, area) <= area.height:
            return blocks
    return _blocks(snapshot, project, 10.0, everything)


def _blocks(
    snapshot: PlanSnapshot, project: BudgetProject, size: float, everything: bool
) -> tuple[Block, ...]:
    marks = Marks(project.footnotes)
    blocks: list[Block] = [_program_table(snapshot, project.program, project, size)]
    if project.items:
        blocks += [Heading("積算", 2), _items_table(snapshot, project, marks, size)]
    blocks += [Heading("財源内訳", 2), _funding_table(snapshot, project, marks, size)]
    grants = grants_table(snapshot, project, size)
    if grants:
        blocks.append(grants)
    notes = [note for note in project.footnotes if everything or marks.is_used(note) or not note.anchor]
    if notes:
        blocks.append(Notes(tuple(_note(snapshot, note) for note in notes), min(9.0, size)))
    tables = [block for block in blocks if isinstance(block, Table)]
    if any(cell.inferred for table in tables for row in table.rows for cell in row if cell):
        blocks.append(cells.inferred_notes(cells.INFERRED_NOTE))
    return tuple(blocks)


def _program_table(
    snapshot: PlanSnapshot, program: BudgetProgram, project: BudgetProject, size: float
) -> Table:
    """予算説明書: where the 事業 stands in the budget, its amount over the project's in brackets."""
    places = (
        _place(snapshot, program, "pages"),
        _place(snapshot, program, "kan_number", "kan_name"),
        _place(snapshot, program, "kou_number", "kou_name"),
        _place(snapshot, program, "moku_number", "moku_name"),
        _place(snapshot, program, "number"),
    )
    header: Rows = [
        (
            cells.heading("予算説明書", 5),
            *(None,) * 4,
            cells.heading("事業名", row_span=2),
            cells.heading("予算額（千円）", row_span=2),
        ),
        (*(cells.heading(words) for words in ("ページ", "款", "項", "目", "番号")), None, None),
    ]
    guessed = snapshot.is_inferred(project, "amount")
    mark = cells.INFERRED_MARK if guessed else ""
    part = Cell(
        f"（{format_amount(project.amount)}）{mark}",
        project.amount,
        f'"（"#,##0"）{mark}"' if project.amount is not None else "",
        align=Align.RIGHT,
        inferred=guessed,
        joined=True,
    )
    rows: Rows = [
        (
            *places,
            Cell(program.name, align=Align.CENTRE),
            cells.amount(program.total, inferred=snapshot.is_inferred(program, "total")),
        ),
        (None, None, None, None, None, Cell(f"（{project.name}）", align=Align.CENTRE, joined=True), part),
    ]
    widths = (26.0, 30.0, 34.0, 46.0, 20.0, 78.0, 35.0)
    return Table(
        tuple(map(Column, widths)), tuple(header), tuple(rows), size, description="予算説明書の見出し"
    )


def _place(snapshot: PlanSnapshot, program: BudgetProgram, *fields: str) -> Cell:
    """A number over its name, such as ２ over 総務費."""
    parts = [getattr(program, field) for field in fields]
    guessed = any(snapshot.is_inferred(program, field) for field in fields)
    words = "\n".join(part for part in parts if part) + (cells.INFERRED_MARK if guessed else "")
    return Cell(words, align=Align.CENTRE, row_span=2, inferred=guessed)


def _items_table(snapshot: PlanSnapshot, project: BudgetProject, marks: Marks, size: float) -> Table:
    """積算: groups with their subtotals, their items, and the total that a workbook adds up itself."""
    rows: Rows = []
    amounts: list[tuple[int, int]] = []
    for group in project.groups:
        items = list(group.items)
        own = tuple((len(rows) + 1 + index, 2) for index in range(len(items)))
        rows.append(_group_row(snapshot, group, items, own, marks))
        rows += [_item_row(snapshot, item, marks) for item in items]
        amounts += own
    for item in project.items:
        if item.group is None:
            amounts.append((len(rows), 2))
            rows.append(_item_row(snapshot, item, marks))
    total = _sum(list(project.items))
    label = Cell("合計", bold=True, align=Align.CENTRE, column_span=2, tone=Tone.SOFT)
    rows.append((label, None, cells.amount(total, total=Sum(tuple(amounts)), bold=True, tone=Tone.SOFT)))
    header = ((cells.heading("節"), cells.heading("積算"), cells.heading("金額（千円）")),)
    columns = (Column(62.0), Column(172.0), Column(35.0))
    return Table(columns, header, tuple(rows), size, description="積算の内訳")


def _group_row(
    snapshot: PlanSnapshot,
    group: BudgetGroup,
    items: list[BudgetItem],
    own: tuple[tuple[int, int], ...],
    marks: Marks,
) -> tuple[Cell | None, ...]:
    name = marks.put(f"{group.number or ''}　{group.name}" if group.number else group.name)
    subtotal = cells.amount(_sum(items), total=Sum(own) if own else None, bold=True, tone=Tone.SOFT)
    guessed = snapshot.is_inferred(group, "name")
    label = cells.text(name, bold=True, inferred=guessed)
    return replace(label, tone=Tone.SOFT, column_span=2), None, subtotal


def _item_row(snapshot: PlanSnapshot, item: BudgetItem, marks: Marks) -> tuple[Cell | None, ...]:
    return (
        cells.text(marks.put(item.setsu), inferred=snapshot.is_inferred(item, "setsu")),
        cells.text(
            marks.put(item.name or ""), inferred=bool(item.name) and snapshot.is_inferred(item, "name")
        ),
        cells.amount(item.amount, inferred=snapshot.is_inferred(item, "amount")),
    )


def _sum(items: list[BudgetItem]) -> int | None:
    amounts = [item.amount for item in items if item.amount is not None]
    return sum(amounts) if amounts else None


def _funding_table(snapshot: PlanSnapshot, project: BudgetProject, marks: Marks, size: float) -> Table:
    """財源内訳: 事業費 and what pays for it; a source without an amount is 「－」."""
    found = {row.source: row for row in project.funding}
    sources = list(FundingSource)
    paid = [found[source].amount if source in found else None for source in sources]
    agrees = sum(amount or 0 for amount in paid) == project.amount
    total = Sum(tuple((0, column) for column in range(1, len(sources) + 1))) if agrees else None
    header: Rows = [
        (
            cells.heading("事業費（千円）", row_span=2),
            cells.heading("財源内訳（千円）", len(sources)),
            *(None for _ in sources[1:]),
        ),
        (None, *(cells.heading(marks.put(source.value)) for source in sources)),
    ]
    row = (
        cells.amount(
            project.amount, total=total, bold=True, inferred=snapshot.is_inferred(project, "amount")
        ),
        *(
            cells.amount(amount, inferred=source in found and snapshot.is_inferred(found[source], "amount"))
            for source, amount in zip(sources, paid, strict=True)
        ),
    )
    columns = (Column(49.0), *(Column(44.0) for _ in sources))
    return Table(columns, tuple(header), (row,), size, description="財源内訳")


def _note(snapshot: PlanSnapshot, note: Footnote) -> tuple[str, str]:
    return note.mark, note.text + (cells.INFERRED_MARK if snapshot.is_inferred(note, "text") else "")
