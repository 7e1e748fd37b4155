"""Words of Japanese text without a dictionary: phrases (文節) of BudouX, parted where the script changes.

Its small model is read from its package, when somebody first asks.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from budoux import Parser

KANJI: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_REMEMBERED: Final = 20_000
_PIECE: Final = re.compile(
    f"[{KANJI}\\U000e0100-\\U000e01ef]+[ぁ-ゖ]*|[ぁ-ゖ]+|[ァ-ヺー]+|[0-9０-９]+(?:[,.，．][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|.",
    re.DOTALL,
)
"""Kanji with the endings behind them, or characters of another script; anything else stands alone."""
_PARTICLE: Final = re.compile(f"(?<=[{KANJI}])(?:[をがはにでとやもへの]{{1,2}}|です|でした|である)$")
"""At the end of a phrase: 推進|を, 人|とが, 五件|です."""
_NAMED: Final = re.compile("(?<=[いるたな])(?:まち|こと|もの|ため)")
"""What BudouX leaves at the ending before it: 暮らしやすい|まち."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order; together they are the text. A sign, a space or a line feed is one too."""
    return tuple(word for line in re.split("(\n)", text) if line for word in _words(line))


@lru_cache(maxsize=_REMEMBERED)
def phrase_starts(text: str) -> frozenset[int]:
    """Where phrases begin in ``text``, behind the first; its end is among them."""
    return frozenset(accumulate(map(len, _parser().parse(text))))


@lru_cache(maxsize=_REMEMBERED)
def _words(line: str) -> tuple[str, ...]:
    cuts = {0, *phrase_starts(line), len(line)}
    cuts |= {match.start() for match in _NAMED.finditer(line)}
    made: list[str] = []
    for start, end in pairwise(sorted(cuts)):
        pieces = [piece for found in _PIECE.findall(line[start:end]) for piece in _parted(found)]
        for piece in pieces:
            # What changes the character before it stays with that.
            if made and _is_mark(piece[0]):
                made[-1] += piece
            else:
                made.append(piece)
    return tuple(made)


def _parted(piece: str) -> tuple[str, ...]:
    found = _PARTICLE.search(piece)
    return (piece[: found.start()], piece[found.start() :]) if found else (piece,)


def _is_mark(char: str) -> bool:
    return bool(unicodedata.combining(char)) or unicodedata.category(char) == "Mn"


@cache
def _parser() -> "Parser":
    from budoux import load_default_japanese_parser

    return load_default_japanese_parser()
