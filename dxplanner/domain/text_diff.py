"""Changed characters (変更箇所) between two texts, for marking 変更前 → 変更後.

Compared is what a reader sees as one character: a base with its combining marks and variation selectors.
"""

import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_PAIRS: Final = 100_000
"""Beyond this many pairs of equal characters the middle is marked whole: comparing would take seconds."""
_LONELY: Final = 1
"""So few equal characters between two changes are marked with them: 「を」 alone reads like noise."""


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
    old, new = _characters(before), _characters(after)
    removed: list[Span] = []
    added: list[Span] = []
    for old_start, old_end, new_start, new_end in _grouped(_changes(old, new)):
        _append(removed, old, old_start, old_end)
        _append(added, new, new_start, new_end)
    return TextDiff(tuple(removed), tuple(added))


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


def _characters(text: str) -> list[str]:
    characters: list[str] = []
    for char in text:
        if characters and (unicodedata.combining(char) or unicodedata.category(char) == "Mn"):
            characters[-1] += char
        else:
            characters.append(char)
    return characters


def _changes(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
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
    if sum(counts[character] for character in old_middle) > _PAIRS:
        return [(start, len(old) - end, start, len(new) - end)]
    codes = SequenceMatcher(None, old_middle, new_middle, autojunk=False).get_opcodes()
    return [
        (start + i1, start + i2, start + j1, start + j2) for tag, i1, i2, j1, j2 in codes if tag != "equal"
    ]


def _grouped(changes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    groups: list[tuple[int, int, int, int]] = []
    for change in changes:
        if groups and change[0] - groups[-1][1] <= _LONELY:
            groups[-1] = (groups[-1][0], change[1], groups[-1][2], change[3])
        else:
            groups.append(change)
    return groups


def _append(spans: list[Span], characters: list[str], start: int, end: int) -> None:
    if start == end:
        return
    first = sum(map(len, characters[:start]))
    spans.append(Span(first, first + sum(map(len, characters[start:end]))))
