"""Short rows of one text each (動向, 章の変更内容) written as the lines of one cell."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from sqlalchemy.orm import Session

from dxplanner.model import Entity
from dxplanner.services.fields import fields_of, parse_field

_BULLETS: Final = "・●○■◆"


def lines_of(rows: Sequence[Any]) -> str:
    """The texts of rows as lines."""
    return "\n".join(row.text for row in rows)


def write_lines(
    session: Session, entity: type[Entity], owners: Mapping[str, object], rows: Sequence[Any], text: str
) -> None:
    """Command: make ``rows`` (in order) say the lines of ``text``; each blank line is left out.

    Lines that stay keep their rows, and with them their 出典; a line that is rewritten in place too. New
    rows get the values of ``owners``. A bullet in front of a line is left out.

    Raises:
        InputError: a line cannot be stored.
    """
    field = fields_of(entity)["text"]
    lines = [line.strip().lstrip(_BULLETS).strip() for line in text.splitlines()]
    values = [str(parse_field(field, line)) for line in lines if line]
    kept = _kept([row.text for row in rows], values)
    for gone in (row for at, row in enumerate(rows) if at not in set(kept)):
        session.delete(gone)
    last = -1
    for at, value in zip(kept, values, strict=True):
        if at is None:
            row: Any = entity(**owners, text=value, position=last + 1)
            session.add(row)
        else:
            row = rows[at]
            if row.text != value:
                row.text = value
            if row.position is None or row.position <= last:
                row.position = last + 1
        last = row.position
    session.flush()


def _kept(olds: Sequence[str], news: Sequence[str]) -> list[int | None]:
    """For each new line the index of the row that says it from now on; None for a new row."""
    kept: list[int | None] = [None] * len(news)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for _, first, last, to, end in matcher.get_opcodes():
        for old, new in zip(range(first, last), range(to, end), strict=False):
            kept[new] = old
    return kept
