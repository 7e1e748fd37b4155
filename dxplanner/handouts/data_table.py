"""データ用: one table, and the tables that are not made of one entity."""

from dataclasses import dataclass, replace
from typing import Final

from dxplanner.handouts.data_values import Value

LEFT_OUT_MARK: Final = "（収めていない項目）"
"""Follows the name of a field in notes that say why it is in no table."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that could not be kept at a place, and how often; the rule is a sentence with {} for places."""

    rule: str
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table: its name, its headings, its rows. None is a value that is missing."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()
    """What headings mean: (heading, explanation)."""
    breaches: tuple[Breach, ...] = ()
    """Rules that it could not keep, but for those that its values show."""

    @property
    def blanks(self) -> int:
        """How many cells have no value."""
        return sum(row.count(None) for row in self.rows)

    def column(self, heading: str) -> tuple[Value, ...]:
        """The values under a heading.

        Raises:
            ValueError: the table has no such heading.
        """
        at = self.headings.index(heading)
        return tuple(row[at] for row in self.rows)


def without_empty_columns(table: DataTable) -> DataTable:
    """A column that has nothing in any row says nothing."""
    kept = [at for at in range(len(table.headings)) if any(row[at] is not None for row in table.rows)]
    headings = tuple(table.headings[at] for at in kept)
    notes = tuple(note for note in table.notes if note[0] in headings or note[0].endswith(LEFT_OUT_MARK))
    return replace(
        table,
        headings=headings,
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
        notes=notes,
    )
