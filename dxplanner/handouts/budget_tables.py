"""The tables of a budget project: 予算説明書 heading, 積算, 財源内訳."""

from dataclasses import replace

from dxplanner.domain.amounts import format_amount
from dxplanner.domain.vocabulary import FundingSource
from dxplanner.handouts import cells
from dxplanner.handouts.blocks import Cell, Column, Sum, Table
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.marks import Marks
from dxplanner.model import BudgetGroup, BudgetItem, BudgetProgram, BudgetProject, Funding
from dxplanner.model.snapshot import PlanSnapshot

Rows = list[tuple[Cell | None, ...]]


def program_table(
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
        f'"（"#,##0"）{mark}";"（△"#,##0"）{mark}"' if project.amount is not None else "",
        align=Align.RIGHT,
        inferred=guessed,
        joined=True,
        name=f"{project.uid}/amount",
    )
    total = cells.amount(program.total, inferred=snapshot.is_inferred(program, "total"))
    named = Cell(f"（{project.name}）", align=Align.CENTRE, joined=True, name=f"{project.uid}/name")
    rows: Rows = [
        (
            *places,
            Cell(program.name, align=Align.CENTRE, name=f"{program.uid}/name"),
            replace(total, name=f"{program.uid}/total"),
        ),
        (None, None, None, None, None, named, part),
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
    name = f"{program.uid}/{fields[-1]}"
    return Cell(words, align=Align.CENTRE, row_span=2, inferred=guessed, name=name)


def items_table(
    snapshot: PlanSnapshot, project: BudgetProject, marks: Marks, size: float, *, total: bool = True
) -> Table:
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
    if total:
        whole = cells.amount(_sum(list(project.items)), total=Sum(tuple(amounts)), bold=True, tone=Tone.SOFT)
        label = Cell("合計", bold=True, align=Align.CENTRE, column_span=2, tone=Tone.SOFT)
        rows.append((label, None, replace(whole, name=project.uid or "")))
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
    return (
        replace(label, tone=Tone.SOFT, column_span=2, name=f"{group.uid}/name"),
        None,
        replace(subtotal, name=group.uid or ""),
    )


def _item_row(snapshot: PlanSnapshot, item: BudgetItem, marks: Marks) -> tuple[Cell | None, ...]:
    guessed = bool(item.name) and snapshot.is_inferred(item, "name")
    setsu = cells.text(marks.put(item.setsu), inferred=snapshot.is_inferred(item, "setsu"))
    named = cells.text(marks.put(item.name or ""), inferred=guessed)
    amount = cells.amount(item.amount, inferred=snapshot.is_inferred(item, "amount"))
    return (
        replace(setsu, name=f"{item.uid}/setsu"),
        replace(named, name=f"{item.uid}/name"),
        replace(amount, name=f"{item.uid}/amount"),
    )


def _sum(items: list[BudgetItem]) -> int | None:
    amounts = [item.amount for item in items if item.amount is not None]
    return sum(amounts) if amounts else None


def funding_table(snapshot: PlanSnapshot, project: BudgetProject, marks: Marks, size: float) -> Table:
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
        (
            None,
            *(
                cells.heading(marks.put(source.value), name=_uid(found.get(source), project))
                for source in sources
            ),
        ),
    ]
    whole = cells.amount(
        project.amount, total=total, bold=True, inferred=snapshot.is_inferred(project, "amount")
    )
    row = (
        replace(whole, name=f"{project.uid}/amount"),
        *(
            replace(
                _funding_cell(snapshot, found.get(source)), name=f"{_uid(found.get(source), project)}/amount"
            )
            for source in sources
        ),
    )
    columns = (Column(49.0), *(Column(44.0) for _ in sources))
    return Table(columns, tuple(header), (row,), size, description="財源内訳")


def _funding_cell(snapshot: PlanSnapshot, funding: Funding | None) -> Cell:
    if funding is None:
        return cells.amount(None)
    return cells.amount(funding.amount, inferred=snapshot.is_inferred(funding, "amount"))


def _uid(funding: Funding | None, project: BudgetProject) -> str:
    """The row where a 財源 is entered: its own, else the project's."""
    return (funding.uid if funding is not None else project.uid) or ""
