"""Which rows a sheet shows and in which order, without touching the stored one."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from dxplanner.domain import fiscal
from dxplanner.domain.text import comparison_key, half_width_digits
from dxplanner.model import FieldKind
from dxplanner.services.sheet_read import SheetRow
from dxplanner.ui.sheet.rows import Rows

BLANK: Final = "（空白）"
"""What stands for a blank cell in lists of texts."""
_DIGITS: Final = re.compile(r"(\d+)")
_DATES: Final = {
    FieldKind.DATE: lambda text: fiscal.parse_date(text).toordinal(),
    FieldKind.MONTH: lambda text: fiscal.first_day(*fiscal.parse_month(text)).toordinal(),
    FieldKind.FISCAL_YEAR: fiscal.parse_fiscal_year,
}


@dataclass(frozen=True, slots=True)
class Ordering:
    """A sort (column index, None: stored order) and the filters that a row has to pass."""

    column: int | None = None
    descending: bool = False
    words: tuple[str, ...] = ()
    """What a row has to contain, in whatever column."""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What a cell may say, by the keys of the filtered columns; "" stands for a blank cell."""

    @property
    def stored(self) -> bool:
        """Whether all rows stand in stored order."""
        return self.column is None and not self.filtered

    @property
    def filtered(self) -> bool:
        """Whether rows may be hidden."""
        return bool(self.words or self.chosen)

    def choosing(self, column: str, texts: Collection[str] | None) -> "Ordering":
        """The same with another filter of a column; None: without one."""
        chosen = {key: kept for key, kept in self.chosen.items() if key != column}
        return replace(self, chosen=chosen if texts is None else {**chosen, column: frozenset(texts)})

    def unfiltered(self) -> "Ordering":
        """The same sort of all rows."""
        return replace(self, words=(), chosen={})


def words_of(text: str) -> tuple[str, ...]:
    """The words of a typed filter, levelled for comparing."""
    return tuple(word for word in map(comparison_key, text.replace("\u3000", " ").split()) if word)


def ordered(rows: Rows, keys: Sequence[int], ordering: Ordering, terms: Sequence[str] = ()) -> list[int]:
    """The rows to show. ``terms``: a choice sorts by the order of its list. Blank cells come last."""
    if ordering.stored:
        return list(keys)
    rows.read_all(keys)
    passing = _passing(rows, keys, ordering)
    column = ordering.column
    if column is None:
        return [row.id for row in passing]
    return [row.id for row in _sorted(rows, passing, column, terms, descending=ordering.descending)]


def values_of(
    rows: Rows, keys: Sequence[int], ordering: Ordering, column: int, terms: Sequence[str] = ()
) -> list[tuple[str, int]]:
    """The different texts of a column, sorted, blank last, and in how many rows that pass the other filters.

    Of rows that have been read; ``terms`` as for ``ordered``.
    """
    others = ordering.choosing(rows.source.columns[column].key, None)
    first: dict[str, SheetRow] = {}
    counts: Counter[str] = Counter()
    for row in _passing(rows, keys, others):
        text = row.texts[column].strip()
        first.setdefault(text, row)
        counts[text] += 1
    listed = _sorted(rows, list(first.values()), column, terms)
    return [(text, counts[text]) for text in (row.texts[column].strip() for row in listed)]


def placed(shown: Sequence[int], stored: Sequence[int], former: Collection[int]) -> list[int]:
    """The keys shown that are still stored, in their order, and the new ones, which were not in ``former``.

    A new row stands behind the row that it stands behind in stored order; at the end of that, at the end.
    """
    present = set(stored)
    kept = [key for key in shown if key in present]
    known = set(kept)
    new: dict[int | None, list[int]] = {}
    ahead: int | None = None
    last = len(stored)
    while last and stored[last - 1] not in former:
        last -= 1
    for key in stored[:last]:
        if key in known:
            ahead = key
        elif key not in former:
            new.setdefault(ahead, []).append(key)
    found = new.get(None, [])
    for key in kept:
        found += [key, *new.get(key, ())]
    return [*found, *stored[last:]]


def _passing(rows: Rows, keys: Sequence[int], ordering: Ordering) -> list[SheetRow]:
    """The rows that have been read and pass all filters."""
    columns = enumerate(rows.source.columns)
    chosen = [(place, ordering.chosen[one.key]) for place, one in columns if one.key in ordering.chosen]
    return [
        row
        for row in map(rows.known, keys)
        if row is not None
        and all(word in rows.search_text(row.id) for word in ordering.words)
        and all(row.texts[place].strip() in texts for place, texts in chosen)
    ]


def _sorted(
    rows: Rows, wanted: Sequence[SheetRow], column: int, terms: Sequence[str], *, descending: bool = False
) -> list[SheetRow]:
    """Rows by what they say in a column, those that say nothing last."""
    places = {term: place for place, term in enumerate(terms)}
    filled: list[tuple[Any, SheetRow]] = []
    blank = []
    for row in wanted:
        value = _value(rows, row, column, places)
        if value is None:
            blank.append(row)
        else:
            filled.append((value, row))
    filled.sort(key=lambda one: one[0], reverse=descending)
    return [row for _, row in filled] + blank


def _value(rows: Rows, row: SheetRow, column: int, places: dict[str, int]) -> Any:
    """What a cell is sorted by, of one kind down the column: a rank of kinds first, then the value."""
    spec, text = rows.source.columns[column], row.texts[column]
    if spec.number is not None:
        number = row.numbers[column]
        return None if number is None else (0, number, "")
    if not text.strip():
        return None
    if text in places:
        return 0, places[text], ""
    read = _DATES.get(spec.kind)
    if read is not None:
        try:
            return 0, read(text), ""
        except ValueError:
            return 1, 0, text
    return 1, 0, _natural(text)


def _natural(text: str) -> list[tuple[int, int, str]]:
    """1-2 before 1-10."""
    parts = _DIGITS.split(half_width_digits(text))
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, comparison_key(part)) for part in parts if part
    ]
