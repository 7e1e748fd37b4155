"""Where a Japanese text may be broken: UAX #14 (strict), 禁則処理, and how good a break is.

Phrases (文節) are found by BudouX, whose small model is read from its package.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from budoux import Parser

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
_NUMBERED: Final = 0.9
_COUNTED: Final = frozenset("年月日期回件人円歳割倍位")
"""Units that stay with their number, if it can be."""
_CLOSING: Final = frozenset("、。，．）」』】 \u3000")
"""A break behind one of these costs nothing."""
_OPENING: Final = frozenset("（「『【")
_BETWEEN_PHRASES: Final = 0.02
_LISTED: Final = 0.06
_LISTING: Final = frozenset("・／/＞→：")
"""These join more closely than a comma."""
_REMEMBERED: Final = 20_000

_TORN: Final = {"hiragana": 0.55, "katakana": 0.6, "kanji": 0.5, "other": 0.5}
"""Cost of a break between two characters of one script inside a phrase."""
_PARTICLES: Final = frozenset("はがをにへとでもて")
_PARTICLE: Final = 0.35
"""The same behind a likely particle: では|ありません, して|いる."""
_PAIRED: Final = 0.35
"""The same in the middle of four kanji: 情報|格差."""
_COMPOUND: Final = 0.2
"""Cost of a break in 市役所スマート化, and between phrases that are written in one script."""
_MIXED: Final = {("hiragana", "katakana"): 0.1, ("hiragana", "kanji"): 0.35, ("other", "katakana"): 0.35}
"""Where that differs: 向け|アンケート, 取り|組み, Web|フィルター."""
_HELD: Final = 0.5
"""Cost of a break before the end of a word in hiragana, and between a number and what it counts."""


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


@lru_cache(maxsize=_REMEMBERED)
def breaks(text: str) -> tuple[tuple[int, float], ...]:
    """The break points of ``text``, each with how much a break there hurts reading (see break_cost)."""
    return tuple((at, break_cost(text, at)) for at in break_points(text))


def break_cost(text: str, at: int) -> float:
    """How much a break before ``at`` hurts reading, from 0 (behind a comma) to 0.9 (before 年度)."""
    before, after = text[at - 1], text[at]
    if before in _CLOSING:
        return 0.0
    if before in _LISTING:
        return _LISTED
    if after in _OPENING:
        return _BETWEEN_PHRASES
    if (before.isdecimal() and after in _COUNTED) or before + after == "年度":
        return _NUMBERED
    left, right = _script(before), _script(after)
    if before.isdecimal() and right != "other":
        return _HELD
    if at in _phrase_starts(text):
        return _COMPOUND if left == right != "hiragana" else _BETWEEN_PHRASES
    if before in _PARTICLES and right == "hiragana":
        return _PARTICLE
    if left == right:
        return _PAIRED if left == "kanji" and _pairs(text, at) else _TORN[left]
    if right == "hiragana":
        return _HELD
    return _MIXED.get((left, right), _COMPOUND)


def _pairs(text: str, at: int) -> bool:
    """Whether two kanji stand on either side of ``at``, and no third."""
    around = [_script(char) == "kanji" for char in (text[max(at - 3, 0) : at].rjust(3) + text[at : at + 3])]
    return around in ([False, *[True] * 4, False], [False, *[True] * 4])


@lru_cache(maxsize=_REMEMBERED)
def _phrase_starts(text: str) -> frozenset[int]:
    """Where phrases begin."""
    return frozenset(accumulate(map(len, _phrases().parse(text))))


@cache
def _phrases() -> "Parser":
    from budoux import load_default_japanese_parser

    return load_default_japanese_parser()


def _allowed(text: str, at: int) -> bool:
    if text[at] in _WIDE_NUMBER and text[at - 1] in _WIDE_NUMBER:
        return False
    return keeps_kinsoku(text, at)


@lru_cache(maxsize=_REMEMBERED)
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
