"""施策カルテ: everything about a 基本施策 on a page; what is too long goes on under its heading."""

from collections.abc import Sequence
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
from dxplanner.handouts.blocks import (
    Block,
    ChartRow,
    Heading,
    Newest,
    Notes,
    PageBreak,
    PageSetup,
    Paragraph,
    Quotient,
    Table,
)
from dxplanner.handouts.chart_lines import line_axis
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Edge
from dxplanner.handouts.measure_card_facts import mentioned
from dxplanner.handouts.measure_card_form import indicator_table
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.progress_series import standings
from dxplanner.handouts.review import overflows
from dxplanner.handouts.tables import lay_out
from dxplanner.model import (
    Bar,
    BudgetProgram,
    BudgetProject,
    Department,
    Grade,
    GradeScale,
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
    Term,
)
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot
from tests.exporters.test_xlsx_documents import document, sheet
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
        "現行1-1 窓口の改善【名称変更】", "名を改めます。", "窓口が増えた。", "周知が足りない。",
        "場づくり事業", "3,539千円",
        "準備：募集（R6.4～R6.6）", "満足度", "20.0%", "30.0%", "40.0%", "50.0%", "実績値（R7年度）",
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
    assert facts["現行計画から"].split("\n")[:2] == [f"現行1-1 {made.before.name}", "【名称変更】"]


def facts_of(made: Plan) -> dict[str, str]:
    return {
        row[0].text: row[1].text
        for one in made.cards(nodes=["相談の場"])
        if isinstance(one, Table) and one.description == "施策の概要"
        for row in one.rows
        if row[0] and row[1]
    }


@pytest.mark.parametrize(
    ("name", "label", "number"),
    [
        ("現行計画", "現行計画から", "現行1-1"),
        ("第1期", "第1期から", "第1期1-1"),
        ("H30", "H30から", "H30 1-1"),
    ],
)
def test_numbers_of_the_current_plan_bear_its_name(name: str, label: str, number: str) -> None:
    made = Plan()
    (other,) = branch(made.old, "別の方針", leaves=["広報の改善"])
    Review(uid="r2", node=other, achievement="広報が届いた。", issue="届かない人がいる。", position=0)
    made.old.name = name
    made.rows.append(transition(TransitionKind.MERGED, [other], [made.node]))
    second = number.replace("1-1", "2-1")
    facts = facts_of(made)
    assert facts[label].startswith(f"{number} 窓口の改善【名称変更】\n")
    assert f"\n{second} 広報の改善【統合】" in facts[label]
    assert facts["これまでの成果"] == f"〔{number}〕窓口が増えた。\n〔{second}〕広報が届いた。"
    assert facts["課題"] == f"〔{number}〕周知が足りない。\n〔{second}〕届かない人がいる。"


def test_a_new_measure_comes_from_the_current_plan_by_its_name() -> None:
    made = Plan()
    made.old.name = "第1期計画"
    made.rows.append(transition(TransitionKind.NEW, (), [made.bare]))
    (table,) = [one for one in made.cards(nodes=["1-2"]) if isinstance(one, Table)]
    assert ["第1期計画から", "【新設】"] in [[cell.text for cell in row if cell] for row in table.rows]


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


def test_an_indicator_is_a_part_of_the_form_a_value_a_row() -> None:
    made = Plan()
    add_actuals(made.node.indicators[0], "33.3", "36.0", first=2026)
    (table,) = indicator_tables(made.cards(nodes=["相談の場"]))
    assert grid(table) == [
        ["成果指標", "満足度"],
        ["基準値（R6年度）", "20.0%"],
        ["実績値（R7年度）", "30.0%"],
        ["実績値（R8年度）", "33.3%"],
        ["実績値（R9年度）", "36.0%"],
        ["目標値（R9年度）", "40.0%"],
        ["達成率", "80.0%"],
    ]
    assert [cell.value for _, cell in table.rows[1:] if cell][:2] == [Decimal("20.0"), Decimal("30.0")]
    rate = table.rows[6][1]
    assert rate is not None
    assert rate.quotient == Quotient((Newest(((2, 1), (3, 1), (4, 1))), (1, 1)), ((5, 1), (1, 1)))
    boxes = lay_out(table, PORTRAIT.width, PORTRAIT.height).piece(0, 7).boxes
    assert {len(box.lines) for box in boxes if box.edge != Edge.DASHED} == {1}


def test_all_tables_of_a_card_have_the_columns_of_its_form() -> None:
    made = Plan(opinions=1)
    computed(made, "利用率")
    tables = [one for one in made.cards(nodes=["相談の場"]) if isinstance(one, Table)]
    assert [one.description for one in tables] == ["施策の概要", "成果指標", "成果指標", "意見"]
    assert len({one.columns for one in tables}) == 1
    assert [row[0] for row in grid(tables[-1])] == ["意見", "市の考え方"]
    assert grid(tables[-1])[0][1].splitlines()[0] == "パブリックコメント"
    assert grid(tables[-1])[1][1] == "参考にします。"


def test_what_is_not_measured_yet_is_told_on_one_line() -> None:
    made = Plan()
    line = made.node.indicators[0].series[0]
    line.uid = "line"
    line.values.pop()
    made.new.term = Term(uid="term", number=2, first_year=2025, last_year=2027)
    (table,) = indicator_tables(made.cards(nodes=["相談の場"]))
    assert grid(table)[1:] == [["基準値（R6年度）", "20.0%"], ["実績値", "－"], ["目標値（R9年度）", "40.0%"]]
    missing_cell = table.rows[2][1]
    assert missing_cell is not None
    assert missing_cell.name == "line/actual_2025"


