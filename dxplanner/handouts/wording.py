"""Marks in front of the entries of a list: ⑴ ⑵ ⑶, （１）, ア イ ウ, ①, or one sign for all."""

from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.official_numbers import official_number
from dxplanner.domain.text import full_width_digits

_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_SIGNS: Final = ("・", "〇", "○", "●", "")
CONTINUED: Final = "（続き）"
"""Behind a heading that goes on on another page."""
STYLES: Final = ("１", "（１）", "⑴", "①", "ア", "（ア）", *_SIGNS)
"""The first mark of each style stands for it."""


def list_mark(style: str, index: int) -> str:
    """The mark of the entry at ``index`` (from 0), such as ⑶ for ⑴ and 2.

    Raises:
        InputError: no such style.
    """
    if style not in STYLES:
        raise InputError(f"番号の付け方「{style}」は使えません。使えるのは{'、'.join(STYLES[:-1])}です。")
    if style in _SIGNS:
        return style
    digits = full_width_digits(str(index + 1))
    if style in ("①", "⑴"):
        marks = _CIRCLES if style == "①" else _BRACKETED
        return marks[index] if index < len(marks) else f"（{digits}）"
    if style in ("ア", "（ア）"):
        kana = official_number(4, index + 1) if index < 44 else digits
        return kana if style == "ア" else f"（{kana}）"
    return digits if style == "１" else f"（{digits}）"
