"""Small plans in memory for the tests of handouts: entities without a database."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from dxplanner.domain.vocabulary import (
    BarKind,
    BarShape,
    ColourRole,
    Glyph,
    IndicatorKind,
    NumberScope,
    Orientation,
    Paper,
    Precision,
    ProvenanceStatus,
    Side,
    TransitionKind,
    ValueRole,
)
from dxplanner.model import (
    AxisColumn,
    Bar,
    Handout,
    HandoutBlock,
    Indicator,
    IndicatorSeries,
    IndicatorValue,
    Lane,
    Level,
    Plan,
    PlanVersion,
    PolicyNode,
    Provenance,
    Schedule,
    ScheduleEdition,
    Transition,
    TransitionEnd,
    entities,
)
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot


def snapshot(rows: Iterable[Entity] = ()) -> PlanSnapshot:
    """A snapshot of these rows; a plan is added when there is none."""
    table: dict[type[Entity], list[Entity]] = {entity: [] for entity in entities()}
    for number, row in enumerate(rows):
        row.uid = row.uid or f"uid-{number}"
        table[type(row)].append(row)
    if not table[Plan]:
        table[Plan].append(Plan(uid="plan", name="試験計画", city="試験市"))
    return PlanSnapshot({entity: tuple(found) for entity, found in table.items()}, 0)


def version(name: str, *levels: str, position: int = 0) -> PlanVersion:
    """A version whose levels are numbered from the second last on: 1, then 1-1."""
    made = PlanVersion(uid=f"version-{name}", name=name, position=position)
    for index, level in enumerate(levels):
        rest = len(levels) - index
        scope = {1: NumberScope.PARENT, 2: NumberScope.VERSION}.get(rest, NumberScope.NONE)
        made.levels.append(Level(name=level, position=index, scope=scope, joined=rest == 1))
    return made


def node(
    owner: PlanVersion,
    level: int,
    name: str,
    parent: PolicyNode | None = None,
    colour: ColourRole = ColourRole.NEUTRAL,
    goal: str | None = None,
) -> PolicyNode:
    """A node; its uid is made of the version's and its place."""
    uid = f"{owner.uid}-{len(owner.nodes)}"
    return PolicyNode(
        uid=uid,
        version=owner,
        level=owner.levels[level],
        parent=parent,
        name=name,
        colour=colour,
        goal=goal,
        position=len(owner.nodes),
    )


def branch(owner: PlanVersion, *names: str, leaves: Sequence[str] = ()) -> list[PolicyNode]:
    """A chain of nodes from the top level down, with leaves under the last; gives the leaves."""
    parent: PolicyNode | None = None
    for level, name in enumerate(names):
        parent = node(owner, level, name, parent)
    return [node(owner, len(names), leaf, parent) for leaf in leaves]


def transition(
    kind: TransitionKind, olds: Iterable[PolicyNode] = (), news: Iterable[PolicyNode] = ()
) -> Transition:
    """A transition from old to new nodes."""
    made = Transition(kind=kind)
    made.ends += [TransitionEnd(side=Side.OLD, node=old) for old in olds]
    made.ends += [TransitionEnd(side=Side.NEW, node=new) for new in news]
    return made


def indicator(
    owner: PolicyNode,
    name: str,
    unit: str,
    *series: tuple[str | None, str, int, str, int],
    kind: IndicatorKind = IndicatorKind.SURVEY,
) -> Indicator:
    """An indicator with series of (name, baseline, its 年度, target, its 年度)."""
    made = Indicator(node=owner, name=name, unit=unit, kind=kind)
    for label, baseline, base_year, target, target_year in series:
        line = IndicatorSeries(indicator=made, name=label)
        for role, value, year in (
            (ValueRole.BASELINE, baseline, base_year),
            (ValueRole.TARGET, target, target_year),
        ):
            line.values.append(
                IndicatorValue(
                    uid=f"{owner.uid}-{label}-{role.value}", role=role, value=Decimal(value), fiscal_year=year
                )
            )
    return made


def inferred(row: Entity, field: str | None = None) -> Provenance:
    """推定 for a row, or for one of its fields."""
    return Provenance(entity_uid=row.uid, field_name=field, status=ProvenanceStatus.INFERRED)


def edition(*columns: tuple[str | None, str, date, date | None], title: str = "工程") -> ScheduleEdition:
    """An edition of a schedule with columns of (group, heading, first day, last day)."""
    made = ScheduleEdition(uid="edition", name="当初", schedule=Schedule(title=title, project=None))
    for group, heading, start, end in columns:
        made.columns.append(AxisColumn(group=group, heading=heading, starts_on=start, ends_on=end))
    return made


def lane(owner: ScheduleEdition, name: str, *bars: Bar, group: str | None = None) -> Lane:
    """A lane with bars."""
    made = Lane(uid=f"lane-{len(owner.lanes)}", edition=owner, name=name, group=group)
    made.bars.extend(bars)
    return made


def bar(
    label: str | None,
    start: date,
    end: date | None,
    kind: BarKind = BarKind.BAR,
    role: ColourRole = ColourRole.NEUTRAL,
    shape: BarShape = BarShape.BAND,
) -> Bar:
    """A bar, milestone or marker."""
    return Bar(
        uid=f"bar-{label}-{start}",
        label=label,
        starts_on=start,
        ends_on=end,
        kind=kind,
        shape=shape,
        glyph=Glyph.TRIANGLE,
        colour=role,
        precision=Precision.MONTH,
    )


def handout(*blocks: HandoutBlock, title: str = "資料の題名", number: str | None = "資料１") -> Handout:
    """A handout on A4 landscape."""
    made = Handout(
        uid="handout",
        code="test",
        title=title,
        number=number,
        paper=Paper.A4,
        orientation=Orientation.LANDSCAPE,
        first_page=1,
    )
    made.blocks.extend(blocks)
    return made


def block(kind: str, enabled: bool = True, **options: object) -> HandoutBlock:
    """A part of a handout."""
    return HandoutBlock(kind=kind, enabled=enabled, options=options)
