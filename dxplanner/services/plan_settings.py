"""What the 「計画」 pane shows and changes: the plan's own fields, 期, 計画版, 階層, 組織, 柱, 関連する計画.

One value at a time is set with ``fields.set_field``; here is what needs to know more than one row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.fiscal import FiscalStyle, fiscal_year_of, format_fiscal_year
from dxplanner.domain.vocabulary import PlanRelation
from dxplanner.model import (
    ActionPlanLink,
    Department,
    Entity,
    Level,
    Plan,
    PlanAxis,
    PlanVersion,
    PolicyNode,
    Provenance,
    RelatedPlan,
    SourceDocument,
    Term,
    entities,
    field_specs,
)
from dxplanner.services.fields import (
    add_row,
    fields_of,
    find_row,
    move_rows,
    set_field,
    short_name,
)
from dxplanner.services.provenance import Mark, Marks, marks_of

TABLES: Final = frozenset(
    entity.__tablename__
    for entity in (
        Plan,
        Term,
        PlanVersion,
        Level,
        Department,
        PlanAxis,
        RelatedPlan,
        ActionPlanLink,
        Provenance,
        SourceDocument,
    )
)
"""Tables whose rows change what ``plan_settings`` reads."""

_TERM_YEARS: Final = 3
_SPANS: Final[Mapping[type[Entity], tuple[str, str]]] = {
    Plan: ("first_year", "last_year"),
    Term: ("first_year", "last_year"),
    Department: ("valid_from", "valid_to"),
}
"""Fields of which the first may not come after the second."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One row as the pane shows it. ``place`` names it in undo labels; ``link`` is the row it refers to."""

    id: int
    uid: str
    place: str
    values: Mapping[str, object]
    link: int | None = None
    caution: str = ""
    """What to look out for, as one sentence."""
    marks: tuple[Mark, ...] = ()
    """出典 of the row and of its fields."""


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A row that another row can refer to."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """All that the pane shows. ``version`` is the name of the version whose 階層 are given, or blank."""

    plan: SettingLine | None
    marks: Marks
    """出典 of the plan's own fields."""
    terms: tuple[SettingLine, ...]
    versions: tuple[SettingLine, ...]
    version: str
    levels: tuple[SettingLine, ...]
    departments: tuple[SettingLine, ...]
    axes: tuple[SettingLine, ...]
    related: tuple[SettingLine, ...]
    actions: tuple[SettingLine, ...]
    """行動計画との対応, each linked to its related plan, in the order of these."""
    term_choices: tuple[LinkChoice, ...]
    department_choices: tuple[LinkChoice, ...]
    related_choices: tuple[LinkChoice, ...]


def plan_settings(session: Session, version_id: int | None) -> PlanSettings:
    """Read everything; ``version_id`` says whose 階層."""
    plan = session.scalar(sa.select(Plan).order_by(Plan.id).limit(1))
    terms = session.scalars(sa.select(Term).order_by(Term.number, Term.id)).all()
    versions = session.scalars(sa.select(PlanVersion).order_by(PlanVersion.position, PlanVersion.id)).all()
    levels = session.scalars(
        sa.select(Level).where(Level.version_id == version_id).order_by(Level.position, Level.id)
    ).all()
    departments = session.scalars(sa.select(Department).order_by(Department.position, Department.id)).all()
    axes = session.scalars(sa.select(PlanAxis).order_by(PlanAxis.position, PlanAxis.id)).all()
    related = session.scalars(sa.select(RelatedPlan).order_by(RelatedPlan.position, RelatedPlan.id)).all()
    actions = _actions(session)
    rows: list[Entity] = [*terms, *versions, *levels, *departments, *axes, *related, *actions]
    rows += [] if plan is None else [plan]
    marks = marks_of(session, [row.uid for row in rows])
    numbers = Counter(term.number for term in terms)
    names = Counter(level.name for level in levels)
    return PlanSettings(
        plan=None if plan is None else _line(plan, {}),
        marks={} if plan is None else {key: found for key, found in marks.items() if key[0] == plan.uid},
        terms=tuple(
            _line(term, marks, caution="同じ番号の期があります。" if numbers[term.number] > 1 else "")
            for term in terms
        ),
        versions=tuple(_line(row, marks, row.term_id) for row in versions),
        version=next((row.name for row in versions if row.id == version_id), ""),
        levels=tuple(
            _line(level, marks, caution="同じ名前の階層があります。" if names[level.name] > 1 else "")
            for level in levels
        ),
        departments=tuple(_line(row, marks, row.successor_id) for row in departments),
        axes=tuple(_line(row, marks) for row in axes),
        related=tuple(_line(row, marks) for row in related),
        actions=tuple(_line(row, marks, row.related_plan_id) for row in actions),
        term_choices=tuple(LinkChoice(term.id, _term_text(term)) for term in terms),
        department_choices=tuple(LinkChoice(row.id, row.name) for row in departments),
        related_choices=tuple(LinkChoice(row.id, row.name) for row in related),
    )


