"""施策カルテ: everything about a 基本施策 on a page; what is too long goes on under its heading."""

from datetime import date
from decimal import Decimal

import pytest

from dxplanner.domain.errors import InputError
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
from dxplanner.handouts.area import A4_LANDSCAPE, Area, page_area
from dxplanner.handouts.blocks import Block, ChartRow, Heading, Notes, PageBreak, PageSetup, Paragraph, Table
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.measure_card_facts import mentioned
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.review import overflows
from dxplanner.handouts.tables import lay_out
from dxplanner.model import (
    Bar,
    BudgetProgram,
    BudgetProject,
    Department,
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
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import block, branch, handout, indicator, inferred, snapshot, transition, version
from tests.handouts.seed_texts import laid_out, missing, page_texts

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


def words(blocks: tuple[Block, ...]) -> str:
    cells = [
        cell
        for one in blocks
        if isinstance(one, Table)
        for row in (*one.header, *one.rows)
        for cell in row
        if cell
    ]
    return "|".join(
        [*(cell.text for cell in cells), *(one.text for one in blocks if isinstance(one, Heading))]
    )


def test_a_card_says_everything_about_a_measure() -> None:
    blocks = Plan().cards(nodes=["相談の場"])
    expected = [
        "1-1　相談の場", "1 方針", "誰もが相談できる。", "情報政策推進室", "スマホサロン　等",
        "1-1 窓口の改善【名称変更】", "名を改めます。", "窓口が増えた。", "周知が足りない。", "場づくり事業",
        "3,539千円",
        "準備：募集（R6.4～R6.6）", "満足度", "20.0%", "30.0%", "40.0%", "50.0%", "R7実績",
        "0番目の意見です。", "参考にします。",
    ]  # fmt: skip
    assert [one for one in expected if one not in words(blocks)] == []
    assert "長崎太郎" not in words(blocks)
    assert "原文のまま" not in words(blocks)
    assert sum(isinstance(one, ChartRow) for one in blocks) == 1


def test_each_measure_begins_its_own_page() -> None:
    made = Plan()
    made.bare.indicators.clear()
    blocks = made.cards(level="基本施策")
    assert [one.text for one in blocks if isinstance(one, Heading)] == ["1-1　相談の場", "1-2　何もない施策"]
    assert sum(isinstance(one, PageBreak) for one in blocks) == 1


def test_a_bare_measure_says_what_is_not_there_yet() -> None:
    blocks = Plan().cards(nodes=["1-2"])
    (table,) = [one for one in blocks if isinstance(one, Table)]
    assert [[cell.text for cell in row if cell] for row in table.rows] == [
        ["位置づけ", "1 方針"],
        ["所管課", "－"],
        ["主な取組", "－"],
        ["予算事業", "－"],
    ]


def test_levels_and_changes_stay_whole_where_a_line_can_hold_them() -> None:
    made = Plan()
    parent = made.node.parent
    assert parent is not None
    parent.name = "デジタル技術で新たな楽しみ方を創出し、人をひきつけているまちを、みんなでつくります"
    made.before.name = "市民と企業と大学とがともに考え、ともにつくるための場の整備"
    facts = {
        row[0].text: row[1].text
        for one in made.cards(nodes=["相談の場"])
        if isinstance(one, Table) and one.description == "施策の概要"
        for row in one.rows
        if row[0] and row[1]
    }
    first, second = facts["位置づけ"].split("\n")
    assert (first + second).removeprefix("1 ") == parent.name
    assert facts["現行計画から"].split("\n")[:2] == [f"1-1 {made.before.name}", "【名称変更】"]


def test_years_of_values_are_not_broken() -> None:
    made = Plan()
    for year in (2026, 2027):
        value = IndicatorValue(uid=f"a{year}", role=ValueRole.ACTUAL, fiscal_year=year, value=Decimal("33.3"))
        made.node.indicators[0].series[0].values.append(value)
    (table,) = [
        one for one in made.cards(nodes=["相談の場"]) if getattr(one, "description", "") == "成果指標"
    ]
    assert isinstance(table, Table)
    drawn = [box.lines for box in lay_out(table, PORTRAIT.width, PORTRAIT.height).piece(0, 1).boxes]
    assert ("20.0%", "（R6年度）") in drawn
    assert ("40.0%", "（R9年度）") in drawn


def test_a_card_explains_its_marks_on_every_page_that_bears_them() -> None:
    made = Plan(opinions=60)
    assert not [one for one in made.cards(nodes=["相談の場"]) if isinstance(one, Notes)]
    marked = snapshot([*made.rows, inferred(made.node, "goal")])
    pages: list[list[Block]] = [[]]
    for one in measure_card.build(marked, {"nodes": ["相談の場"]}, PORTRAIT):
        pages += [[]] if isinstance(one, PageBreak) else []
        pages[-1].append(one)
    assert len(pages) > 2
    notes = [[one for one in page if isinstance(one, Notes)] for page in pages]
    assert [len(found) for found in notes] == [1, *[0] * (len(pages) - 1)]
    assert notes[0][0].entries == (("※", "点線で囲み（推定）と付した内容は、確認中のものです。"),)


def test_charts_can_be_left_out() -> None:
    assert not any(isinstance(one, ChartRow) for one in Plan().cards(charts=False))


@pytest.mark.parametrize("orientation", list(Orientation))
def test_a_long_card_goes_on_under_its_heading(orientation: Orientation) -> None:
    made = Plan(opinions=60)
    paper = handout(block("measure_card", nodes=["相談の場"]))
    paper.orientation = orientation
    pages = lay_out_document(build_document(snapshot(made.rows), paper)).pages
    assert len(pages) > 2
    assert [page.bookmarks[0].text for page in pages] == [
        "1-1　相談の場",
        *["1-1　相談の場（続き）"] * (len(pages) - 1),
    ]
    printed = "".join(box.text for page in pages for item in page.items for box in item.drawing.boxes)
    assert all(f"{at}番目の意見です。" in printed for at in range(60))


def test_a_text_longer_than_a_page_is_not_lost() -> None:
    made = Plan()
    made.node.statement = "".join(f"第{at}文は長い説明です。" for at in range(400))
    paper = handout(block("measure_card", nodes=["相談の場"]))
    layout = lay_out_document(build_document(snapshot(made.rows), paper))
    boxes = [box for page in layout.pages for item in page.items[1:] for box in item.drawing.boxes]
    statement = "".join(box.text for box in boxes if box.name == f"{made.node.uid}/statement")
    assert statement.replace("\n", "") == made.node.statement
    printed = "".join(box.text for box in boxes)
    assert "予算事業" in printed


def test_a_card_shrinks_to_the_floor_before_it_goes_on() -> None:
    def sizes(count: int) -> set[float]:
        return {one.size for one in Plan(count).cards(A4_LANDSCAPE, nodes=["1-1"]) if isinstance(one, Table)}

    assert sizes(0) == {11.5}
    assert sizes(30) == {10.5}


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("基本施策１－３", {"1-3"}),
        ("第4章 1-3、2‐10", {"1-3", "2-10"}),
        ("11-3", {"11-3"}),
        ("1-3-2", {"1-3-2"}),
        ("全体", set()),
        ("第1章", set()),
    ],
)
def test_numbers_are_found_in_a_place(place: str, numbers: set[str]) -> None:
    assert mentioned(place) == numbers


def test_a_plan_without_versions_says_that_there_is_nothing() -> None:
    assert measure_card.build(snapshot(), {}) == (Paragraph("該当する内容はありません。"),)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"nodes": ["ない施策"]}, "施策「ない施策」が「見直し案」に見つかりません"),
        ({"level": "ない階層"}, "階層「ない階層」が見つかりません"),
        ({"charts": "はい"}, "「する」か「しない」か"),
    ],
)
def test_wrong_options_are_told_in_japanese(options: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        measure_card.build(snapshot(Plan().rows), options)


def test_the_sample_has_a_page_for_each_measure(sample: PlanSnapshot) -> None:
    layout = laid_out(sample, "measure-cards")
    pages = page_texts(sample, "measure-cards")
    assert len(pages) == len([page for page in layout.pages if page.bookmarks]) == 12
    assert (
        missing(pages[1], ["健康で豊かに暮らせるサービスの提供", "自治会のデジタル化支援", "50.0%", "60.0%"])
        == []
    )
    boxes = [box for page in layout.pages for item in page.items for box in item.drawing.boxes]
    assert [box.text for box in boxes if overflows(box)] == []
