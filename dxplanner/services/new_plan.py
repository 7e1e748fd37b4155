"""A new plan file from a specification: name, 期, 階層, and a hierarchy copied or read from a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain import checks
from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import format_fiscal_year
from dxplanner.domain.text import comparison_key, has_control_characters
from dxplanner.domain.vocabulary import Stage
from dxplanner.model import (
    Department,
    Initiative,
    Level,
    NodeDepartment,
    Plan,
    PlanVersion,
    PolicyNode,
    Term,
)
from dxplanner.services.handout_import import Wanted, take_over, wanted_rows
from dxplanner.services.output import whole_file
from dxplanner.services.plan_seeds import NewLevel, Seed
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile

MOST_LEVELS: Final = 12
_SAME: Final = ("name", "statement", "goal", "colour", "initiatives_open", "note")


@dataclass(frozen=True, slots=True)
class NewTerm:
    """期 of a new plan: 年度 from and to, both included."""

    number: int
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What to make. ``terms`` from the oldest; each gets a 計画版, the last one is the 案 that is worked on.

    ``seeds`` fill that 案, and with ``fill_current`` the older versions too. ``wanted`` are 資料 and ひな形
    of another plan; what they name is chosen by its name in the new one, else automatically.
    """

    name: str
    city: str
    terms: tuple[NewTerm, ...]
    levels: tuple[NewLevel, ...]
    seeds: tuple[Seed, ...] = ()
    departments: tuple[Department, ...] = ()
    fill_current: bool = False
    wanted: Wanted | None = None


def create_plan(target: Path, spec: NewPlan, author: Author) -> Path:
    """Write the plan at ``target``, which must not exist, all or nothing; its history is empty.

    Raises:
        InputError: the specification has a problem, or there is such a file already.
        MachineError: it cannot be written; nothing is left behind.
    """
    problem = first_problem(spec)
    if problem is not None:
        raise InputError(problem)
    if target.exists():
        raise InputError(f"「{target.name}」は既にあります。別の名前にしてください。")
    with whole_file(target, replace=False) as part:
        plan = PlanFile.create(part, author)
        try:
            with plan.filling() as session:
                _fill(session, spec)
            if spec.wanted is not None:
                rows = wanted_rows(spec.wanted, plan.snapshot())
                with plan.filling() as session:
                    take_over(rows)(session)
        finally:
            plan.close()
    return target


def first_problem(spec: NewPlan) -> str | None:
    """What keeps a plan from being made, as one sentence; None when nothing does."""
    for label, text in (("計画の名前", spec.name), ("市名", spec.city)):
        problem = text_problem(text)
        if problem is not None:
            return f"{label}：{problem}"
    problem = terms_problem(spec.terms) or next(iter(level_problems(spec.levels).values()), None)
    if problem is not None:
        return problem
    deepest = max((seed.depth for seed in spec.seeds), default=-1)
    if deepest >= len(spec.levels):
        return depth_problem(deepest + 1, len(spec.levels))
    return None


def text_problem(text: str) -> str | None:
    """What is wrong with a name of one line."""
    if has_control_characters(text) or "\n" in text or "\t" in text:
        return "改行や制御文字は使えません。"
    return checks.not_blank(text)


def term_problem(term: NewTerm) -> str | None:
    """What is wrong with one 期."""
    for year in (term.first_year, term.last_year):
        problem = checks.fiscal_year(year)
        if problem is not None:
            return problem
    if term.number < 1:
        return "期は1以上の数にしてください。"
    if term.first_year > term.last_year:
        return "終了年度が開始年度より前になっています。"
    return None


def terms_problem(terms: Sequence[NewTerm]) -> str | None:
    """What is wrong with the 期 together."""
    if not terms:
        return "期を1つ以上入力してください。"
    for term in terms:
        problem = term_problem(term)
        if problem is not None:
            return f"第{term.number}期：{problem}"
    for older, newer in pairwise(terms):
        if newer.first_year <= older.last_year:
            first = format_fiscal_year(newer.first_year)
            return f"第{newer.number}期の開始（{first}）が、前の期と重なっています。"
    return None