def place_of_row(row: Entity) -> str:
    """How undo and messages name a row: 「第2期」, 「階層「基本施策」」."""
    if isinstance(row, Term):
        return f"第{row.number}期"
    name: Any = getattr(row, "name", "") or getattr(row, "code", "")
    return f"{row.__label__}「{short_name(name)}」"


def add_term(session: Session, today: date) -> int:
    """Command: add the 期 that follows the last one, of the same length; returns its key."""
    last = session.scalar(sa.select(Term).order_by(Term.number.desc(), Term.id.desc()).limit(1))
    if last is None:
        begins = session.scalar(sa.select(Plan.first_year).limit(1)) or fiscal_year_of(today)
        made = Term(number=1, first_year=begins, last_year=begins + _TERM_YEARS - 1)
    else:
        length = max(last.last_year - last.first_year, 0)
        begins = last.last_year + 1
        made = Term(number=last.number + 1, first_year=begins, last_year=begins + length)
    fields = fields_of(Term)
    for name in ("first_year", "last_year"):
        check = fields[name].spec.check
        problem = None if check is None else check(getattr(made, name))
        if problem is not None:
            raise RefusedEdit(f"{fields[name].label}：{problem}")
    session.add(made)
    session.flush()
    return made.id


def add_version(session: Session) -> int:
    """Command: add a 計画版 without levels at the end; returns its key."""
    return add_row(session, PlanVersion, {"name": _free_name(session, PlanVersion)}, owner=None)


def add_level(session: Session, version_id: int) -> int:
    """Command: add a 階層 below the lowest one of a version; returns its key."""
    find_row(session, PlanVersion, version_id)
    values = {"version_id": version_id, "name": _free_name(session, Level, version_id)}
    return add_row(session, Level, values, owner="version_id")


def add_department(session: Session) -> int:
    """Command: add an 組織 at the end of the list; returns its key."""
    return add_row(session, Department, {"name": _free_name(session, Department)}, owner=None)


def add_axis(session: Session) -> int:
    """Command: add a 計画の柱 at the end; returns its key."""
    return add_row(session, PlanAxis, {"name": _free_name(session, PlanAxis)}, owner=None)


def add_related(session: Session) -> int:
    """Command: add a 関連する計画 at the end; returns its key."""
    return add_row(session, RelatedPlan, {"name": _free_name(session, RelatedPlan)}, owner=None)


def add_action(session: Session) -> int:
    """Command: add a 行動計画との対応 to the last 行動計画; returns its key.

    Raises:
        RefusedEdit: the plan knows no 行動計画.
    """
    plans = sa.select(RelatedPlan.id).where(RelatedPlan.relation == PlanRelation.ACTION)
    owner_id = session.scalar(plans.order_by(RelatedPlan.position.desc(), RelatedPlan.id.desc()).limit(1))
    if owner_id is None:
        raise RefusedEdit(
            "行動計画がありません。先に「関連する計画」に、関係が行動計画のものを加えてください。"
        )
    values = {"related_plan_id": owner_id, "code": "（項目番号）", "title": ""}
    return add_row(session, ActionPlanLink, values, owner="related_plan_id")


def why_kept(session: Session, entity: type[Entity], row_id: int) -> str:
    """Why a 期 or 階層 cannot be deleted now, and what to do first; blank when it can."""
    if entity is Term:
        users = session.scalars(
            sa.select(PlanVersion.name).where(PlanVersion.term_id == row_id).order_by(PlanVersion.position)
        ).all()
        names = "".join(f"「{short_name(name)}」" for name in users)
        return f"計画版{names}がこの期を使っています。先に計画版の期を変えてください。" if users else ""
    if entity is Level:
        count = session.scalar(
            sa.select(sa.func.count()).select_from(PolicyNode).where(PolicyNode.level_id == row_id)
        )
        return (
            f"この階層には施策体系の項目が{count:,}件あります。先に左の施策体系で項目を整理してください。"
            if count
            else ""
        )
    return ""


def delete_setting(session: Session, entity: type[Entity], row_id: int) -> None:
    """Command: delete a 期, 階層 or 組織; what belongs to an 組織 goes with it (see ``what_goes``).

    Raises:
        RefusedEdit: it is gone, or ``why_kept`` has a reason.
    """
    row = find_row(session, entity, row_id)
    reason = why_kept(session, entity, row_id)
    if reason:
        raise RefusedEdit(reason)
    session.delete(row)


