"""Which parts of a name have changed between two versions of a plan, as ranges to be underlined."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain, pairwise
from typing import Final

from dxplanner.domain.text_diff import Span, changed_spans

_SIMILAR: Final = 0.4
"""Below this likeness two names are different names, and the whole of one counts as changed."""
_QUOTED: Final = 4
"""From so many characters on, what a further name of the other side has word for word has not changed."""

Ranges = tuple[tuple[int, int], ...]


def changed_ranges(text: str, others: Iterable[str], *, old: bool = False) -> Ranges:
    """Ranges of ``text`` that are in none of the other side's names; all of it when none of these is similar.

    ``old``: the text is the former one, the others are what has become of it.
    """
    likeness = {other: SequenceMatcher(None, other, text, autojunk=False).ratio() for other in others}
    nearest = max(likeness, key=likeness.__getitem__, default="")
    if likeness.get(nearest, 0.0) < _SIMILAR:
        return ((0, len(text)),) if text else ()
    changed = _changed(text, nearest, old)
    for other in likeness if changed else ():
        kept = [span for span in _between(_changed(text, other, old), len(text)) if _length(span) >= _QUOTED]
        changed = [part for span in changed for part in _without(span, kept)]
    return tuple((span.start, span.end) for span in changed)


def _changed(text: str, other: str, old: bool) -> list[Span]:
    return list(changed_spans(text, other).removed if old else changed_spans(other, text).added)


def _between(spans: Iterable[Span], length: int) -> list[Span]:
    """What lies between the spans of a text of ``length`` characters."""
    edges = [0, *chain.from_iterable(spans), length]
    return [Span(start, end) for start, end in list(pairwise(edges))[::2]]


def _without(span: Span, others: Iterable[Span]) -> Iterator[Span]:
    """The parts of a span that none of the others, which are in order, covers."""
    start = span.start
    for other in others:
        if other.start >= span.end:
            break
        if start < other.start:
            yield Span(start, other.start)
        start = max(start, other.end)
    if start < span.end:
        yield Span(start, span.end)


def _length(span: Span) -> int:
    return span.end - span.start