def level_problems(levels: Sequence[NewLevel]) -> dict[int, str]:
    """What is wrong with the 階層, by index; the key 0 also stands for a list that is empty or too long."""
    if not levels:
        return {0: "階層を1つ以上入力してください。"}
    if len(levels) > MOST_LEVELS:
        return {0: f"階層は{MOST_LEVELS}段までです。"}
    problems: dict[int, str] = {}
    seen: dict[str, int] = {}
    for index, level in enumerate(levels):
        key = comparison_key(level.name)
        problem = text_problem(level.name)
        if problem is None and key in seen:
            problem = f"{seen[key] + 1}段目と同じ名前です。"
        if problem is not None:
            problems[index] = f"{index + 1}段目：{problem}"
        seen.setdefault(key, index)
    return problems


def depth_problem(found: int, levels: int) -> str:
    """The sentence about a hierarchy that is deeper than the plan."""
    return f"写す体系は{found}段、この計画の階層は{levels}段です。「階層」に戻って段数をそろえてください。"


def _fill(session: Session, spec: NewPlan) -> None:
    first, last = spec.terms[0].first_year, spec.terms[-1].last_year
    session.add(Plan(name=spec.name, city=spec.city, first_year=first, last_year=last))
    departments = {one.id: _copy_of(one) for one in spec.departments}
    for one in spec.departments:
        if one.successor_id in departments:
            departments[one.id].successor = departments[one.successor_id]
    session.add_all(departments.values())
    for position, term in enumerate(spec.terms):
        newest = position == len(spec.terms) - 1
        version = PlanVersion(
            name=_version_name(spec, position),
            position=position,
            stage=Stage.SKELETON if newest else Stage.PUBLISHED,
            term=Term(number=term.number, first_year=term.first_year, last_year=term.last_year),
        )
        version.levels = [
            Level(position=depth, name=level.name, scope=level.scope, joined=level.joined)
            for depth, level in enumerate(spec.levels)
        ]
        session.add(version)
        session.flush()
        if newest or spec.fill_current:
            _fill_version(session, spec.seeds, version, departments)


def _version_name(spec: NewPlan, position: int) -> str:
    if len(spec.terms) == 1:
        return "計画案"
    if position == len(spec.terms) - 1:
        return "見直し案"
    return "現行計画" if position == len(spec.terms) - 2 else f"第{spec.terms[position].number}期計画"


def _fill_version(
    session: Session, seeds: Sequence[Seed], version: PlanVersion, departments: dict[int, Department]
) -> None:
    """Insert all nodes at once, with keys given here: thousands of them take a moment only."""
    base = (session.scalar(sa.select(sa.func.max(PolicyNode.id))) or 0) + 1
    levels = [level.id for level in version.levels]
    places: dict[int | None, int] = {}
    nodes, initiatives, links = [], [], []
    for index, seed in enumerate(seeds):
        position = places.get(seed.parent, 0)
        places[seed.parent] = position + 1
        nodes.append(
            {
                "id": base + index,
                "version_id": version.id,
                "level_id": levels[seed.depth],
                "parent_id": None if seed.parent is None else base + seed.parent,
                "position": position,
                **{name: getattr(seed, name) for name in _SAME},
            }
        )
        initiatives += [
            {"node_id": base + index, "position": place, "name": name}
            for place, name in enumerate(seed.initiatives)
        ]
        links += [
            {
                "node_id": base + index,
                "position": place,
                "role": one.role,
                "department_id": departments[one.department_id].id,
            }
            for place, one in enumerate(seed.departments)
            if one.department_id in departments
        ]
    for entity, rows in ((PolicyNode, nodes), (Initiative, initiatives), (NodeDepartment, links)):
        if rows:
            session.execute(sa.insert(entity), rows)


def _copy_of(one: Department) -> Department:
    return Department(
        position=one.position,
        name=one.name,
        short_name=one.short_name,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )
