"""Numbers of headings in the order of official documents: 第１ → １ → (１) → ア → (ア).

Source: 「公用文作成の考え方」(文化審議会建議, 2022) I-5; digits are full-width as the seeds print them.
"""

from collections.abc import Iterable
from typing import Final

from dxplanner.domain.text import full_width_digits

LEVELS: Final = 5
_KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"


def official_number(level: int, count: int) -> str:
    """The number of the ``count``-th heading (from 1) of a level (1 to 5).

    ValueError for another level, or for a count that kana cannot express (more than 44).
    """
    if not 1 <= level <= LEVELS or count < 1:
        raise ValueError(f"no number for level {level}, count {count}")
    if level >= 4:
        if count > len(_KANA):
            raise ValueError(f"no kana for {count}")
        kana = _KANA[count - 1]
        return kana if level == 4 else f"({kana})"
    digits = full_width_digits(str(count))
    return (f"第{digits}", digits, f"({digits})")[level - 1]


def official_numbers(levels: Iterable[int], top: int = 1) -> list[str]:
    """Numbers for headings of these levels in order; a heading begins its lower levels anew.

    ``top`` is the official level of heading level 1 (2 when the handout's title itself is 第１). A count
    beyond the kana, or a level below the fifth, has no number ("").
    """
    counts: dict[int, int] = {}
    numbers: list[str] = []
    for level in levels:
        counts = {known: count for known, count in counts.items() if known <= level}
        counts[level] = counts.get(level, 0) + 1
        try:
            numbers.append(official_number(level + top - 1, counts[level]))
        except ValueError:
            numbers.append("")
    return numbers
