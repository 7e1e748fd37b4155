"""Rows of the plan as something to choose: what is stored for one, and words that tell it from the others."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.moments import format_moment
from dxplanner.handouts.meeting_words import meeting_day
from dxplanner.handouts.surveys import survey_period
from dxplanner.model import (
    BudgetGroup,
    BudgetProject,
    Diagram,
    Flow,
    Footnote,
    Level,
    Meeting,
    OpinionClass,
    PlanVersion,
    PolicyNode,
    PrintRun,
    ProjectPoint,
    Question,
    Schedule,
    ScheduleEdition,
    Survey,
)
from dxplanner.model.base import Entity


@dataclass(frozen=True, slots=True)
class Offer:
    """One that can be chosen: what the option stores, and how it is shown."""

    value: str
    """uid of a row, or a fixed term."""
    words: str
    called: tuple[str, ...] = ()
    """What a row is called in any plan, its name first: by these it is found again in another one."""

    def goes_by(self, text: str) -> bool:
        """Whether a stored text means this one: as it is stored, as it is shown, or by a name."""
        return text in (self.value, self.words, *self.called)


@dataclass(frozen=True, slots=True)
class _Naming:
    """How rows of an entity are called."""

    name: Callable[[Any], str]
    beside: Callable[[Any], str] = lambda _row: ""
    """What tells those of one name apart, in brackets behind it."""
    code: Callable[[Any], str] = lambda _row: ""
    """Another short text that means the row."""


def row_name(row: Entity) -> str:
    """What a row is called among those of its kind, in one line."""
    return _flat(_NAMINGS[type(row)].name(row))


def name_of(entity: type[Entity], values: Mapping[str, Any]) -> str:
    """The same of a row that is gone, by its columns; "" when it was named after other rows."""
    try:
        return _flat(_NAMINGS[entity].name(SimpleNamespace(**values)))
    except (AttributeError, TypeError):
        return ""


def offers_of(rows: Iterable[Entity]) -> tuple[Offer, ...]:
    """Rows of one entity to choose from; those of one name are told apart by what stands beside it."""
    listed = list(rows)
    names = [row_name(row) for row in listed]
    told = _told_apart(names, [_flat(_NAMINGS[type(row)].beside(row)) for row in listed])
    return tuple(
        Offer(row.uid, words, tuple(dict.fromkeys(filter(None, (name, _NAMINGS[type(row)].code(row))))))
        for row, name, words in zip(listed, names, told, strict=True)
    )


def offer_of(offers: Sequence[Offer], text: str) -> Offer | None:
    """The offer that a stored text means: by its uid before any name; None when there is none."""
    stored = next((offer for offer in offers if offer.value == text), None)
    return stored or next((offer for offer in offers if offer.goes_by(text)), None)


def _told_apart(names: Sequence[str], beside: Sequence[str]) -> list[str]:
    """Each name as it is; one that is not the only one with what stands beside it, at last with its place."""
    counts = Counter(names)
    words = [
        f"{name}（{more}）" if counts[name] > 1 and more else name
        for name, more in zip(names, beside, strict=True)
    ]
    again, seen = Counter(words), Counter[str]()
    for at, text in enumerate(words):
        if again[text] > 1:
            seen[text] += 1
            words[at] = f"{text}　{seen[text]}番目"
    return words


def _flat(text: str) -> str:
    return "".join(text.splitlines())


def _term(version: PlanVersion) -> str:
    return version.stage.value if version.term is None else f"第{version.term.number}期"


def _project(row: Schedule | Flow | Diagram) -> str:
    return "" if row.project is None else row.project.name


_NAMINGS: Final[Mapping[type[Entity], _Naming]] = {
    BudgetGroup: _Naming(lambda row: row.name, lambda row: row.number or ""),
    BudgetProject: _Naming(
        lambda row: row.name,
        lambda row: format_fiscal_year(row.program.fiscal_year, FiscalStyle.SHORT) + "年度",
    ),
    Diagram: _Naming(lambda row: row.title, _project),
    Flow: _Naming(lambda row: row.title, _project),
    # Two notes may carry one mark (※): then only the words that they explain tell them apart.
    Footnote: _Naming(lambda row: row.mark, lambda row: row.anchor or row.text, lambda row: row.anchor or ""),
    Level: _Naming(lambda row: row.name),
    Meeting: _Naming(lambda row: row.name, meeting_day),
    OpinionClass: _Naming(lambda row: row.name),
    PlanVersion: _Naming(lambda row: row.name, _term),
    PolicyNode: _Naming(lambda row: row.name, lambda row: row.parent.name if row.parent else ""),
    PrintRun: _Naming(
        lambda row: "　".join(
            part
            for part in (
                format_moment(row.printed_at),
                row.meeting.name if row.meeting else "",
                row.number,
                row.title,
            )
            if part
        )
    ),
    ProjectPoint: _Naming(lambda row: row.heading or row.text),
    Question: _Naming(lambda row: row.title, lambda row: row.code or "", lambda row: row.code or ""),
    Schedule: _Naming(lambda row: row.title, _project),
    ScheduleEdition: _Naming(lambda row: row.name, lambda row: row.schedule.title),
    Survey: _Naming(lambda row: row.target, survey_period),
}
