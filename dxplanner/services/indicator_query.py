"""Reads the series of indicators into pictures, a few queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.grades import GradeRule
from dxplanner.domain.indicators import padded
from dxplanner.domain.surveys import share_of
from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.model import (
    Cell,
    Choice,
    Department,
    Grade,
    GradeScale,
    Indicator,
    IndicatorBasis,
    IndicatorSeries,
    IndicatorValue,
    Item,
    Level,
    Plan,
    PlanVersion,
    PolicyNode,
    Provenance,
    Question,
    Survey,
    Term,
)
from dxplanner.services.fields import fields_of
from dxplanner.services.hierarchy_rows import branch, chunks
from dxplanner.services.indicator_picture import (
    BasisCell,
    IndicatorFacts,
    Scale,
    SeriesRow,
    ValueLine,
)
from dxplanner.services.node_numbers import NUMBERING_TABLES, version_numbers
from dxplanner.store.planfile import Committed

TABLES: Final = frozenset(
    entity.__tablename__
    for entity in (
        Indicator, IndicatorSeries, IndicatorValue, IndicatorBasis, GradeScale, Grade, Department, PolicyNode,
        Level, Provenance, Cell, Choice, Item, Question, Survey, Term, PlanVersion,
    )
)  # fmt: skip
"""A commit that touches none of these cannot change a row of the table."""

_MOST_YEARS: Final = 12
_FIGURES: Final = frozenset({"indicator_value", "indicator_basis"})
_OWN_TABLES: Final = frozenset({"indicator", "indicator_series", "indicator_value"})


class IndicatorBook:
    """The indicators of an open plan as pictures, kept until a commit touches what they show."""

    def __init__(self) -> None:
        self._numbers: dict[int, Mapping[int, str]] = {}
        self._order: dict[int, Mapping[int, int]] = {}
        self._keys: dict[tuple[int | None, int | None], list[int]] = {}
        self._counts: dict[tuple[int | None, int | None], int] = {}
        self._rows: dict[int, SeriesRow] = {}

    def note(self, session: Session, committed: Committed) -> None:
        """Forget what a commit may have changed: single series where it changed only those."""
        touched: defaultdict[str, set[int]] = defaultdict(set)
        for change in committed.rows:
            touched[change.table].add(change.row_id)
        tables = touched.keys() & TABLES
        if tables & NUMBERING_TABLES:
            self._numbers.clear()
            self._order.clear()
        if tables - _FIGURES:
            self._keys.clear()
        if tables - _OWN_TABLES:
            self._rows.clear()
        if not self._rows:
            return
        values = touched["indicator_value"]
        owners: set[int] = set()
        for portion in chunks(list(values)):
            query = sa.select(IndicatorValue.series_id).where(IndicatorValue.id.in_(portion))
            owners.update(session.scalars(query))
        for key, row in list(self._rows.items()):
            if (
                key in owners
                or key in touched["indicator_series"]
                or row.indicator.id in touched["indicator"]
                or (values and any(value.id in values for value in row.values))
            ):
                del self._rows[key]

    def forget(self) -> None:
        """Read everything anew."""
        self._keys.clear()
        self._rows.clear()
        self._numbers.clear()
        self._order.clear()

    def keys(self, session: Session, version_id: int | None, node_id: int | None = None) -> list[int]:
        """Keys of the series of a version, or of a node and all below it, in the order of the tree."""
        known = self._keys.get((version_id, node_id))
        if known is not None and _only_reads(session):
            return known
        rows = (
            sa.select(IndicatorSeries.id, Indicator.node_id, Indicator.position, Indicator.id)
            .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
            .join(PolicyNode, Indicator.node_id == PolicyNode.id)
            .where(PolicyNode.version_id == version_id)
            .order_by(IndicatorSeries.position, IndicatorSeries.id)
        )
        if node_id is not None:
            rows = rows.where(PolicyNode.id.in_(sa.select(branch([node_id]).c.id)))
        order = self._places(session, version_id or 0)
        found = [
            (order.get(row[1], 0), row[2], row[3], at, row[0]) for at, row in enumerate(session.execute(rows))
        ]
        keys = [row[-1] for row in sorted(found)]
        if _only_reads(session):
            self._keys[version_id, node_id] = keys
            self._counts[version_id, node_id] = len({one[2] for one in found})
        return keys

    def count(self, session: Session, version_id: int | None, node_id: int | None = None) -> int:
        """To how many indicators the series of a version (or of a node and all below it) belong."""
        self.keys(session, version_id, node_id)
        return self._counts[version_id, node_id]

    def load(self, session: Session, keys: Sequence[int]) -> list[SeriesRow]:
        """Pictures of some series, in the order asked for; those that are gone are left out."""
        missing = [key for key in keys if key not in self._rows]
        fresh = {row.id: row for row in read_series(session, missing, self._number)} if missing else {}
        if _only_reads(session):
            self._rows.update(fresh)
        known = self._rows | fresh
        return [known[key] for key in keys if key in known]

    def one(self, session: Session, key: int) -> SeriesRow | None:
        """Picture of one series; None when it is gone."""
        return next(iter(self.load(session, [key])), None)

    def _number(self, session: Session, version_id: int, node_id: int) -> str:
        if version_id not in self._numbers:
            self._numbers[version_id] = version_numbers(session, version_id)
        return self._numbers[version_id].get(node_id, "")

    def _places(self, session: Session, version_id: int) -> Mapping[int, int]:
        if version_id not in self._order:
            self._order[version_id] = _tree_order(session, version_id)
        return self._order[version_id]


def _only_reads(session: Session) -> bool:
    """Whether nothing that this session sees can be taken back (see PlanFile.reading)."""
    return bool(session.connection().get_execution_options().get("reading"))


def _tree_order(session: Session, version_id: int) -> dict[int, int]:
    below: defaultdict[int | None, list[int]] = defaultdict(list)
    for key, parent in session.execute(
        sa.select(PolicyNode.id, PolicyNode.parent_id)
        .where(PolicyNode.version_id == version_id)
        .order_by(PolicyNode.position.desc(), PolicyNode.id.desc())
    ):
        below[parent].append(key)
    order: dict[int, int] = {}
    waiting = list(below[None])
    while waiting:
        key = waiting.pop()
        order[key] = len(order)
        waiting.extend(below[key])
    return order


def term_years(session: Session, version_id: int | None) -> list[int]:
    """The 年度 of the version's 期, else of the plan, else of its targets; none when nobody knows."""
    span = (
        session.execute(
            sa.select(Term.first_year, Term.last_year)
            .join(PlanVersion, PlanVersion.term_id == Term.id)
            .where(PlanVersion.id == version_id)
        ).first()
        or session.execute(sa.select(Plan.first_year, Plan.last_year)).first()
    )
    if span is None or span[0] is None or span[1] is None:
        return []
    return list(range(span[0], span[1] + 1))[:_MOST_YEARS]


