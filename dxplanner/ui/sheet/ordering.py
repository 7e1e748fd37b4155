"""Which rows a sheet shows and in which order, without touching the stored one."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dxplanner.domain import fiscal
from dxplanner.domain.text import comparison_key, half_width_digits
from dxplanner.model import FieldKind
from dxplanner.services.sheet_read import SheetRow
from dxplanner.ui.sheet.rows import Rows

_DIGITS: Final = re.compile(r"(\d+)")
_DATES: Final = {
    FieldKind.DATE: lambda text: fiscal.parse_date(text).toordinal(),
    FieldKind.MONTH: lambda text: fiscal.first_day(*fiscal.parse_month(text)).toordinal(),
    FieldKind.FISCAL_YEAR: fiscal.parse_fiscal_year,
}


@dataclass(frozen=True, slots=True)
class Ordering:
    """A sort (column index, None: stored order) and the words that a row has to contain."""

    column: int | None = None
    descending: bool = False
    words: tuple[str, ...] = ()

    @property
    def stored(self) -> bool:
        """Whether all rows stand in stored order."""
        return self.column is None and not self.words


def words_of(text: str) -> tuple[str, ...]:
    """The words of a typed filter, levelled for comparing."""
    return tuple(word for word in map(comparison_key, text.replace("\u3000", " ").split()) if word)


def ordered(rows: Rows, keys: Sequence[int], ordering: Ordering, terms: Sequence[str] = ()) -> list[int]:
    """The rows to show. ``terms``: a choice sorts by the order of its list. Blank cells come last."""
    if ordering.stored:
        return list(keys)
    rows.read_all(keys)
    shown = [key for key in keys if all(word in rows.search_text(key) for word in ordering.words)]
    column = ordering.column
    if column is None:
        return shown
    places = {term: place for place, term in enumerate(terms)}
    filled: list[tuple[Any, int]] = []
    blank = []
    for key in shown:
        row = rows.known(key)
        value = None if row is None else _value(rows, row, column, places)
        if value is None:
            blank.append(key)
        else:
            filled.append((value, key))
    filled.sort(key=lambda one: one[0], reverse=ordering.descending)
    return [key for _, key in filled] + blank


def placed(shown: Sequence[int], stored: Sequence[int], former: Collection[int]) -> list[int]:
    """The keys shown that are still stored, in their order, and the new ones, which were not in ``former``.

    A new row stands behind the row that it stands behind in stored order.
    """
    present = set(stored)
    kept = [key for key in shown if key in present]
    known = set(kept)
    new: dict[int | None, list[int]] = {}
    ahead: int | None = None
    for key in stored:
        if key in known:
            ahead = key
        elif key not in former:
            new.setdefault(ahead, []).append(key)
    found = new.get(None, [])
    for key in kept:
        found += [key, *new.get(key, ())]
    return found


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
