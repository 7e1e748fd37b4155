"""What the wizard has been told so far."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dxplanner.domain.fiscal import fiscal_year_of
from dxplanner.model import Department
from dxplanner.services.handout_import import Wanted
from dxplanner.services.new_plan import NewPlan, NewTerm
from dxplanner.services.plan_seeds import R6_LEVELS, NewLevel, Seed

_YEARS = 3
"""Usual length of a 期 in 年度."""


@dataclass
class PlanDraft:
    """A new plan in the making. ``current`` is the 期 of the plan in force, if there is one."""

    name: str
    city: str
    term: NewTerm
    current: NewTerm | None
    levels: tuple[NewLevel, ...]
    seeds: tuple[Seed, ...]
    departments: tuple[Department, ...]
    fill_current: bool
    target: Path | None
    wanted: Wanted | None = None
    """資料 and ひな形 of another plan that come along."""

    @classmethod
    def begin(cls, city: str, today: date) -> "PlanDraft":
        """An empty draft: the 期 that begins next April, levels as in the R6 plan."""
        first = fiscal_year_of(today) + 1
        term = NewTerm(1, first, first + _YEARS - 1)
        return cls("", city, term, None, R6_LEVELS, (), (), False, None)

    @property
    def spec(self) -> NewPlan:
        """The plan to make."""
        terms = (self.term,) if self.current is None else (self.current, self.term)
        return NewPlan(
            self.name,
            self.city,
            terms,
            self.levels,
            self.seeds,
            self.departments,
            self.fill_current and self.current is not None,
            self.wanted,
        )


def term_before(term: NewTerm) -> NewTerm:
    """The 期 of the same length just before another one."""
    years = term.last_year - term.first_year + 1
    return NewTerm(max(1, term.number - 1), term.first_year - years, term.first_year - 1)