def indicators_without_series(session: Session, version_id: int | None) -> list[int]:
    """Indicators that the table cannot show, because they have no series at all."""
    return list(
        session.scalars(
            sa.select(Indicator.id)
            .join(PolicyNode, Indicator.node_id == PolicyNode.id)
            .where(PolicyNode.version_id == version_id, ~Indicator.series.any())
            .order_by(Indicator.id)
        )
    )


def parted_series(session: Session, book: IndicatorBook, version_id: int | None) -> list[SeriesRow]:
    """The series with a value that differs from the survey that it is linked with."""
    linked = (
        sa.select(IndicatorSeries.id)
        .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
        .join(PolicyNode, Indicator.node_id == PolicyNode.id)
        .join(IndicatorValue, IndicatorValue.series_id == IndicatorSeries.id)
        .where(PolicyNode.version_id == version_id, IndicatorValue.basis.any())
        .distinct()
    )
    rows = book.load(session, list(session.scalars(linked)))
    return [row for row in rows if row.parted]


def series_of(session: Session, indicator_ids: Sequence[int]) -> list[int]:
    """Keys of all series of some indicators."""
    return list(
        session.scalars(sa.select(IndicatorSeries.id).where(IndicatorSeries.indicator_id.in_(indicator_ids)))
    )


