"""Rules of the policy hierarchy (施策体系): which level an item lands on, and what does not fit.

A level is given by its depth: 0 is the top of the plan's own list of level names, whatever these are.
A child's level is always deeper than its parent's; levels may be skipped.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import Final

from dxplanner.domain.errors import RefusedEdit

_NUMBER_CELL: Final = re.compile(r"[\d０-９]+(?:[-－ー‐−.．][\d０-９]+)*[.．、]?|[①-⑳]|第[\d０-９]+")


class Step(Enum):
    """One step of an item in the tree; the value is what the office calls it."""

    UP = "上へ移動"
    DOWN = "下へ移動"
    OUT = "上位の階層へ移動"
    IN = "下位の階層へ移動"


def landing_depth(
    levels: Sequence[str], parent: int | None, neighbours: Sequence[int], index: int, own: int | None = None
) -> int:
    """Return the level (階層) of an item put at ``index`` among ``neighbours``, the children of ``parent``.

    It becomes what its neighbours are; it keeps its ``own`` level where that level is there already or
    nothing speaks against it.

    Raises:
        RefusedEdit: the plan has no levels, or none below the parent's.
    """
    if not levels:
        raise RefusedEdit(
            "階層が決まっていないため、項目を追加できません。「計画」の画面の「階層」で決めてください。"
        )
    above = -1 if parent is None else parent
    if above + 1 >= len(levels):
        raise RefusedEdit(f"「{levels[-1]}」の下には階層がありません。")
    if own is not None and own > above and (own in neighbours or not neighbours):
        return own
    if neighbours:
        return neighbours[index - 1] if 0 < index <= len(neighbours) else neighbours[0]
    return above + 1


def check_reach(levels: Sequence[str], top: int, reach: int) -> None:
    """Refuse a branch whose top lands on depth ``top`` and whose lowest item lies ``reach`` levels deeper.

    Raises:
        RefusedEdit: the lowest items would need a level that the plan does not have.
    """
    if top + reach >= len(levels):
        raise RefusedEdit(
            f"下位の項目が「{levels[-1]}」より下の階層になるため、ここには移せません。"
            "先に下位の項目を整理してください。"
        )


def mapped_depth(names: Sequence[str], name: str, wanted: int, parent: int, *, by_name: bool) -> int:
    """Return the depth that a pasted item gets among the levels ``names`` of another version.

    With ``by_name`` the level of the same name if it is below the parent's; else the wanted depth, but
    below the parent.

    Raises:
        RefusedEdit: there is no such level.
    """
    depth = names.index(name) if by_name and name in names else -1
    if depth <= parent:
        depth = max(wanted, parent + 1)
    if depth >= len(names):
        raise RefusedEdit(
            f"「{name}」にあたる階層が「{names[-1]}」より下になるため、ここには貼り付けられません。"
        )
    return depth


def names_in_cells(text: str) -> list[str]:
    """Return the names in lines copied from a spreadsheet (表計算のセル), one a line, blank lines left out.

    The first filled cell of a line is the name; a cell that is only a number (1-1) gives way to the next.
    A line break inside a cell becomes a space.
    """
    names = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t"):
        cells = [" ".join(cell.split()) if "\n" in cell else cell.strip() for cell in row]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and _NUMBER_CELL.fullmatch(filled[0]):
            filled = filled[1:]
        names += filled[:1]
    return names


def repeated(names: Sequence[str]) -> frozenset[str]:
    """Return the names that siblings share (同じ名称): allowed, but worth a warning."""
    return frozenset(name for name, count in Counter(names).items() if count > 1)