def test_a_card_tells_the_grade_where_the_plan_has_grades() -> None:
    made = Plan()
    scale = GradeScale(uid="scale", name="達成状況", position=0)
    scale.grades.append(Grade(uid="grade", label="S", lower_bound=Decimal(0)))
    made.rows.append(scale)
    (table,) = indicator_tables(made.cards(nodes=["相談の場"]))
    assert grid(table)[-2:] == [["達成率", "50.0%"], ["評価", "S"]]


def test_many_indicators_stand_side_by_side_on_the_page() -> None:
    made = Plan(opinions=0)
    made.node.statement = "長い説明です。" * 40
    add_actuals(made.node.indicators[0], "33.3", "36.0", first=2026)
    for name, unit in (("オープンデータカタログサイトの利用率", "%"), ("参加者数", "人")):
        add_actuals(computed(made, name, unit), "36.0", "42.0", "45.0")
    blocks = made.cards(nodes=["相談の場"])
    assert not any(isinstance(one, PageBreak) for one in blocks)
    (table,) = indicator_tables(blocks)
    assert grid(table)[1:] == [
        ["基準値（R6年度）", "20.0%", "30.0%", "30.0人"],
        ["実績値（R7年度）", "30.0%", "36.0%", "36.0人"],
        ["実績値（R8年度）", "33.3%", "42.0%", "42.0人"],
        ["実績値（R9年度）", "36.0%", "45.0%", "45.0人"],
        ["目標値（R9年度）", "40.0%", "60.0%", "60.0人"],
        ["達成率", "80.0%", "50.0%", "50.0%"],
    ]
    for at, cell in enumerate(table.rows[6][1:], start=1):
        assert cell is not None
        newest = Newest(((2, at), (3, at), (4, at)))
        assert cell.quotient == Quotient((newest, (1, at)), ((5, at), (1, at)))
    assert lay_out(table, PORTRAIT.width, PORTRAIT.height).torn == 0
    assert sum(isinstance(one, ChartRow) for one in blocks) == 1


def test_years_that_differ_stand_beside_the_values() -> None:
    made = Plan(opinions=0)
    other = computed(made, "利用率")
    other.series[0].values[0].fiscal_year = 2023
    one, two = (found for node in [made.node] for found in standings(snapshot(made.rows), node))
    table = indicator_table(snapshot(made.rows), [one, two], PORTRAIT)
    assert grid(table)[1:4] == [
        ["基準値", "20.0%（R6年度）", "30.0%（R5年度）"],
        ["実績値（R7年度）", "30.0%", "－"],
        ["目標値（R9年度）", "40.0%", "60.0%"],
    ]
    cell = table.rows[1][2]
    assert cell is not None
    assert (cell.value, cell.number_format.split(";")[0]) == (Decimal("30.0"), '#,##0.0"%（R5年度）"')


def test_a_card_explains_its_marks_on_every_page_that_bears_them() -> None:
    made = Plan(opinions=60)
    rule = ("※", "達成率は、（実績－基準）÷（目標－基準）で計算しています。")
    (note,) = [one for one in made.cards(nodes=["相談の場"]) if isinstance(one, Notes)]
    assert note.entries == (rule,)
    marked = snapshot([*made.rows, inferred(made.node, "goal")])
    pages: list[list[Block]] = [[]]
    for one in measure_card.build(marked, {"nodes": ["相談の場"]}, PORTRAIT):
        pages += [[]] if isinstance(one, PageBreak) else []
        pages[-1].append(one)
    assert len(pages) > 2
    notes = [[one for one in page if isinstance(one, Notes)] for page in pages]
    assert [len(found) for found in notes] == [1, *[0] * (len(pages) - 1)]
    assert notes[0][0].entries == (rule, ("※", "点線で囲み（推定）と付した内容は、確認中のものです。"))


def test_a_card_tells_the_rules_of_the_rates_that_it_prints() -> None:
    made = Plan(opinions=0)
    other = computed(made, "利用率")
    other.achievement_method = AchievementMethod.SIMPLE
    for one in made.node.indicators:
        one.series[0].uid = f"series of {one.name}"

    def said() -> list[str]:
        found = [one for one in made.cards(nodes=["相談の場"]) if isinstance(one, Notes)]
        return [text for one in found for _, text in one.entries]

    progress = "達成率は、（実績－基準）÷（目標－基準）で計算しています。"
    assert said() == [progress]
    add_actuals(other, "45.0")
    assert said() == [progress, "達成率は、実績÷目標で計算しています。"]
    for one in made.node.indicators:
        one.series[0].values = [value for value in one.series[0].values if value.role is not ValueRole.ACTUAL]
    assert said() == []


def test_series_of_one_indicator_have_one_scale() -> None:
    made = Plan(opinions=0)
    at_home, abroad = ("国内", "53.1", 2024, "74.3", 2027), ("国外", "71.8", 2024, "77.4", 2027)
    indicator(made.node, "情報取得満足度", "%", at_home, abroad, kind=IndicatorKind.FISCAL_YEAR)
    (row,) = [block for block in made.cards(nodes=["相談の場"]) if isinstance(block, ChartRow)]
    other, *axes = [line_axis(chart) for chart in row.charts]
    assert [(axis.low, axis.high) for axis in axes] == [(50, 80)] * 2
    assert (other.low, other.high) == (15, 40)
    natives = [native.y_axis.scaling for native in sheet(document(row))._charts]
    assert [(one.min, one.max) for one in natives] == [(15, 40), (50, 80), (50, 80)]


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

    assert sizes(0) == {11.0}
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