def first_series(session: Session, indicator_id: int) -> tuple[int, int, int] | None:
    """Key of an indicator's first series, of its node and of its version; None when it is gone."""
    row = session.execute(
        sa.select(IndicatorSeries.id, Indicator.node_id, PolicyNode.version_id)
        .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
        .join(PolicyNode, Indicator.node_id == PolicyNode.id)
        .where(Indicator.id == indicator_id)
        .order_by(IndicatorSeries.position, IndicatorSeries.id)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def scales(session: Session) -> dict[int, Scale]:
    """The plan's tables of grades by key, in their order; the first one is the plan's ordinary one."""
    found: dict[int, Scale] = {}
    grades: defaultdict[int, list[Grade]] = defaultdict(list)
    for grade in session.scalars(sa.select(Grade).order_by(Grade.position, Grade.id)):
        grades[grade.scale_id].append(grade)
    for scale in session.scalars(sa.select(GradeScale).order_by(GradeScale.position, GradeScale.id)):
        own = grades[scale.id]
        rules = tuple(GradeRule(grade.label, grade.lower_bound) for grade in own)
        found[scale.id] = Scale(scale.id, scale.name, tuple(grade.id for grade in own), rules)
    return found


def read_series(session: Session, keys: Sequence[int], number: Any) -> list[SeriesRow]:
    """Read series by key; ``number(session, version id, node id)`` gives a node's number."""
    known = scales(session)
    columns = [getattr(Indicator, name) for name in fields_of(Indicator)]
    made: list[SeriesRow] = []
    facts: dict[int, IndicatorFacts] = {}
    for portion in chunks(keys):
        rows = session.execute(
            sa.select(
                IndicatorSeries.id, IndicatorSeries.uid, IndicatorSeries.name, IndicatorSeries.position,
                Indicator.id, Indicator.uid, Indicator.node_id, Indicator.department_id,
                Indicator.grade_scale_id, Department.name, PolicyNode.version_id, PolicyNode.name, *columns,
            )
            .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
            .join(PolicyNode, Indicator.node_id == PolicyNode.id)
            .outerjoin(Department, Indicator.department_id == Department.id)
            .where(IndicatorSeries.id.in_(portion))
        ).all()  # fmt: skip
        values = read_values(session, IndicatorValue.series_id.in_(portion))
        uids = {row[1]: row[0] for row in rows}
        uids |= {value.uid: key for key, own in values.items() for value in own}
        inferred = _inferred(session, [*uids, *(row[5] for row in rows)])
        of_series: defaultdict[int, int] = defaultdict(int)
        for uid, count in inferred.items():
            if uid in uids:
                of_series[uids[uid]] += count
        for row in rows:
            if row[4] not in facts:
                facts[row[4]] = _facts(row, known)
            made.append(
                SeriesRow(
                    row[0], row[5], row[2] or "", row[3], facts[row[4]],
                    number(session, row[10], row[6]), row[11],
                    tuple(sorted(values[row[0]], key=lambda value: value.order)),
                    of_series[row[0]] + inferred.get(row[5], 0),
                )
            )  # fmt: skip
    return made


def _facts(row: Any, known: Mapping[int, Scale]) -> IndicatorFacts:
    values = dict(zip(fields_of(Indicator), row[12:], strict=True))
    ordinary = next(iter(known.values()), None)
    scale = known.get(row[8], ordinary) if row[8] is not None else ordinary
    return IndicatorFacts(row[4], row[5], row[6], values, row[7], row[9] or "", row[8], scale)


def read_values(session: Session, where: sa.ColumnElement[bool]) -> defaultdict[int, list[ValueLine]]:
    """Values as they are shown, with their links to survey answers, by series; ``where`` says which."""
    value = IndicatorValue
    rows: Sequence[Any] = session.execute(
        sa.select(
            value.id, value.uid, value.series_id, value.position, value.role, value.fiscal_year, value.value,
            value.proposed, value.sample_size, value.grade_id, value.note, Indicator.decimals,
        )
        .join(IndicatorSeries, value.series_id == IndicatorSeries.id)
        .join(Indicator, IndicatorSeries.indicator_id == Indicator.id)
        .where(where)
    ).all()  # fmt: skip
    basis = _basis(session, where) if rows else {}
    found: defaultdict[int, list[ValueLine]] = defaultdict(list)
    for row in rows:
        line = ValueLine(*row[:-1])
        shown = replace(line, value=padded(line.value, row.decimals), basis=tuple(basis.get(line.id, ())))
        found[line.series_id].append(shown)
    return found


def _basis(session: Session, where: sa.ColumnElement[bool]) -> Mapping[int, list[BasisCell]]:
    found: defaultdict[int, list[BasisCell]] = defaultdict(list)
    rows = (
        _basis_cells()
        .join(IndicatorValue, IndicatorBasis.value_id == IndicatorValue.id)
        .where(where)
        .order_by(IndicatorBasis.position, IndicatorBasis.id)
    )
    for row in session.execute(rows):
        found[row.value_id].append(_basis_cell(row))
    return found


def _basis_cells() -> Any:
    """Links to survey answers with what names them and gives their share."""
    return (
        sa.select(
            IndicatorBasis.id, IndicatorBasis.value_id, Cell.id.label("cell_id"), Cell.count.label("counted"),
            Cell.share, Choice.label.label("choice"), Item.label.label("item"), Item.n.label("item_n"),
            Question.id.label("question_id"), Question.title, Question.base, Question.n, Survey.target,
        )
        .join(Cell, IndicatorBasis.cell_id == Cell.id)
        .join(Choice, Cell.choice_id == Choice.id)
        .join(Question, Choice.question_id == Question.id)
        .join(Survey, Question.survey_id == Survey.id)
        .outerjoin(Item, Cell.item_id == Item.id)
    )  # fmt: skip


def _basis_cell(row: Any) -> BasisCell:
    n = row.item_n or row.base or row.n
    return BasisCell(
        row.id, row.cell_id, row.question_id, f"{row.target}アンケート", row.title,
        row.item or "", row.choice,
        share_of(row.share, row.counted, n), n,
    )  # fmt: skip


def _inferred(session: Session, uids: Iterable[str]) -> Mapping[str, int]:
    """How many 出典 of each row are still 推定."""
    found: dict[str, int] = {}
    for portion in chunks(list(dict.fromkeys(uids))):
        counts = (
            sa.select(Provenance.entity_uid, sa.func.count())
            .where(Provenance.status == ProvenanceStatus.INFERRED, Provenance.entity_uid.in_(portion))
            .group_by(Provenance.entity_uid)
        )
        found |= {row[0]: row[1] for row in session.execute(counts)}
    return found
