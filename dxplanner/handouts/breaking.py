"""Where a Japanese text may be broken: UAX #14 (strict), 禁則処理, and how good a break is.

Phrases (文節) are those of domain/words.py.
"""

import re
import unicodedata
from functools import lru_cache
from string import ascii_letters, digits
from typing import Final

from dxplanner.domain.words import phrase_starts
from dxplanner.handouts.compounds import SUFFIXES, compound_starts

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
_ALIKE: Final = str.maketrans(dict.fromkeys(digits, "0") | dict.fromkeys(ascii_letters, "A"))
"""What UAX #14 treats alike, so that 指標12 and 指標34 are looked up once: that takes long."""
_WIDE_NUMBER: Final = frozenset("０１２３４５６７８９，．")
_COUNTED: Final = frozenset("年月日期回件人円歳割倍位")
"""Units that stay with their number, if it can be."""
_COUNTING: Final = frozenset("第約計")
_CLOSING: Final = frozenset("、。，．）」』】 \u3000")
"""A break behind one of these costs nothing."""
_OPENING: Final = frozenset("（「『【")
_LISTING: Final = frozenset("・／/＞→：")
"""These join more closely than a comma."""
_REMEMBERED: Final = 20_000

_BETWEEN_PHRASES: Final = 0.02
_LISTED: Final = 0.06
_BEHIND_NO: Final = 0.1
"""Cost of a break behind の and と, and between hiragana and katakana inside a phrase: 向け|データ."""
_COMPOUND: Final = 0.2
"""Cost of a break in 市役所|スマート化, and between phrases that are written in one script."""
_PARTED: Final = 0.3
"""Cost of a break between words of one script inside a phrase: 情報|格差, では|ありません."""
_LATIN: Final = 0.45
"""Cost of a break in Web|フィルター."""
_HELD: Final = 0.4
"""Cost of a break in 技術に|より, 市民に|対して."""
TORN: Final = 0.5
"""What costs more tears a word, or parts it from its particle."""
_PARTICLE: Final = 0.7
"""Cost of a break before the particle behind a name: サイト|への."""
_INSIDE: Final = 1.0
"""Cost of a break inside a word, or between a number and what it counts."""
_NUMBERED: Final = 1.2
_BRACKETED: Final = re.compile("（[^（）]{1,14}）")
_TOGETHER: Final = 0.25
"""What a break inside such brackets costs more."""
_WORD_STARTS: Final = re.compile(
    "(?<=[てで])[いあくおしみ]|(?<=[てで][はも])[あいなし]|(?<=と)し|(?<=[いるたな])(?:まち|こと|もの|ため)"
)
"""Words inside a phrase that begin behind an ending; all between hiragana."""
_JOINING: Final = re.compile("(?<=[\u3400-\u9fffァ-ー]と)[^はがをにのもい]")
"""What follows と behind a name: 考え方と|めざす変化."""
_GOES_ON: Final = re.compile("(?<=に)(?:よ[りるっ]|つい|お[けい]|対[しす]|関[しす]|係る)")
"""What makes one particle with the に before it."""
_TOWARDS: Final = "向け"
_ABLE: Final = re.compile("でき")


def break_points(text: str) -> tuple[int, ...]:
    """Positions inside ``text`` (one paragraph, no line feeds) before which a line may begin."""
    points: list[int] = []
    start = 0
    cuts = [match.start() for match in _BETWEEN_PLAIN.finditer(text)]
    for cut in [*cuts, len(text)]:
        piece = text[start:cut]
        if len(piece) > 1:
            points.extend(start + inner for inner in _piece_points(piece.translate(_ALIKE)))
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
    """The break points of ``text``, each with how much a break there hurts reading (see break_cost).

    Short words in brackets rather stay together.
    """
    bracketed = {at for found in _BRACKETED.finditer(text) for at in range(found.start() + 1, found.end())}
    return tuple(
        (at, min(cost + _TOGETHER, TORN) if at in bracketed and cost < TORN else cost)
        for at in break_points(text)
        for cost in (break_cost(text, at),)
    )


def break_cost(text: str, at: int) -> float:
    """How much a break before ``at`` hurts reading, from 0 (behind a comma) to 1.2 (before 年度).

    Above TORN it tears a word.
    """
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
    if (before.isdecimal() and right != "other") or (before in _COUNTING and after.isdecimal()):
        return _INSIDE
    if left == right == "katakana" or (left == right == "kanji" and at not in phrase_starts(text)):
        parted = at in compound_starts(text) and not text.startswith(_TOWARDS, at)
        return _PARTED if parted else _INSIDE
    if _GOES_ON.match(text, at):
        return _HELD
    if at in phrase_starts(text):
        return _COMPOUND if left == right != "hiragana" else _BETWEEN_PHRASES
    return _inside_phrase(text, at, left, right)


def _inside_phrase(text: str, at: int, left: str, right: str) -> float:
    """The same where no phrase begins and no compound goes on."""
    before, after = text[at - 1], text[at]
    if right == "hiragana":
        if left == "hiragana":
            if _JOINING.match(text, at):
                return _BEHIND_NO
            return _PARTED if _WORD_STARTS.match(text, at) else _INSIDE
        if _ABLE.match(text, at):
            return _PARTED
        return _INSIDE if left == "kanji" else _PARTICLE
    if left == "hiragana":
        return _BEHIND_NO if before == "の" or right == "katakana" else _INSIDE
    if left == right or after in SUFFIXES:
        return _INSIDE
    return _LATIN if right == "katakana" and left == "other" else _COMPOUND


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
