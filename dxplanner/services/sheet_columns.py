"""Columns of sheets that are no plain fields: references to other rows by name, and computed ones.

What a name means is looked up once an edit, however many rows are pasted.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from dxplanner.domain.errors import InputError
from dxplanner.domain.text import comparison_key, plain_number, term_meant
from dxplanner.model import Entity, FieldKind, Meeting, PolicyNode, field_specs
from dxplanner.services.departments import department_choices, find_department
from dxplanner.services.fields import set_field
from dxplanner.services.node_numbers import version_numbers
from dxplanner.services.sheet import Number, Offered, Read, SheetColumn

T = TypeVar("T")

Find = Callable[[Session, str], int | None]
"""The key of the row that a typed text means, None when there is none."""

_BLANK: Final = "空欄にはできません。"


def reference_column(
    entity: type[Entity],
    name: str,
    *,
    name_of: Callable[[Any], str],
    find: Find,
    offered: Offered,
    label: str | None = None,
    **changes: Any,
) -> SheetColumn:
    """A column that refers to another row by what it is called.

    ``name_of`` gives that name for a loaded row of the sheet (blank: none), ``find`` reads it back.
    """
    spec = field_specs(entity)[name]
    heading = spec.label if label is None else label

    def write(session: Session, row: Any, text: str) -> None:
        wanted = "" if plain_number(text) is None else text.strip()
        found = find(session, wanted) if wanted else None
        if not wanted and spec.required:
            raise InputError(_BLANK)
        if wanted and found is None:
            raise InputError(f"「{wanted}」という{heading}はありません。一覧（Alt+↓）から選んでください。")
        set_field(session, entity, row.id, name, found)

    settings: dict[str, Any] = {
        "kind": FieldKind.REFERENCE,
        "width": spec.width,
        "help": spec.help,
        "field": name,
        "offered": offered,
    }
    return SheetColumn(name, heading, name_of, write, **(settings | changes))


def computed_column(
    key: str, label: str, read: Read, *, number: Number | None = None, **changes: Any
) -> SheetColumn:
    """A column that follows from others and cannot be typed."""
    kind = FieldKind.LINE if number is None else FieldKind.DECIMAL
    settings: dict[str, Any] = {"kind": kind, "number": number}
    return SheetColumn(key, label, read, None, **(settings | changes))


def department_column(
    entity: type[Entity],
    name: str = "department_id",
    *,
    today: Callable[[], date] = date.today,
    **changes: Any,
) -> SheetColumn:
    """担当課 and the like, by name or short name; those that exist today are offered."""
    attribute = name.removesuffix("_id")

    def name_of(row: Any) -> str:
        department = getattr(row, attribute)
        return "" if department is None else str(department.name)

    def find(session: Session, text: str) -> int | None:
        choices = once(session, "departments", lambda: department_choices(session, today()))
        found = find_department(choices, text)
        return None if found is None else found.id

    def offered(session: Session) -> Sequence[str]:
        return [choice.name for choice in department_choices(session, today()) if choice.valid]

    return reference_column(entity, name, name_of=name_of, find=find, offered=offered, **changes)


def meeting_column(entity: type[Entity], name: str = "meeting_id", **changes: Any) -> SheetColumn:
    """会議, by name."""
    return named_column(entity, name, Meeting, **changes)


def named_column(
    entity: type[Entity],
    name: str,
    target: type[Entity],
    *,
    within: Callable[[], sa.ColumnElement[bool]] | None = None,
    **changes: Any,
) -> SheetColumn:
    """A reference to any entity that has a ``name`` and an order; ``within`` narrows what is meant."""
    attribute, mine = name.removesuffix("_id"), f"{entity.__tablename__}.{name}"
    table: Any = target

    def rows(session: Session) -> Sequence[tuple[int, str]]:
        query = sa.select(table.id, table.name).order_by(table.position, table.id)
        query = query if within is None else query.where(within())
        return [(key, text) for key, text in session.execute(query)]

    def name_of(row: Any) -> str:
        referred = getattr(row, attribute)
        return "" if referred is None else str(referred.name)

    def find(session: Session, text: str) -> int | None:
        return once(session, mine, lambda: _finder(rows(session)))(text)

    def offered(session: Session) -> Sequence[str]:
        return list(dict.fromkeys(text for _, text in rows(session)))

    return reference_column(entity, name, name_of=name_of, find=find, offered=offered, **changes)


def _finder(rows: Sequence[tuple[int, str]]) -> Callable[[str], int | None]:
    """Finds the key of the row that a text means, of two alike the first; each text is looked up once."""
    keys = {name: key for key, name in reversed(rows)}

    @cache
    def find(text: str) -> int | None:
        meant = term_meant(text, keys)
        return None if meant is None else keys[meant]

    return find


def node_column(
    entity: type[Entity],
    name: str = "node_id",
    *,
    version: Callable[[], int | None],
    level_ids: Callable[[Session], Sequence[int]] | None = None,
    **changes: Any,
) -> SheetColumn:
    """A 施策 (or another 項目) of a version, by number, by name, or by both as they are shown: 「1-1 名称」.

    ``level_ids`` narrows what is offered and meant to some 階層.
    """
    attribute, mine = name.removesuffix("_id"), f"{entity.__tablename__}.{name}"

    def texts(session: Session) -> Mapping[int, tuple[str, str]]:
        return once(session, f"{mine}: nodes", lambda: _nodes(session, version(), level_ids))

    def name_of(row: Any) -> str:
        node = getattr(row, attribute)
        if node is None:
            return ""
        session = object_session(node)
        if session is None:
            return str(node.name)
        numbers = once(
            session, f"numbers of {node.version_id}", lambda: version_numbers(session, node.version_id)
        )
        return node_text(numbers.get(node.id, ""), node.name)

    def find(session: Session, text: str) -> int | None:
        wanted = comparison_key(text)
        ways = once(session, f"{mine}: ways", lambda: _ways(texts(session)))
        return next((way[wanted] for way in ways if wanted in way), None)

    def offered(session: Session) -> Sequence[str]:
        return [node_text(number, called) for number, called in texts(session).values()]

    return reference_column(entity, name, name_of=name_of, find=find, offered=offered, **changes)


def node_text(number: str, name: str) -> str:
    """A 項目 as a cell shows it: 「1-1 名称」, or the name alone."""
    return f"{number} {name}" if number else name


def _nodes(
    session: Session, version_id: int | None, level_ids: Callable[[Session], Sequence[int]] | None
) -> Mapping[int, tuple[str, str]]:
    """Number and name of the nodes of a version, in the order of the tree's levels."""
    if version_id is None:
        return {}
    numbers = version_numbers(session, version_id)
    query = sa.select(PolicyNode.id, PolicyNode.name).where(PolicyNode.version_id == version_id)
    if level_ids is not None:
        query = query.where(PolicyNode.level_id.in_(level_ids(session)))
    names = {row.id: row.name for row in session.execute(query)}
    order = {key: place for place, key in enumerate(numbers)}
    keys = sorted(names, key=lambda key: (key not in order, order.get(key, 0), key))
    return {key: (numbers.get(key, ""), names[key]) for key in keys}


def _ways(nodes: Mapping[int, tuple[str, str]]) -> list[dict[str, int]]:
    """How a node may be called, the surest first: number and name, number, name."""
    both: dict[str, int] = {}
    numbers: dict[str, int] = {}
    names: dict[str, int] = {}
    for key, (number, name) in reversed(list(nodes.items())):
        both[comparison_key(node_text(number, name))] = key
        names[comparison_key(name)] = key
        if number:
            numbers[comparison_key(number)] = key
    return [both, numbers, names]


def once(session: Session, what: str, make: Callable[[], T]) -> T:
    """Something that stays the same during one session (one edit, one reading), made at the first call."""
    known: dict[str, Any] = session.info.setdefault("sheet", {})
    if what not in known:
        known[what] = make()
    found: T = known[what]
    return found
