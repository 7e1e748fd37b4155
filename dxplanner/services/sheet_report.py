"""What becomes of a range that is put into a sheet: cells stored, cells and lines that could not be."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BadCell:
    """A text that a cell of a stored row could not take, and why."""

    row_id: int
    key: str
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A pasted line that became no row: its place in the range (from 0), its texts, and why, by column.

    The texts are completed as those of a row would have been, so that they mean the same pasted again.
    Without reasons, the sheet adds no rows.
    """

    line: int
    texts: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PastedAmount:
    """A text pasted into a cell of amounts that may be meant in 円: it has no unit, or 円."""

    row_id: int
    key: str
    text: str
    yen: int


@dataclass(frozen=True, slots=True)
class PasteReport:
    """What became of a range: cells stored, keys of the rows added, cells and whole lines that were not."""

    done: int = 0
    added: tuple[int, ...] = ()
    bad: tuple[BadCell, ...] = ()
    skipped: int = 0
    """Texts that met a column that cannot be typed in."""
    left: tuple[LeftLine, ...] = ()
    amounts: tuple[PastedAmount, ...] = ()


@dataclass(slots=True)
class Tally:
    """The same while it is being counted."""

    done: int = 0
    skipped: int = 0
    left: list[LeftLine] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    amounts: list[PastedAmount] = field(default_factory=list)

    def report(self) -> PasteReport:
        """What has been counted."""
        return PasteReport(
            self.done, tuple(self.added), tuple(self.bad), self.skipped, tuple(self.left), tuple(self.amounts)
        )

    def take(self, other: "Tally") -> None:
        """Add what another one has counted."""
        self.done += other.done
        self.skipped += other.skipped
        self.left += other.left
        self.added += other.added
        self.bad += other.bad
        self.amounts += other.amounts
