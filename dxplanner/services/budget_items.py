"""積算 of a project as sheets: its items, and the まとまり that they are added up in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from dxplanner.domain.amounts import total_amount
from dxplanner.domain.errors import InputError
from dxplanner.domain.text import comparison_key
from dxplanner.model import BudgetGroup, BudgetItem
from dxplanner.services.budget_columns import YEN_HELP, amount_column
from dxplanner.services.fields import add_row, set_field
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key

_NUMBERED: Final = re.compile(r"\s*([（(]\s*[0-9０-９]+\s*[）)]|[①-⑳])\s*(\S.*)", re.DOTALL)


def items_source(project_id: int) -> SheetSource:
    """積算 of a project: まとまり, 節, 積算, 金額, and the sum of each まとまり beside its last item."""
    return SheetSource(
        label="積算",
        entity=BudgetItem,
        columns=(
            SheetColumn(
                "group",
                "まとまり",
                lambda item: group_text(item.group),
                partial(_write_group, project_id),
                width=12,
                field="group_id",
                help="選ぶか入力します。「（４）新しいまとまり」のように新しい名前を入れると、まとまりが増えます。",
                offered=lambda session: [group_text(group) for group in _groups(session, project_id)],
            ),
            replace(
                field_column(BudgetItem, "setsu", width=9),
                write=_write_setsu,
                help="予算科目の節です。空欄にすると、すぐ上の行と同じ節になります。",
            ),
            field_column(BudgetItem, "name", width=17),
            field_column(BudgetItem, "amount", width=6, help=YEN_HELP),
            amount_column("subtotal", "まとまりの計", _subtotal, width=6),
        ),
        rows=keys_in_order(BudgetItem, BudgetItem.project_id == project_id),
        load=rows_by_key(
            BudgetItem, selectinload(BudgetItem.group).selectinload(BudgetGroup.items), fresh=True
        ),
        tables=frozenset({"budget_item", "budget_group"}),
        owner="project_id",
        new=lambda _session: {"project_id": project_id},
        completed=_with_setsu,
    )


def groups_source(project_id: int) -> SheetSource:
    """まとまり of a project with the sums of their items."""
    return SheetSource(
        label="まとまり",
        entity=BudgetGroup,
        columns=(
            field_column(BudgetGroup, "number"),
            field_column(BudgetGroup, "name", width=17),
            amount_column("subtotal", "計", lambda group: total_amount(item.amount for item in group.items)),
            field_column(BudgetGroup, "text", width=24),
        ),
        rows=keys_in_order(BudgetGroup, BudgetGroup.project_id == project_id),
        load=rows_by_key(BudgetGroup, selectinload(BudgetGroup.items), fresh=True),
        tables=frozenset({"budget_group", "budget_item"}),
        owner="project_id",
        new=lambda _session: {"project_id": project_id},
    )


def group_text(group: BudgetGroup | None) -> str:
    """「（１）職員全体のデジタルリテラシー向上」; blank without a まとまり."""
    return "" if group is None else f"{group.number or ''}{group.name}"


def _subtotal(item: BudgetItem) -> int | None:
    """The sum of an item's まとまり beside the last item of it."""
    if item.group is None:
        return None
    last = max(item.group.items, key=lambda one: (one.position, one.id))
    return total_amount(one.amount for one in item.group.items) if last.id == item.id else None


def _groups(session: Session, project_id: int) -> Sequence[BudgetGroup]:
    return session.scalars(
        sa.select(BudgetGroup)
        .where(BudgetGroup.project_id == project_id)
        .order_by(BudgetGroup.position, BudgetGroup.id)
    ).all()


def _write_group(project_id: int, session: Session, item: BudgetItem, text: str) -> None:
    """Put an item into the まとまり of that number or name; a new name makes a new one."""
    set_field(session, BudgetItem, item.id, "group_id", _group_of(session, project_id, text.strip()))


def _group_of(session: Session, project_id: int, typed: str) -> int | None:
    wanted = comparison_key(typed)
    if not wanted:
        return None
    for group in _groups(session, project_id):
        if wanted in {comparison_key(group_text(group)), comparison_key(group.name)} or (
            group.number and wanted == comparison_key(group.number)
        ):
            return group.id
    parts = _NUMBERED.fullmatch(typed)
    number, name = (parts[1], parts[2]) if parts else (None, typed)
    values = {"project_id": project_id, "number": number, "name": name}
    return add_row(session, BudgetGroup, values, owner="project_id")


def _with_setsu(texts: Mapping[str, str], above: Mapping[str, str]) -> Mapping[str, str]:
    """A line without 節 belongs to the one above, as in merged cells of a worksheet."""
    return {} if texts.get("setsu") or not above.get("setsu") else {"setsu": above["setsu"]}


def _write_setsu(session: Session, item: BudgetItem, text: str) -> None:
    """Set the 節; a blank one is that of the row above, as in merged cells of a worksheet."""
    if not text.strip():
        above = session.scalar(
            sa.select(BudgetItem.setsu)
            .where(BudgetItem.project_id == item.project_id, BudgetItem.position < item.position)
            .order_by(BudgetItem.position.desc(), BudgetItem.id.desc())
            .limit(1)
        )
        if above is None:
            raise InputError("節は空欄にできません。委託料、備品購入費のように入力してください。")
        text = above
    set_field(session, BudgetItem, item.id, "setsu", text)