def move_setting(session: Session, entity: type[Entity], row_id: int, step: int) -> None:
    """Command: move a row one place up (-1) or down (1); a 階層 among the levels of its version.

    Raises:
        RefusedEdit: there is no place, or items stand on the 階層.
    """
    row = find_row(session, entity, row_id)
    reason = why_kept(session, entity, row_id)
    if reason:
        raise RefusedEdit(reason)
    columns: Any = entity
    query = sa.select(columns.id).order_by(columns.position, columns.id)
    if isinstance(row, Level):
        query = query.where(Level.version_id == row.version_id)
    keys = session.scalars(query).all()
    at = keys.index(row_id) + step
    if not 0 <= at < len(keys):
        way = "上" if step < 0 else "下"
        raise RefusedEdit(f"いちばん{way}にあるため、これより{way}へは動かせません。")
    owner = "version_id" if isinstance(row, Level) else None
    move_rows(session, entity, [row_id], at + (step > 0), owner=owner)


def set_successor(session: Session, department_id: int, successor_id: int | None) -> None:
    """Command: say which 組織 follows one.

    Raises:
        RefusedEdit: that one is followed by this one, at once or by way of others.
    """
    row = None if successor_id is None else find_row(session, Department, successor_id)
    seen: set[int] = set()
    while row is not None and row.id not in seen:
        if row.id == department_id:
            raise RefusedEdit("後継の組織をたどると元の組織に戻るため、設定できません。")
        seen.add(row.id)
        row = row.successor
    set_field(session, Department, department_id, "successor_id", successor_id)


def what_goes(session: Session, row_id: int, owner: type[Entity] = Department) -> str:
    """What is lost with an 組織 or a 関連する計画; else blank.

    「所管課 2件が外れ、成果指標の担当課 1件が空欄になります。」
    """
    gone, blanked = [], []
    for entity in entities():
        for attribute in sa.inspect(entity).column_attrs:
            column = attribute.columns[0]
            key = next(
                (key for key in column.foreign_keys if key.column.table.name == owner.__tablename__), None
            )
            if key is None:
                continue
            count = session.scalar(sa.select(sa.func.count()).select_from(entity).where(column == row_id))
            if count and key.ondelete == "CASCADE":
                gone.append(f"{entity.__label__} {count:,}件")
            elif count:
                label = column.info["label"]
                whose = "" if entity.__label__ in label else f"{entity.__label__}の"
                blanked.append(f"{whose}{label} {count:,}件")
    parts = [f"{'、'.join(gone)}が外れ"] if gone else []
    parts += [f"{'、'.join(blanked)}が空欄になり"] if blanked else []
    return f"{'、'.join(parts)}ます。" if parts else ""


def _actions(session: Session) -> Sequence[ActionPlanLink]:
    query = sa.select(ActionPlanLink).join(RelatedPlan, RelatedPlan.id == ActionPlanLink.related_plan_id)
    order = (RelatedPlan.position, RelatedPlan.id, ActionPlanLink.position, ActionPlanLink.id)
    return session.scalars(query.order_by(*order)).all()


def _line(row: Entity, marks: Marks, link: int | None = None, caution: str = "") -> SettingLine:
    entity = type(row)
    return SettingLine(
        id=row.id,
        uid=row.uid,
        place=place_of_row(row),
        values={name: getattr(row, name) for name in fields_of(entity)},
        link=link,
        caution=_span_caution(row) or caution,
        marks=tuple(mark for (uid, _), found in marks.items() if uid == row.uid for mark in found),
    )


def _span_caution(row: Entity) -> str:
    span = _SPANS.get(type(row))
    if span is None:
        return ""
    first, last = (getattr(row, name) for name in span)
    if first is None or last is None or first <= last:
        return ""
    specs = field_specs(type(row))
    return f"「{specs[span[0]].label}」が「{specs[span[1]].label}」より後になっています。"


def _term_text(term: Term) -> str:
    years = (format_fiscal_year(year, FiscalStyle.SHORT) for year in (term.first_year, term.last_year))
    return f"第{term.number}期 {'–'.join(years)}"


def _free_name(session: Session, entity: type[Entity], version_id: int | None = None) -> str:
    """「新しい階層」, with a number where that is taken."""
    table: Any = entity
    names = sa.select(table.name)
    if version_id is not None:
        names = names.where(table.version_id == version_id)
    return _numbered(f"新しい{entity.__label__}", session.scalars(names))


def _numbered(base: str, taken: Iterable[str]) -> str:
    names: Sequence[str] = list(taken)
    number, name = 1, base
    while name in names:
        number += 1
        name = f"{base}{number}"
    return name
