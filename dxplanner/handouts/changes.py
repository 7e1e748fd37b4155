"""Which parts of a new name have changed from an old one, as ranges to be underlined."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from dxplanner.domain.text_diff import changed_spans

_SIMILAR: Final = 0.4
"""Below this likeness two names are different names, and the whole new one counts as changed."""

Ranges = tuple[tuple[int, int], ...]


def changed_ranges(new: str, olds: Iterable[str]) -> Ranges:
    """Ranges of ``new`` that are not in the most similar of the old names; all of it when none is similar."""
    likeness = {old: SequenceMatcher(None, old, new, autojunk=False).ratio() for old in olds}
    nearest = max(likeness, key=likeness.__getitem__, default="")
    if likeness.get(nearest, 0.0) < _SIMILAR:
        return ((0, len(new)),) if new else ()
    return tuple((span.start, span.end) for span in changed_spans(nearest, new).added)
