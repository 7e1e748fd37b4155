"""データ用: which of the 統一表記ルール the tables could not keep, and where."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dxplanner.domain.fiscal import parse_date, parse_fiscal_year, parse_month
from dxplanner.handouts.data_table import Breach, DataTable
from dxplanner.handouts.data_values import LINE_BREAK, WESTERN

UNIT: Final = "指標ごとに単位が決まるため、単位を見出しではなく「単位」の列に書いています：{}。"
LINES: Final = f"文の中の改行を「{LINE_BREAK}」に代えて、1つの値としています：{{}}。"
_PAGES: Final = "複数のページを1つの値としています：{}。"
_SPACES: Final = "名称や文の、語と語の間の空白を残しています：{}。"
_ODD: Final = "機種依存文字が残っています：{}。"
_WAREKI: Final = "和暦だけで、西暦がありません：{}。"
_BLANKS: Final = "値がないものを空欄としています：{}。表ごとの数は「表の一覧」にあります。"

_ORDER: Final = (LINES, _PAGES, _SPACES, UNIT, _ODD, _WAREKI)
"""As the rules themselves come: a value a cell, 体裁, units, characters, time."""
_FOREIGN_LEADS: Final = frozenset((0x87, 0xED, 0xEE, 0xFA, 0xFB, 0xFC))
"""First bytes in code page 932 of characters that are not in JIS X 0208: NEC's and IBM's own."""
_NUMBER: Final = re.compile(r"\d+")
_LIKE_WAREKI: Final = re.compile(r"\D.*[年.].*")


def broken_rules(tables: Iterable[DataTable]) -> tuple[str, ...]:
    """Which rules the tables could not keep: a Japanese sentence a rule, with the places."""
    places: defaultdict[str, Counter[str]] = defaultdict(Counter)
    blanks: list[int] = []
    for table in tables:
        blanks.append(table.blanks)
        for breach in (*table.breaches, *_found(table)):
            if breach.count:
                places[breach.rule][breach.place] += breach.count
    found = [
        rule.format("、".join(f"{place}{count:,}件" for place, count in places[rule].items()))
        for rule in _ORDER
        if rule in places
    ]
    if any(blanks):
        found.append(_BLANKS.format(f"{sum(map(bool, blanks)):,}の表に計{sum(blanks):,}件"))
    return tuple(found)


def _found(table: DataTable) -> Iterator[Breach]:
    """What shows in the values themselves."""
    dated = any(heading.endswith(WESTERN) for heading in table.headings)
    for heading in table.headings:
        texts = [value for value in table.column(heading) if isinstance(value, str)]
        place = f"「{table.name}」の「{heading}」"
        if "ページ" in heading:
            yield Breach(_PAGES, place, sum(len(_NUMBER.findall(text)) > 1 for text in texts))
        yield Breach(_SPACES, f"「{heading}」", sum(" " in text for text in texts))
        if not dated:
            yield Breach(_WAREKI, place, sum(_is_wareki(text) for text in texts))
        yield from _odd(place, texts)


def _odd(place: str, texts: Sequence[str]) -> Iterator[Breach]:
    """Characters that not every system shows (機種依存文字): those that are not in JIS X 0208."""
    with_odd = [found for text in texts if (found := {char for char in text if _is_odd(char)})]
    chars = "、".join(sorted(set().union(*with_odd)))
    yield Breach(_ODD, f"{place}（{chars}）", len(with_odd))


def _is_odd(char: str) -> bool:
    try:
        return char.encode("cp932")[0] in _FOREIGN_LEADS
    except UnicodeEncodeError:
        return True


def _is_wareki(text: str) -> bool:
    """Whether a text is nothing but a 年度, month or day in 和暦."""
    if not _LIKE_WAREKI.fullmatch(text):
        return False
    for parse in (parse_fiscal_year, parse_month, parse_date):
        try:
            parse(text)
        except ValueError:
            continue
        return True
    return False
