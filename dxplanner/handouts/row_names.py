"""How rows of the plan are called: their name, and beside it what tells those of one name apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year, format_month
from dxplanner.domain.moments import format_moment
from dxplanner.handouts.meeting_words import meeting_day
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


def row_beside(row: Entity) -> str:
    """What tells a row from those of its name, in one line; "" for nothing."""
    return _flat(_NAMINGS[type(row)].beside(row))


def row_code(row: Entity) -> str:
    """Another short text that means a row; "" for none."""
    return _NAMINGS[type(row)].code(row)


def full_name(row: Entity) -> str:
    """Its name with what stands beside it, whether or not others are called like it; "" without that."""
    naming = _NAMINGS.get(type(row))
    beside = _flat(naming.beside(row)) if naming is not None else ""
    return f"{row_name(row)}（{beside}）" if beside else ""


def survey_period(survey: Survey) -> str:
    """調査時期 as it is printed: as written, else the months from and to; "" while it is not known."""
    if survey.period_as_written:
        return survey.period_as_written
    days = [day for day in (survey.starts_on, survey.ends_on) if day is not None]
    return "～".join(dict.fromkeys(format_month(day.year, day.month) for day in days))


def _flat(text: str) -> str:
    return "".join(text.splitlines())


def _term(version: PlanVersion) -> str:
    return version.stage.value if version.term is None else f"第{version.term.number}期"


def _project(row: Schedule | Flow | Diagram) -> str:
    return "" if row.project is None else row.project.name


_NO_PERIOD: Final = "調査時期は未入力"
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
    Survey: _Naming(lambda row: row.target, lambda row: survey_period(row) or _NO_PERIOD),
}
