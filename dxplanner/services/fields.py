"""Any column of any entity: typed text to its value and back, one command to set it, rows of owned lists.

All of it follows from the column's declaration (decision 1), so that all panes read, check and name alike.
Commands change rows in the session they get; run them through ``Workbench.run``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dxplanner.domain import fiscal
from dxplanner.domain.amounts import format_amount, format_rate, parse_amount, parse_rate
from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.indicators import format_value, parse_value
from dxplanner.domain.text import comparison_key, has_control_characters, plain_number, term_meant
from dxplanner.model import Entity, FieldKind, FieldSpec, field_specs

E = TypeVar("E", bound=Entity)

TEXTS: Final = frozenset({FieldKind.LINE, FieldKind.TEXT})
_NOT_TYPED: Final = frozenset(
    {FieldKind.KEY, FieldKind.POSITION, FieldKind.REFERENCE, FieldKind.OPTIONS, FieldKind.MOMENT}
)
_YES: Final = frozenset({"○", "◯", "〇", "はい", "有", "あり", "レ", "✓", "✔", "1", "true"})
_NO: Final = frozenset({"", "×", "いいえ", "無", "なし", "0", "false", "-"})
_SHORT_LABEL: Final = 5
_SHORT_NAME: Final = 14
_BLANK: Final = "空欄にはできません。"


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a user can type into; ``choices`` are the terms of a choice, in their order."""

    entity: type[Entity]
    spec: FieldSpec
    choices: tuple[StrEnum, ...] = ()

    @property
    def name(self) -> str:
        """The attribute's name."""
        return self.spec.name

    @property
    def label(self) -> str:
        """The Japanese label."""
        return self.spec.label


@cache
def fields_of(entity: type[Entity]) -> Mapping[str, Field]:
    """The columns of an entity that can be typed, by attribute name, in order of declaration."""
    return {
        name: Field(entity, spec, _choices(entity, name) if spec.kind is FieldKind.CHOICE else ())
        for name, spec in field_specs(entity).items()
        if spec.kind not in _NOT_TYPED
    }


def _choices(entity: type[Entity], name: str) -> tuple[StrEnum, ...]:
    kind = cast("sa.Enum", sa.inspect(entity).column_attrs[name].columns[0].type)
    return tuple(cast("type[StrEnum]", kind.enum_class))


def parse_field(field: Field, text: str) -> object:
    """The checked Python value of a typed text; blank, and 「－」 but in texts, is None where it may be.

    Raises:
        InputError: the text cannot be read or breaks the column's check; shown beside the field.
    """
    spec = field.spec
    if spec.kind in TEXTS:
        value: object = _text(spec, text)
    elif spec.kind is FieldKind.FLAG:
        value = _flag(text)
    elif plain_number(text) is None:
        value = None
    else:
        try:
            value = _PARSERS[spec.kind](field, text)
        except ValueError as error:
            raise InputError(str(error)) from None
    problem = field_problem(field, value)
    if problem is not None:
        raise InputError(problem)
    return value


def format_field(field: Field, value: object) -> str:
    """The text of a value as ``parse_field`` reads it back; None (and an unset flag) is blank."""
    if value is None or value is False:
        return ""
    format_ = _FORMATS.get(field.spec.kind)
    return str(value) if format_ is None else format_(value)


def field_problem(field: Field, value: object) -> str | None:
    """What is wrong with a value, as one Japanese sentence; None when it can be stored."""
    if value is None:
        return _BLANK if field.spec.required else None
    return None if field.spec.check is None else field.spec.check(value)


def _text(spec: FieldSpec, text: str) -> str | None:
    if has_control_characters(text):
        raise InputError("印刷できない制御文字が入っています。その文字を消してください。")
    if spec.kind is FieldKind.LINE and "\n" in text:
        raise InputError("この欄は1行です。改行を消してください。")
    return None if not spec.required and not text.strip() else text


def _flag(text: str) -> bool:
    word = comparison_key(text)
    if word in {comparison_key(yes) for yes in _YES}:
        return True
    if word in {comparison_key(no) for no in _NO}:
        return False
    raise InputError(f"「{text}」は読み取れません。○か空欄を入力してください。")


def _integer(field: Field, text: str) -> int | None:
    try:
        value = parse_value(text, field.spec.unit)
    except ValueError:
        value = Decimal("0.5")
    if value is None:
        return None
    if value != value.to_integral_value():
        raise ValueError(f"「{text}」は整数として読めません。1,008、0のように入力してください。")
    return int(value)


def _choice(field: Field, text: str) -> StrEnum:
    choices = {choice.value: choice for choice in field.choices}
    meant = term_meant(text, choices)
    if meant is not None:
        return choices[meant]
    terms = "、".join(choices)
    raise ValueError(f"「{text}」は選べません。{terms}から選んでください。")


_PARSERS: Final[dict[FieldKind, Callable[[Field, str], object]]] = {
    FieldKind.INTEGER: _integer,
    FieldKind.AMOUNT: lambda _field, text: parse_amount(text),
    FieldKind.DECIMAL: lambda field, text: parse_value(text, field.spec.unit),
    FieldKind.FRACTION: lambda _field, text: parse_rate(text),
    FieldKind.CHOICE: _choice,
    FieldKind.DATE: lambda _field, text: fiscal.parse_date(text),
    FieldKind.MONTH: lambda _field, text: fiscal.first_day(*fiscal.parse_month(text)),
    FieldKind.FISCAL_YEAR: lambda _field, text: fiscal.parse_fiscal_year(text),
}
_FORMATS: Final[dict[FieldKind, Callable[[Any], str]]] = {
    FieldKind.FLAG: lambda _value: "○",
    FieldKind.INTEGER: format_amount,
    FieldKind.AMOUNT: format_amount,
    FieldKind.DECIMAL: format_value,
    FieldKind.FRACTION: format_rate,
    FieldKind.DATE: fiscal.format_date,
    FieldKind.MONTH: lambda day: fiscal.format_month(day.year, day.month),
    FieldKind.FISCAL_YEAR: lambda year: fiscal.format_fiscal_year(year, fiscal.FiscalStyle.SHORT),
}


