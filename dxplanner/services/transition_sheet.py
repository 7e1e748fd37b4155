"""新旧の対応 as a sheet (表): a row a transition, its ends typed by number or name."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session, selectinload

from dxplanner.domain.errors import InputError
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import Side, TransitionKind
from dxplanner.model import FieldKind, PolicyNode, Transition, TransitionEnd
from dxplanner.services.node_numbers import version_numbers
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import node_text, once
from dxplanner.services.transitions import set_ends

_SEPARATORS: Final = re.compile(r"[\n、，,；;]")
_TABLES: Final = frozenset({"transition", "transition_end", "policy_node", "level", "provenance"})

Versions = Callable[[], Mapping[Side, int]]
"""The versions that are compared, by side."""


def transition_source(versions: Versions) -> SheetSource:
    """The transitions between two versions."""

    def rows(session: Session) -> Sequence[int]:
        ours = sa.select(TransitionEnd.transition_id).join(PolicyNode, PolicyNode.id == TransitionEnd.node_id)
        fitting = [
            sa.and_(TransitionEnd.side == side, PolicyNode.version_id == version)
            for side, version in versions().items()
        ]
        query = sa.select(Transition.id).order_by(Transition.position, Transition.id)
        bare = ~sa.exists().where(TransitionEnd.transition_id == Transition.id)
        return session.scalars(
            query.where(sa.or_(Transition.id.in_(ours.where(sa.or_(*fitting))), bare))
        ).all()

    def load(session: Session, keys: Sequence[int]) -> Sequence[Transition]:
        query = sa.select(Transition).where(Transition.id.in_(keys))
        return session.scalars(
            query.options(selectinload(Transition.ends).selectinload(TransitionEnd.node))
        ).all()

    return SheetSource(
        label="新旧の対応",
        entity=Transition,
        columns=(
            field_column(Transition, "kind", width=8),
            _ends_column(Side.OLD, "現行", versions),
            _ends_column(Side.NEW, "見直し案", versions),
            field_column(Transition, "detail", width=14),
            field_column(Transition, "reason", width=26),
        ),
        rows=rows,
        load=load,
        tables=_TABLES,
        new=lambda _session: {"kind": TransitionKind.KEPT},
        either=tuple(side.name.lower() for side in Side),
    )


def _ends_column(side: Side, label: str, versions: Versions) -> SheetColumn:
    def read(row: Any) -> str:
        session = object_session(row)
        texts = []
        for end in row.ends:
            if end.side is side:
                numbers = {} if session is None else _numbers(session, end.node.version_id)
                texts.append(node_text(numbers.get(end.node_id, ""), end.node.name))
        return "\n".join(texts)

    def write(session: Session, row: Any, text: str) -> None:
        keys = [
            _node(session, versions()[side], part.strip()) for part in _parts(session, versions()[side], text)
        ]
        set_ends(session, row.id, side, list(dict.fromkeys(keys)))

    return SheetColumn(
        side.name.lower(),
        label,
        read,
        write,
        FieldKind.TEXT,
        width=20,
        help=f"{label}の項目を番号か名称で入力します。いくつもあるときは「、」か改行で区切ります。",
    )


def _numbers(session: Session, version_id: int) -> Mapping[int, str]:
    return once(session, f"numbers of {version_id}", lambda: version_numbers(session, version_id))


def _parts(session: Session, version_id: int, text: str) -> list[str]:
    """A name may hold 「、」 itself: only what is no name as a whole is divided there."""
    parts: list[str] = []
    for line in text.split("\n"):
        whole = comparison_key(line) in _known(session, version_id)
        parts += [line] if whole else _SEPARATORS.split(line)
    return [part for part in parts if part.strip()]


def _node(session: Session, version_id: int, text: str) -> int:
    found = _known(session, version_id).get(comparison_key(text))
    if found is None:
        raise InputError(
            f"「{text}」という項目はありません。1-1のような番号か、体系にある名称を入力してください。"
        )
    return found


def _known(session: Session, version_id: int) -> Mapping[str, int]:
    """How nodes of a version may be called: number and name, number, name; deeper levels come first."""

    def make() -> dict[str, int]:
        numbers = _numbers(session, version_id)
        ways: dict[str, int] = {}
        rows = session.execute(
            sa.select(PolicyNode.id, PolicyNode.name).where(PolicyNode.version_id == version_id)
        ).all()
        for key, name in rows:
            ways.setdefault(comparison_key(name), key)
        for key, name in rows:
            number = numbers.get(key, "")
            if number:
                ways[comparison_key(number)] = key
            ways[comparison_key(node_text(number, name))] = key
        return ways

    return once(session, f"nodes called in {version_id}", make)
