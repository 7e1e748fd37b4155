"""What a sheet knows of its rows: texts of those that were looked at, in batches, and their 出典."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from dxplanner.domain.text import comparison_key
from dxplanner.services.provenance import Mark, Marks, marks_of
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_read import SheetRow, read_rows, uids_of_marks
from dxplanner.store.planfile import PlanFile

BATCH: Final = 32
"""Rows read at a time while somebody scrolls."""

FieldMarks = Mapping[str | None, tuple[Mark, ...]]
"""出典 of one row by field; None is the whole row."""
_NO_MARKS: Final[FieldMarks] = {}


class Rows:
    """The rows of one source by key."""

    def __init__(self, plan: PlanFile, source: SheetSource) -> None:
        self._plan = plan
        self.source = source
        self._rows: dict[int, SheetRow] = {}
        self._marks: dict[int, FieldMarks] = {}
        self._search: dict[int, str] = {}

    def stored_keys(self) -> list[int]:
        """The keys of all rows in stored order."""
        with self._plan.reading() as session:
            return list(self.source.rows(session))

    def row(self, key: int, shown: Sequence[int], place: int) -> SheetRow | None:
        """A row, read together with those around its place among the shown ones; None: it is gone."""
        if key not in self._rows or key not in self._marks:
            first = place - place % BATCH
            self.read(shown[first : first + BATCH])
        return self._rows.get(key)

    def known(self, key: int) -> SheetRow | None:
        """A row that has been read already."""
        return self._rows.get(key)

    def marks(self, key: int) -> FieldMarks:
        """The 出典 of a row that has been read."""
        return self._marks.get(key, _NO_MARKS)

    def read(self, keys: Sequence[int], *, marked: bool = True) -> None:
        """Read those of some rows that are not known yet."""
        wanted = [
            key for key in keys if key and (key not in self._rows or (marked and key not in self._marks))
        ]
        if not wanted:
            return
        with self._plan.reading() as session:
            new = [key for key in wanted if key not in self._rows]
            self._rows.update(read_rows(session, self.source, new))
            if marked:
                rows = {key: self._rows[key] for key in wanted if key in self._rows}
                found = marks_of(session, {uid for row in rows.values() for uid in _uids(row)})
        if marked:
            self._keep_marks(rows, found)

    def _keep_marks(self, rows: Mapping[int, SheetRow], found: Marks) -> None:
        """By field those of a row itself, by column those of other rows."""
        of_row: defaultdict[str, dict[str | None, tuple[Mark, ...]]] = defaultdict(dict)
        for (uid, field), marks in found.items():
            of_row[uid][field] = marks
        for key, row in rows.items():
            own = of_row.get(row.uid, {})
            for column, other in row.marked:
                if other in found:
                    own = {**own, column: (*own.get(column, ()), *found[other])}
            self._marks[key] = own or _NO_MARKS

    def read_all(self, keys: Sequence[int]) -> None:
        """Read all texts, once: to sort and to filter."""
        self.read(keys, marked=False)

    def read_part(self, keys: Sequence[int], count: int) -> bool:
        """Read the texts of so many more rows; whether all of them have been read now."""
        wanted = [key for key in keys if key not in self._rows]
        self.read(wanted[:count], marked=False)
        return len(wanted) <= count

    def search_text(self, key: int) -> str:
        """All texts of a row as one, levelled for searching."""
        if key not in self._search:
            row = self._rows.get(key)
            self._search[key] = "" if row is None else comparison_key("\n".join(row.texts))
        return self._search[key]

    def reread(self, keys: Collection[int]) -> set[int]:
        """Read known rows again; returns those whose texts or numbers differ."""
        former = {key: self._rows[key] for key in keys if key in self._rows}
        if not former:
            return set()
        with self._plan.reading() as session:
            present = read_rows(session, self.source, list(former))
        different = {key for key, row in former.items() if present.get(key) != row}
        for key in different:
            self._search.pop(key, None)
            if key in present:
                self._rows[key] = present[key]
                if former[key].marked != present[key].marked:
                    self._marks.pop(key, None)
            else:
                self.forget([key])
        return different

    def reread_marks(self, mark_ids: Collection[int]) -> set[int]:
        """Read the 出典 again that changed; returns the keys of the known rows that they speak of."""
        with self._plan.reading() as session:
            uids = uids_of_marks(session, list(mark_ids))
        changed = set(mark_ids)
        touched = {
            key
            for key, marks in self._marks.items()
            if any(mark.id in changed for own in marks.values() for mark in own)
        }
        touched |= {
            key for key in self._marks if key in self._rows and not uids.isdisjoint(_uids(self._rows[key]))
        }
        for key in touched:
            self._marks.pop(key, None)
        self.read(list(touched))
        return touched

    def forget(self, keys: Collection[int]) -> None:
        """Rows are gone, or no longer sure to be as they were read."""
        for key in keys:
            self._rows.pop(key, None)
            self._marks.pop(key, None)
            self._search.pop(key, None)

    def keep_only(self, keys: Collection[int]) -> None:
        """Forget all other rows: something that they show has changed."""
        wanted = set(keys)
        self.forget([key for key in self._rows if key not in wanted])


def _uids(row: SheetRow) -> Iterator[str]:
    """The rows whose 出典 a row shows."""
    yield row.uid
    for _, (uid, _) in row.marked:
        yield uid
