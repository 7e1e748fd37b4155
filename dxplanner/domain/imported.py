"""What an import found: an edition of a 工程表 to look at first, and what could not be read."""

from dataclasses import dataclass

from dxplanner.domain.schedule_data import EditionData


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something that could not be taken over. ``place`` is what it is found by (3行目の開始, a name)."""

    place: str
    text: str
    message: str

    @property
    def sentence(self) -> str:
        """「3行目の開始：「4月頃」は日付として読めません。」"""
        return f"{self.place}：{self.message}" if self.place else self.message


@dataclass(frozen=True, slots=True)
class ImportedSchedule:
    """A preview. Rows of ``edition`` have keys of their own that mean nothing to any plan, and no uids."""

    edition: EditionData
    problems: tuple[ImportProblem, ...] = ()