def short_name(name: str) -> str:
    """A name for labels and messages: long ones end in 「…」."""
    flat = "".join(name.splitlines())
    return flat if len(flat) <= _SHORT_NAME else f"{flat[: _SHORT_NAME - 1]}…"


def place_of(number: str, name: str) -> str:
    """Where an edit happens, for its label: the number, else the name in brackets."""
    return number or f"「{short_name(name)}」"


def change_label(place: str, label: str) -> str:
    """The label of a change: 「1-1 の名称変更」; a long field name keeps its own brackets."""
    named = label if len(label) <= _SHORT_LABEL else f"「{label}」の"
    return f"{place} の{named}変更"


def find_row(session: Session, entity: type[E], row_id: int) -> E:
    """The row that a command is about.

    Raises:
        RefusedEdit: it has been deleted meanwhile.
    """
    row = session.get(entity, row_id)
    if row is None:
        raise RefusedEdit(f"この{entity.__label__}は、もう削除されています。")
    return row


def set_field(session: Session, entity: type[Entity], row_id: int, name: str, value: object) -> bool:
    """Command: store one value; returns whether it differed from the stored one.

    Raises:
        RefusedEdit: the row is gone, or the value breaks the column's check.
    """
    row = find_row(session, entity, row_id)
    _require(entity, {name: value})
    old = getattr(row, name)
    # 50 and 50.0 are equal, but the office typed them differently.
    respelt = isinstance(value, Decimal) and old == value and str(old) != str(value)
    if old == value and not respelt:
        return False
    setattr(row, name, value)
    if respelt:
        flag_modified(row, name)
    return True


def add_rows(
    session: Session,
    entity: type[Entity],
    rows: Iterable[Mapping[str, object]],
    *,
    owner: str | None,
    at: int | None = None,
) -> list[int]:
    """Command: add rows to a list and return their keys; ``at`` is the index of the first, None the end.

    ``owner`` names the column that says whose list it is (``node_id``), None for a list of the whole plan.
    All rows carry the same owner.

    Raises:
        RefusedEdit: a value breaks its column's check.
    """
    made = []
    for values in rows:
        _require(entity, values)
        made.append(entity(**values))
    if not made:
        return []
    listed = _listed(session, entity, owner, made[0])
    index = len(listed) if at is None else max(0, min(at, len(listed)))
    session.add_all(made)
    _number([*listed[:index], *made, *listed[index:]])
    session.flush()
    return [row.id for row in made]


def add_row(
    session: Session,
    entity: type[Entity],
    values: Mapping[str, object],
    *,
    owner: str | None,
    at: int | None = None,
) -> int:
    """Command: add one row to a list (see ``add_rows``) and return its key."""
    return add_rows(session, entity, [values], owner=owner, at=at)[0]


def delete_rows(session: Session, entity: type[Entity], row_ids: Iterable[int]) -> None:
    """Command: delete rows with what belongs to them. What is already gone is passed over."""
    for row_id in row_ids:
        row = session.get(entity, row_id)
        if row is not None:
            session.delete(row)


def move_rows(
    session: Session, entity: type[Entity], row_ids: Sequence[int], to: int, *, owner: str | None
) -> None:
    """Command: move rows of one list, in their present order, in front of the row that is now at ``to``.

    Raises:
        RefusedEdit: a row is gone.
    """
    if not row_ids:
        return
    listed = _listed(session, entity, owner, find_row(session, entity, row_ids[0]))
    moved = [row for row in listed if row.id in set(row_ids)]
    if len(moved) != len(set(row_ids)):
        raise RefusedEdit(f"移動する{entity.__label__}の一部は、もう削除されています。")
    ahead = [row for row in listed[:to] if row not in moved]
    behind = [row for row in listed[to:] if row not in moved]
    _number([*ahead, *moved, *behind])


def _require(entity: type[Entity], values: Mapping[str, object]) -> None:
    fields = fields_of(entity)
    for name, value in values.items():
        problem = field_problem(fields[name], value) if name in fields else None
        if problem is not None:
            raise RefusedEdit(f"{fields[name].label}：{problem}")


def _listed(session: Session, entity: type[Entity], owner: str | None, like: Entity) -> list[Any]:
    """The rows of the list that ``like`` is on or will be on, in order."""
    table: Any = entity
    rows = sa.select(entity).order_by(table.position, table.id)
    if owner is not None:
        rows = rows.where(getattr(table, owner) == getattr(like, owner))
    with session.no_autoflush:
        return [row for row in session.scalars(rows) if row is not like or row.id is not None]


def _number(rows: Sequence[Any]) -> None:
    """Give rows ascending positions; rows put at the end of an ordered list leave the others untouched."""
    old = [row.position for row in rows if row.position is not None]
    at_end = all(row.position is None for row in rows[len(old) :])
    if at_end and all(one < other for one, other in pairwise(old)):
        for position, row in enumerate(rows[len(old) :], start=old[-1] + 1 if old else 0):
            row.position = position
        return
    for position, row in enumerate(rows):
        row.position = position
