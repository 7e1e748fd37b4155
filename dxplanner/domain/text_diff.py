"""Changed words (変更箇所) between two texts, for marking 変更前 → 変更後.

Compared are words, so that no mark cuts one; of compounds what both begin or end with is the same.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final, NamedTuple

from dxplanner.domain.words import KANJI, words

_PAIRS: Final = 100_000
"""Beyond this many pairs of equal words the middle is marked whole: comparing would take seconds."""
_LONELY: Final = 1
"""So few equal characters between two changes are marked with them: 「を」 alone reads like noise."""
_KANJI: Final = re.compile(f"[{KANJI}]")
_STEM: Final = 2
"""How many kanji compounds have in common at least to be the same there: 環境|の整備, 環境|づくり."""


class Span(NamedTuple):
    """Part of a text: characters ``start`` up to, not including, ``end``."""

    start: int
    end: int


class TextDiff(NamedTuple):
    """What changed: spans of the former text that went, and spans of the present one that came."""

    removed: tuple[Span, ...]
    added: tuple[Span, ...]


def changed_spans(before: str, after: str) -> TextDiff:
    """Return the changed spans of two texts, in order, none of them empty."""
    if not before or not after:
        return TextDiff(_spans([(0, len(before))]), _spans([(0, len(after))]))
    changes = _grouped([_trimmed(before, after, change) for change in _changes(words(before), words(after))])
    return TextDiff(_spans([change[:2] for change in changes]), _spans([change[2:] for change in changes]))


def excerpt(text: str, spans: tuple[Span, ...], length: int, first: int = 0) -> tuple[str, tuple[Span, ...]]:
    """Return at most ``length`` characters around the first change (… where cut), and the spans there.

    ``first`` is where the other text changed, for a text that has no span itself.
    """
    if len(text) <= length:
        return text, spans
    first = spans[0].start if spans else first
    start = max(0, min(first - length // 4, len(text) - length))
    end = start + length
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    shift = len(head) - start
    kept = tuple(
        Span(max(span.start, start) + shift, min(span.end, end) + shift)
        for span in spans
        if span.start < end and span.end > start
    )
    return f"{head}{text[start:end]}{tail}", kept


_Change = tuple[int, int, int, int]
"""From where to where in the former text, and in the present one."""


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """What differs between two sequences of words, in characters."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    if not old_middle and not new_middle:
        return []
    counts = Counter(new_middle)
    changes = [(0, len(old_middle), 0, len(new_middle))]
    if sum(counts[word] for word in old_middle) <= _PAIRS:
        codes = SequenceMatcher(None, old_middle, new_middle, autojunk=False).get_opcodes()
        changes = [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in codes if tag != "equal"]
    old_places, new_places = (list(accumulate(map(len, side), initial=0)) for side in (old, new))
    return [
        (old_places[start + i1], old_places[start + i2], new_places[start + j1], new_places[start + j2])
        for i1, i2, j1, j2 in changes
    ]


def _trimmed(before: str, after: str, change: _Change) -> _Change:
    """A change without the kanji that both texts begin or end it with."""
    i1, i2, j1, j2 = change
    head = _common_kanji(before[i1:i2], after[j1:j2])
    i1, j1 = i1 + head, j1 + head
    tail = _common_kanji(before[i1:i2][::-1], after[j1:j2][::-1])
    return i1, i2 - tail, j1, j2 - tail


def _common_kanji(one: str, other: str) -> int:
    """How many kanji two texts begin with, if these may be a word."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right or not _KANJI.match(left):
            break
        count += 1
    return count if count >= _STEM else 0


def _grouped(changes: Sequence[_Change]) -> list[_Change]:
    groups: list[_Change] = []
    for change in changes:
        if groups and change[0] - groups[-1][1] <= _LONELY:
            groups[-1] = (groups[-1][0], change[1], groups[-1][2], change[3])
        else:
            groups.append(change)
    return groups


def _spans(places: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in places if start < end)
