"""Automatic numbers (採番) of the policy hierarchy (施策体系).

A number is only displayed; it never identifies anything. In the R6 plan the 基本方針 are numbered
1–5 through the whole version, and the 基本施策 under them 1-1, 1-2, 2-1, ...
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from dxplanner.domain.text import full_width_digits
from dxplanner.domain.vocabulary import NumberScope

Key = TypeVar("Key", bound=Hashable)

_JOINT: Final = "-"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_DIGIT_RUNS: Final = re.compile(r"(\d+)")


class NumberStyle(StrEnum):
    """How a number is printed (番号の表し方); the values are examples for the screen."""

    HALF = "1-1"
    WIDE = "１－１"
    CIRCLED = "①"
    ORDINAL = "第１"


class LevelRule(NamedTuple):
    """How one level (階層) is numbered.

    ``joins_parent`` puts the number of the nearest numbered ancestor in front: 1-1.
    """

    name: str
    scope: NumberScope = NumberScope.NONE
    joins_parent: bool = False

    @property
    def numbered(self) -> bool:
        """Whether nodes of this level have a number at all."""
        return self.scope is not NumberScope.NONE


def number_nodes(rules: Sequence[LevelRule], nodes: Iterable[tuple[int, Key, Key | None]]) -> dict[Key, str]:
    """Return the number (番号) of every node on a numbered level.

    ``nodes`` are (depth, key, parent key) in tree order, parents before their children; depth is the
    index into ``rules``, and a root has no parent (None). A joined number counts among all that share
    the same numbered ancestor, whatever unnumbered levels lie between, so that 1-1 exists once.
    ValueError when a depth has no rule, or a parent is unknown or not above its child.
    """
    depths: dict[Key, int] = {}
    numbers: dict[Key, str] = {}
    numbered_at_or_above: dict[Key, Key | None] = {}
    counters: Counter[tuple[object, ...]] = Counter()
    for depth, key, parent in nodes:
        _check_place(rules, depths, depth, parent)
        depths[key] = depth
        rule = rules[depth]
        ancestor = None if parent is None else numbered_at_or_above[parent]
        numbered_at_or_above[key] = key if rule.numbered else ancestor
        if not rule.numbered:
            continue
        if rule.scope is NumberScope.VERSION:
            counter: tuple[object, ...] = (depth,)
        else:
            counter = ("joined", ancestor) if rule.joins_parent else (depth, parent)
        counters[counter] += 1
        own = str(counters[counter])
        if rule.joins_parent and ancestor is not None:
            own = f"{numbers[ancestor]}{_JOINT}{own}"
        numbers[key] = own
    return numbers


def format_number(number: str, style: NumberStyle = NumberStyle.HALF) -> str:
    """Return a number as 1-1, １－１, ① or 第１.

    A number with no circled form (joined, or above 50) stays as it is.
    """
    match style:
        case NumberStyle.HALF:
            return number
        case NumberStyle.WIDE:
            return full_width_digits(number).replace(_JOINT, "－")
        case NumberStyle.CIRCLED:
            known = number.isdecimal() and 1 <= int(number) <= len(_CIRCLED)
            return _CIRCLED[int(number) - 1] if known else number
        case NumberStyle.ORDINAL:
            return f"第{format_number(number, NumberStyle.WIDE)}"


def sort_key(number: str) -> tuple[tuple[int, str], ...]:
    """Return a key for natural order (自然順): 1-2 before 1-10, whatever the width of the digits."""
    runs = _DIGIT_RUNS.split(unicodedata.normalize("NFKC", number))
    return tuple((int(run), "") if run.isdecimal() else (-1, run) for run in runs if run)


def blank_last(number: str | None) -> tuple[bool, tuple[tuple[int, str], ...]]:
    """Return a key for natural order in which what has no number stands behind the rest."""
    return not number, sort_key(number or "")


def _check_place(rules: Sequence[LevelRule], depths: dict[Key, int], depth: int, parent: Key | None) -> None:
    if not 0 <= depth < len(rules):
        raise ValueError(f"階層が{len(rules)}段までの体系に、{depth + 1}段目の項目があります。")
    if parent is None:
        return
    if parent not in depths:
        raise ValueError("親より先に並んだ項目があります。親、子の順に並べてください。")
    if depths[parent] >= depth:
        raise ValueError(f"「{rules[depth].name}」の親が、同じ階層か下の階層にあります。")
