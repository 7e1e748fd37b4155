"""資料 composed in the plan: commands that add, copy and change handouts and their blocks, and templates."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.numbering import blank_last
from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.model import Handout, HandoutBlock, field_specs
from dxplanner.model.base import FieldKind
from dxplanner.services.command import Command
from dxplanner.services.fields import add_row, add_rows, find_row

NOT_COPIED: Final = frozenset({"id", "uid", "position", "code", "template"})
_TEMPLATES: Final = Path("templates") / "handouts.json"

BlockRow = tuple[str, Mapping[str, Any]]
"""Kind and options of a block."""
Convert = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
"""Kind and options of a block to the options that a copy gets (see handouts.option_refs)."""
FullBlock = tuple[str, Mapping[str, Any], bool]
"""Kind and options of a block, and whether it is printed."""


@dataclass(frozen=True, slots=True)
class Template:
    """ひな形 that comes with the program: title, page set-up, and blocks that fit any plan."""

    key: str
    title: str
    paper: Paper
    orientation: Orientation
    blocks: tuple[BlockRow, ...]


def bundled_templates(resources: Path) -> tuple[Template, ...]:
    """The templates that come with the program, in order."""
    rows = json.loads((resources / _TEMPLATES).read_text(encoding="utf-8"))
    return tuple(
        Template(
            row["key"],
            row["title"],
            Paper(row.get("paper", Paper.A4)),
            Orientation(row.get("orientation", Orientation.LANDSCAPE)),
            tuple((block["kind"], block.get("options", {})) for block in row["blocks"]),
        )
        for row in rows["templates"]
    )


def add_handout(title: str, template: Template | None = None, at: int | None = None) -> Command[int]:
    """Add a handout, empty or from a bundled template; gives its key."""

    def command(session: Session) -> int:
        values: dict[str, Any] = {"title": title, "code": free_code(session)}
        if template is not None:
            values |= {"paper": template.paper, "orientation": template.orientation}
        handout_id = add_row(session, Handout, values, owner=None, at=at)
        _add_blocks(session, handout_id, template.blocks if template else (), None)
        return handout_id

    return command


def copy_handout(
    handout_id: int, title: str, *, template: bool = False, convert: Convert = lambda _kind, options: options
) -> Command[int]:
    """A copy of a handout with all its blocks, right behind it; ``template`` makes it an own ひな形.

    ``convert`` turns names into rows where a ひな形 is used, and rows into names where one is made.

    Raises:
        RefusedEdit: the handout is gone.
    """

    def command(session: Session) -> int:
        source = find_row(session, Handout, handout_id)
        kinds = field_specs(Handout)
        values = {name: getattr(source, name) for name in kinds if name not in NOT_COPIED}
        if template:
            values |= {name: None for name, spec in kinds.items() if spec.kind is FieldKind.REFERENCE}
            values |= {"number": None, "issued_on": None}
        listed = list(session.scalars(sa.select(Handout.id).order_by(Handout.position, Handout.id)))
        values |= {"title": title, "code": free_code(session), "template": template}
        at = listed.index(handout_id) + 1
        copied = add_row(session, Handout, values, owner=None, at=at)
        rows = [
            (block.kind, convert(block.kind, block.options or {}), block.enabled) for block in source.blocks
        ]
        add_blocks(session, copied, rows, None)
        return copied

    return command


def add_block(handout_id: int, kind: str, options: Mapping[str, Any], at: int | None = None) -> Command[int]:
    """Add a block at an index of a handout's list, None for the end; gives its key."""

    def command(session: Session) -> int:
        find_row(session, Handout, handout_id)
        return _add_blocks(session, handout_id, [(kind, options)], at)[0]

    return command


def copy_blocks(block_ids: Sequence[int]) -> Command[list[int]]:
    """Copies of blocks of one handout, behind the last of them; gives their keys."""

    def command(session: Session) -> list[int]:
        blocks = sorted(
            (find_row(session, HandoutBlock, key) for key in block_ids), key=lambda one: one.position
        )
        if not blocks:
            return []
        listed = [one.id for one in blocks[0].handout.blocks]
        rows = [(block.kind, block.options or {}, block.enabled) for block in blocks]
        return add_blocks(session, blocks[0].handout_id, rows, listed.index(blocks[-1].id) + 1)

    return command


def set_option(block_id: int, key: str, value: object) -> Command[bool]:
    """Set one option of a block (see ``set_options``)."""
    return set_options(block_id, {key: value})


def set_options(block_id: int, changes: Mapping[str, object]) -> Command[bool]:
    """Set options of a block, None to drop one; gives whether any differed.

    Raises:
        RefusedEdit: the block is gone.
    """

    def command(session: Session) -> bool:
        block = find_row(session, HandoutBlock, block_id)
        options = dict(block.options or {})
        options |= changes
        options = {key: value for key, value in options.items() if value is not None}
        if options == (block.options or {}):
            return False
        block.options = options
        return True

    return command


def set_enabled(block_ids: Sequence[int], enabled: bool) -> Command[None]:
    """Switch blocks on or off; a block that is off stays in the list and is not printed."""

    def command(session: Session) -> None:
        for block_id in block_ids:
            find_row(session, HandoutBlock, block_id).enabled = enabled

    return command


def set_code(handout_id: int, code: str) -> Command[None]:
    """Give a handout another 資料の記号 (its name on the command line).

    Raises:
        RefusedEdit: another handout has it.
    """

    def command(session: Session) -> None:
        taken = sa.select(Handout.id).where(Handout.code == code, Handout.id != handout_id)
        if session.scalar(taken) is not None:
            raise RefusedEdit(f"資料の記号「{code}」は、ほかの資料が使っています。")
        find_row(session, Handout, handout_id).code = code

    return command


def sort_by_number() -> Command[bool]:
    """Put the handouts in the order of their 資料番号 (1-2 before 1-10), those without one behind them.

    Own templates stay at the end. Gives whether anything moved.
    """

    def command(session: Session) -> bool:
        listed = list(session.scalars(sa.select(Handout).order_by(Handout.position, Handout.id)))
        ordered = sorted(listed, key=lambda one: (one.template, blank_last(one.number)))
        if ordered == listed:
            return False
        for position, row in enumerate(ordered):
            row.position = position
        return True

    return command


def template_named(templates: Sequence[Template], key: str) -> Template:
    """The bundled template of a key. Raises InputError when there is none."""
    for template in templates:
        if template.key == key:
            return template
    raise InputError(f"ひな形「{key}」はありません。")


def _add_blocks(session: Session, handout_id: int, rows: Sequence[BlockRow], at: int | None) -> list[int]:
    return add_blocks(session, handout_id, [(kind, options, True) for kind, options in rows], at)


def add_blocks(
    session: Session, handout_id: int, rows: Sequence[FullBlock], at: int | None = None
) -> list[int]:
    """Command: add blocks at an index of a handout's list, None for the end; gives their keys."""
    values = [
        {"handout_id": handout_id, "kind": kind, "options": dict(options), "enabled": enabled}
        for kind, options, enabled in rows
    ]
    return add_rows(session, HandoutBlock, values, owner="handout_id", at=at)


def free_code(session: Session, wanted: str = "") -> str:
    """The 資料の記号 that is wanted, if no handout has it, else the next free one."""
    taken = set(session.scalars(sa.select(Handout.code)))
    if wanted and wanted not in taken:
        return wanted
    number = 1
    while f"handout-{number}" in taken:
        number += 1
    return f"handout-{number}"
