"""Which parts of a new name have changed from an old one, as ranges to be underlined (見え消しなし)."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

_SIMILAR: Final = 0.4
"""Below this likeness two names are different names, and the whole new one counts as changed."""
_SHORTEST: Final = 2
"""Fewer equal characters in a row are chance, not something kept."""

Ranges = tuple[tuple[int, int], ...]


def changed_ranges(new: str, olds: Iterable[str]) -> Ranges:
    """Ranges of ``new`` that are not in the most similar of the old names; all of it when none is similar."""
    best: Ranges = ((0, len(new)),) if new else ()
    best_ratio = _SIMILAR
    for old in olds:
        if old == new:
            return ()
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.ratio() > best_ratio:
            best_ratio = matcher.ratio()
            best = _between(matcher, len(new))
    return best


def _between(matcher: "SequenceMatcher[str]", length: int) -> Ranges:
    ranges: list[tuple[int, int]] = []
    position = 0
    for block in matcher.get_matching_blocks():
        if block.size >= _SHORTEST:
            if block.b > position:
                ranges.append((position, block.b))
            position = block.b + block.size
    if position < length:
        ranges.append((position, length))
    return tuple(ranges)
