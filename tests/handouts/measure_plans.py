"""A plan for tests of 施策カルテ: a measure with everything that a card can show, and one with nothing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dxplanner.domain.vocabulary import (
    AchievementMethod,
    BarKind,
    DepartmentRole,
    Direction,
    IndicatorKind,
    MeetingBody,
    Orientation,
    Precision,
    TransitionKind,
    ValueRole,
)
from dxplanner.handouts import measure_card
from dxplanner.handouts.area import Area, page_area
from dxplanner.handouts.blocks import Block, PageSetup, Table
from dxplanner.model import (
    Bar,
    BudgetProgram,
    BudgetProject,
    Department,
    Indicator,
    IndicatorValue,
    Initiative,
    Lane,
    NodeDepartment,
    Opinion,
    ProjectNode,
    Review,
    Schedule,
    ScheduleEdition,
)
from dxplanner.model.base import Entity
from tests.handouts.builders import branch, indicator, snapshot, transition, version

PORTRAIT = page_area(PageSetup(orientation=Orientation.PORTRAIT))


class Plan:
    """A measure with everything that a card can show, and one with nothing."""

    def __init__(self, opinions: int = 1) -> None:
        self.old = version("現行計画", "基本方針", "基本施策")
        self.new = version("見直し案", "基本方針", "基本施策", position=1)
        (self.before,) = branch(self.old, "旧方針", leaves=["窓口の改善"])
        self.node, self.bare = branch(self.new, "方針", leaves=["相談の場", "何もない施策"])
        self.rows: list[Entity] = [self.old, self.new, *self.old.nodes, *self.new.nodes]
        self.node.goal = "誰もが相談できる。"
        self.node.initiatives.append(Initiative(uid="i", name="スマホサロン", position=0))
        self.node.initiatives_open = True
        section = Department(uid="d", name="情報政策推進室", position=0)
        link = NodeDepartment(uid="nd", department=section, role=DepartmentRole.LEAD, position=0)
        self.node.departments.append(link)
        change = transition(TransitionKind.RENAMED, [self.before], [self.node])
        change.reason = "名を改めます。"
        Review(uid="r", node=self.before, achievement="窓口が増えた。", issue="周知が足りない。", position=0)
        indicator(
            self.node, "満足度", "%", (None, "20.0", 2024, "40.0", 2027), kind=IndicatorKind.FISCAL_YEAR
        )
        measured = self.node.indicators[0]
        measured.achievement_method, measured.direction = AchievementMethod.PROGRESS, Direction.INCREASE
        line = measured.series[0]
        line.values.append(
            IndicatorValue(uid="a", role=ValueRole.ACTUAL, fiscal_year=2025, value=Decimal("30.0"))
        )
        program = BudgetProgram(uid="program", name="推進費", fiscal_year=2024, position=0)
        project = BudgetProject(uid="project", program=program, name="場づくり事業", amount=3539, position=0)
        project.node_links.append(ProjectNode(uid="pn", node=self.node, position=0))
        project.schedules.append(_schedule())
        self.rows += [change, section, program, project]
        self.rows += [
            Opinion(
                uid=f"o{at}",
                position=at,
                number=at + 1,
                source=MeetingBody.PUBLIC_COMMENT,
                summary=f"{at}番目の意見です。" * 6,
                answer="参考にします。",
                place="第４章 １－１",
                person="長崎太郎",
                original="原文のまま",
            )
            for at in range(opinions)
        ]

    def cards(self, area: Area = PORTRAIT, **options: object) -> tuple[Block, ...]:
        return measure_card.build(snapshot(self.rows), options, area)


def _schedule() -> Schedule:
    made = Schedule(uid="schedule", title="工程", position=0)
    edition = ScheduleEdition(uid="edition", name="当初", schedule=made, position=0)
    lane = Lane(uid="lane", edition=edition, name="準備", position=0)
    lane.bars.append(
        Bar(
            uid="bar",
            label="募集",
            starts_on=date(2024, 4, 1),
            ends_on=date(2024, 6, 30),
            precision=Precision.MONTH,
            kind=BarKind.BAR,
        )
    )
    return made


def indicator_tables(blocks: Sequence[Block]) -> list[Table]:
    return [one for one in blocks if isinstance(one, Table) and one.description == "成果指標"]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row if cell] for row in table.rows]


def add_actuals(measured: Indicator, *values: str, first: int = 2025) -> None:
    """実績値 of a year after the other."""
    measured.series[0].values += [
        IndicatorValue(
            uid=f"{measured.uid}{year}", role=ValueRole.ACTUAL, fiscal_year=year, value=Decimal(value)
        )
        for year, value in enumerate(values, start=first)
    ]


def computed(made: Plan, name: str, unit: str = "%") -> Indicator:
    """A further indicator of the measure that has everything."""
    one = indicator(made.node, name, unit, (None, "30.0", 2024, "60.0", 2027), kind=IndicatorKind.FISCAL_YEAR)
    one.uid = name
    one.achievement_method, one.direction = AchievementMethod.PROGRESS, Direction.INCREASE
    return one
