"""Where a compound of kanji or katakana may be parted: 原爆|資料館|常設|展示室, 事業者向け|アンケート.

There is no dictionary. Kanji are read as words of two, with the signs that are put before and behind such
words; katakana are parted only between words of a short list.
"""

import re
from functools import lru_cache
from typing import Final

SUFFIXES: Final = frozenset("者館室員費率性的化等課庁省額版型係所署")
"""Kanji that close a word and hardly ever begin one: デジタル化, 資料館, 事業者."""
_LOOSE_SUFFIXES: Final = frozenset(
    "会金数県市町村国区用内外間中後前別式系案書表図点店法力感度量料税期時人口機器物品類種"
)
"""Kanji that close a word as often as they begin one."""
_PREFIXES: Final = frozenset("新旧再未非不無各全諸両第約計毎同他副超総市県国本当高低多最")
_WORDS: Final = frozenset(
    {"市役所", "市議会", "県議会", "自治会", "委員会", "定例会", "審議会", "協議会", "付加価値"}
)
"""Words that these rules would part wrongly."""
LOAN_WORDS: Final = (
    "アクション", "アクセス", "アプリ", "アンケート", "インターネット", "オンライン", "オープン",
    "カタログ", "カレンダー", "カード", "クラウド", "グループ", "コミュニティ", "コメント", "コンテスト",
    "コンテンツ", "サイト", "サポート", "サービス", "システム", "スキル", "スクール", "スタートアップ",
    "スマート", "スマートフォン", "セキュリティ", "センター", "タブレット", "チャットボット",
    "チャレンジ", "ツール", "テクノロジー", "デザイン", "デジタル", "データ", "ネットワーク", "ハザード",
    "パソコン", "パネル", "パブリック", "パーソナル", "フィルタリング", "フォロワー", "プラットフォーム",
    "プラン", "プログラミング", "ポータル", "マイナンバー", "マップ", "マネジメント", "リスク",
    "リテラシー", "リニューアル", "ワンストップ", "ワーク",
)  # fmt: skip
"""Words that longer ones in katakana are made of: デジタル|リテラシー, パブリック|コメント."""

_RUN: Final = re.compile("[\u3400-\u9fff々〇]{3,}|[ァ-ヺー]{5,}")
_ENDING: Final = re.compile("[ぁ-ゖ](?<![がをにのはなとでへもやさしすせ])")
"""What follows the stem of a verb: 確保|及び; no particle, and no する."""
_KNOWN, _PAIR, _AFFIX, _STEM, _WRONG = -1.0, 0.0, 0.5, 0.7, 2.0
"""What a reading pays: for a known word, one of two signs, a third sign, a stem, an unlikely word."""
_ALONE: Final = 3.0
_LONGEST: Final = 5


@lru_cache(maxsize=20_000)
def compound_starts(text: str) -> frozenset[int]:
    """Where inside ``text`` a word of a compound begins, behind the first."""
    starts: set[int] = set()
    for run in _RUN.finditer(text):
        inside = run.group()
        if "ァ" <= inside[0] <= "ー":
            found = _loan_words(inside)
        else:
            found = _kanji_words(inside, bool(_ENDING.match(text, run.end())))
        starts.update(run.start() + at for at in found)
    return frozenset(starts)


def _loan_words(run: str) -> set[int]:
    """Both ends of the known words; the longest that begins somewhere counts."""
    ends: set[int] = set()
    at = 0
    while at < len(run):
        known = max((word for word in LOAN_WORDS if run.startswith(word, at)), key=len, default="")
        if known:
            ends |= {at, at + len(known)}
        at += len(known) or 1
    return ends - {0, 1, len(run) - 1, len(run)}


def _kanji_words(run: str, followed: bool) -> set[int]:
    """The cheapest reading; ``followed`` by hiragana, the last sign may be the stem of a verb."""
    best = [0.0] + [float("inf")] * len(run)
    previous = [0] * (len(run) + 1)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - _LONGEST), end):
            cost = best[start] + _price(run[start:end], followed and end == len(run))
            if cost < best[end]:
                best[end], previous[end] = cost, start
    starts: set[int] = set()
    at = previous[len(run)]
    while at:
        starts.add(at)
        at = previous[at]
    return starts


def _price(word: str, followed: bool) -> float:
    unlikely = _WRONG * ((word[0] in SUFFIXES) + (word[-1] in "第約"))
    if word in _WORDS:
        return _KNOWN
    if len(word) == 1:
        return _STEM if followed else _ALONE
    if len(word) == 2:
        return _PAIR + unlikely
    if word[0] in _PREFIXES and word[1:] in _WORDS:
        return _KNOWN
    before, behind = word[0] in _PREFIXES, word[-1] in SUFFIXES or word[-1] in _LOOSE_SUFFIXES
    if len(word) == 3:
        return (_AFFIX if behind else _AFFIX + 0.1 if before else _ALONE) + unlikely * (not before)
    around = len(word) == 4 and behind and (before or word[2] in SUFFIXES)
    return 2 * _AFFIX if around else 2 * _ALONE
