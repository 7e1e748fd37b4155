"""Where a Japanese text may be broken: UAX #14 (strict), 禁則処理, and how good a break is."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

NOT_AT_HEAD: Final = frozenset(
    "、。，．・：；:;,.!?！？゛゜ヽヾゝゞ々ー―…‥～〜－–’”）)〕］]｝}〉》」』】％%℃"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""行頭禁則: must not begin a line."""
NOT_AT_END: Final = frozenset("‘“（(〔［[｛{〈《「『【￥＄※①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳▲●〇")
"""行末禁則: must not end a line."""
SPACES: Final = " \u3000\t"
"""Dropped where a line is broken."""

# Between two of these a break is always allowed and nothing around them matters (LB classes ID and ID).
_PLAIN: Final = (
    "[\u4e00-\u9fff\u3400-\u4dbfあいうえおか-ぢつ-もやゆよら-ろわ-んアイウエオカ-ヂツ-モヤユヨラ-ロワ-ン]"
)
_BETWEEN_PLAIN: Final = re.compile(f"(?<={_PLAIN})(?={_PLAIN})")
_WIDE_NUMBER: Final = frozenset("０１２３４５６７８９，．")
_PARTICLES: Final = frozenset("はがをにへとでも")
"""Likely, though not surely, the end of a phrase when hiragana follows."""


def break_points(text: str) -> tuple[int, ...]:
    """Positions inside ``text`` (one paragraph, no line feeds) before which a line may begin."""
    points: list[int] = []
    start = 0
    cuts = [match.start() for match in _BETWEEN_PLAIN.finditer(text)]
    for cut in [*cuts, len(text)]:
        piece = text[start:cut]
        if len(piece) > 1:
            points.extend(start + inner for inner in _piece_points(piece))
        if cut < len(text):
            points.append(cut)
        start = cut
    return tuple(point for point in points if _allowed(text, point))


def may_split(text: str, at: int) -> bool:
    """Whether a word that is longer than its line may be cut here: never inside one visible character."""
    char = text[at]
    return not (unicodedata.combining(char) or char in "\u200d\ufe0e\ufe0f" or _is_variation(char))


def keeps_kinsoku(text: str, at: int) -> bool:
    """Whether breaking before ``at`` leaves neither a closing sign at a head nor an opening one at an end."""
    return text[at] not in NOT_AT_HEAD and text[:at].rstrip(SPACES)[-1:] not in NOT_AT_END


def break_cost(before: str, after: str) -> float:
    """How much a break between two characters hurts reading, from 0 (between phrases) to about 0.6.

    A phrase (文節) mostly ends where hiragana gives way to kanji, katakana or letters.
    """
    if before in "、。，．）」』】 \u3000・":
        return 0.0
    left, right = _script(before), _script(after)
    if after in "（「『【":
        return 0.02
    if left == "hiragana":
        if right != "hiragana":
            return 0.02
        return 0.16 if before in _PARTICLES else 0.34
    if right == "hiragana":
        return 0.45
    if left == right:
        return {"katakana": 0.6, "kanji": 0.42}.get(left, 0.3)
    return 0.12


def _allowed(text: str, at: int) -> bool:
    if text[at] in _WIDE_NUMBER and text[at - 1] in _WIDE_NUMBER:
        return False
    return keeps_kinsoku(text, at)


@lru_cache(maxsize=20_000)
def _piece_points(piece: str) -> tuple[int, ...]:
    from uniseg.linebreak import line_break_breakables

    breakables = line_break_breakables(piece, property=_line_break_class)
    return tuple(index for index, breakable in enumerate(breakables) if breakable and index)


@lru_cache(maxsize=4096)
def _line_break_class(char: str) -> object:
    from uniseg.linebreak import LineBreak, line_break

    # Ambiguous signs (※ ① ×) are full-width in Japanese text: UAX #14 resolves AI to ID there.
    found = line_break(char)
    return LineBreak.ID if found is LineBreak.AI else found


def _is_variation(char: str) -> bool:
    return "\U000e0100" <= char <= "\U000e01ef"


def _script(char: str) -> str:
    if "ぁ" <= char <= "ゖ":
        return "hiragana"
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "katakana"
    if "\u3400" <= char <= "\u9fff" or char in "々〇":
        return "kanji"
    return "other"
