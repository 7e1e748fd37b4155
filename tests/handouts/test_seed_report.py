"""素案の概要 printed again: every name and figure of the sources on its own page, spelt as there."""

import pytest

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.indicators import format_value
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts.review import overflows
from dxplanner.handouts.survey_charts import question_chart
from dxplanner.model import Item, Question
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.seed_texts import laid_out, missing, page_texts, page_with
from tests.sample.reading import seed

TITLES = (
    "（４）計画の構成",
    "（５）施策体系の変更",
    "（８）社会動向・技術動向",
    "（９）コンセプト",
    "（10）2030年のめざす姿の全体像",
    "（11）施策体系（案）",
    "（12）主な取組み",
    "（13）成果指標",
    "２ 改訂スケジュール",
)


@pytest.fixture(scope="session")
def report(sample: PlanSnapshot) -> list[str]:
    return page_texts(sample, "draft-report")


def measures(side: str) -> list[str]:
    return [word for policy in seed(side) for pair in policy["measures"].items() for word in pair]


def test_pages_are_in_the_order_of_the_source(sample: PlanSnapshot) -> None:
    headings = [mark.text for page in laid_out(sample, "draft-report").pages for mark in page.bookmarks]
    assert headings[0] == "１ 概要"
    assert [heading for heading in headings if heading in TITLES] == list(TITLES)
    reviews = [heading for heading in headings if heading.startswith("（６）")]
    assert reviews == ["（６）本市のこれまでの取り組み", "（６）本市のこれまでの取り組み（続き）"]
    assert headings.index(reviews[1]) < headings.index("（８）社会動向・技術動向")


def test_every_page_begins_with_its_heading(sample: PlanSnapshot) -> None:
    for page in laid_out(sample, "draft-report").pages:
        assert page.bookmarks, page.number
        assert page.items[1].drawing.boxes[0].text == page.bookmarks[0].text


def test_the_terms_stand_under_the_plans_own_texts(report: list[str]) -> None:
    spans = [
        "～".join(format_fiscal_year(year, FiscalStyle.SHORT) for year in term[1:]) for term in seed("terms")
    ]
    words = ["（１）計画の目的", "（２）計画の位置づけ", "（３）改訂の背景", "次期基本施策の検討時期", *spans]
    said = [
        "「個性輝く世界都市」",
        "「希望溢れる人間都市」",
        "長崎市第五次総合計画",
        "３年間の３期",
        "「横串」",
    ]
    assert missing(report[0], [*words, *said, *seed("axes")]) == []


def test_the_outline_holds_both_lists_of_chapters(report: list[str]) -> None:
    page = page_with(report, "（４）計画の構成")
    current = [word for chapter in seed("chapters_current") for word in chapter]
    revised = [
        word
        for chapter in seed("chapters_revised")
        for word in (
            chapter["number"],
            chapter["title"],
            *chapter["changes"],
            chapter["draft_pages"],
            chapter["status"],
        )
    ]
    assert missing(page, [*current, *revised]) == []


def test_the_reviews_go_over_two_pages_between_policies(report: list[str]) -> None:
    first = page_with(report, "（６）本市のこれまでの取り組み|")
    second = page_with(report, "（６）本市のこれまでの取り組み（続き）")
    rows = seed("reviews")
    for page, numbers in ((first, "123"), (second, "456")):
        own = [row for row in rows if row[0][0] in numbers]
        assert missing(page, [word for row in own for word in row]) == []
        assert missing(page, [row[0] for row in rows if row not in own]) == [
            row[0] for row in rows if row not in own
        ]


def test_the_trends_have_their_upper_headings(report: list[str]) -> None:
    page = page_with(report, "（８）社会動向・技術動向")
    headings = [word for column in seed("trend_columns") for word in column]
    names = [*seed("trend_entries"), "暮らし", "交流", "行政"]
    assert missing(page, [*headings, *names, *seed("trend_words")]) == []
    assert page.count("（推定）") == 2  # the cell, and the note that explains it


def test_the_concept_has_the_slogan_and_three_domains(report: list[str]) -> None:
    page = page_with(report, "（９）コンセプト")
    words = [word for policy in seed("revised") for word in (policy["domain"], policy["tagline"])]
    assert missing(page, [seed("plan")["slogan"], "450年", "３つの領域", *words]) == []


def test_the_whole_picture_has_its_elements_and_words(report: list[str]) -> None:
    page = page_with(report, "（10）2030年のめざす姿の全体像")
    diagram = seed("diagram")
    parts = [part for node in diagram["nodes"] for part in node.replace("》", "").split("《")]
    visions = [policy["vision"] for policy in seed("revised")]
    assert missing(page, [diagram["centre"], *parts, *diagram["edges"], *visions]) == []


@pytest.mark.parametrize("title", ["（５）施策体系の変更", "（11）施策体系（案）"])
def test_the_revised_hierarchy_is_whole(report: list[str], title: str) -> None:
    page = page_with(report, title)
    upper = [policy[key] for policy in seed("revised") for key in ("field", "vision", "policy")]
    assert missing(page, [*upper, *measures("revised")]) == []


def test_the_current_hierarchy_stands_beside_it(report: list[str]) -> None:
    page = page_with(report, "（５）施策体系の変更")
    upper = [policy[key] for policy in seed("current") for key in ("vision", "policy")]
    assert missing(page, [*upper, *measures("current"), "現行計画", "見直し案"]) == []


def test_the_initiatives_stand_beside_their_measures(report: list[str]) -> None:
    page = page_with(report, "（12）主な取組み")
    rows = ["、".join(names) + "等" for names in seed("initiatives").values()]
    assert missing(page, [*rows, *measures("revised"), "主な取組内容"]) == []


def test_the_indicators_have_their_values_and_years(report: list[str]) -> None:
    from decimal import Decimal

    page = page_with(report, "（13）成果指標")
    for indicator in seed("indicators"):
        for series in indicator["series"]:
            for year, value in (series["baseline"], series["target"]):
                shown = format_value(Decimal(value), None, indicator["unit"])
                assert missing(page, [indicator["name"], shown, format_fiscal_year(year)]) == []


def test_the_schedule_is_the_one_of_the_draft(report: list[str]) -> None:
    page = page_with(report, "２ 改訂スケジュール")
    schedule = next(one for one in seed("schedules") if one["edition"] == "素案報告時")
    bars = [bar[0] for lane in schedule["lanes"] for bar in lane["bars"]]
    columns = [word for column in schedule["columns"] for word in column[:2]]
    assert missing(page, [*columns, *(lane["name"] for lane in schedule["lanes"]), *bars]) == []


def test_no_text_leaves_its_box(sample: PlanSnapshot) -> None:
    for page in laid_out(sample, "draft-report").pages:
        boxes = [box for item in page.items for box in item.drawing.boxes]
        assert [box.text for box in boxes if overflows(box)] == []


def test_the_rows_of_a_matrix_are_numbered_as_on_the_questionnaire(report: list[str]) -> None:
    page = page_with(report, "（７）市民意識（アンケート調査結果の概要）　市民")
    (rows,) = (one["rows"] for one in seed("surveys")[0]["questions"] if "rows" in one)
    assert len(rows) == 13
    assert missing(page, [f"{number}.{label}" for number, label in enumerate(rows, start=1)]) == []


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ([("便利になる", None), ("その他", None)], ("1.便利になる", "2.その他")),
        ([("１　便利になる", None), ("２　その他", None)], ("１　便利になる", "２　その他")),
        ([("男性", 480), ("女性", 520)], ("男性（n=480）", "女性（n=520）")),
    ],
)
def test_rows_that_bear_a_number_or_are_groups_get_none(
    items: list[tuple[str, int | None]], shown: tuple[str, ...]
) -> None:
    question = Question(uid="q", title="影響", kind=QuestionKind.MATRIX, chart=ChartKind.STACKED, unit="%")
    question.items += [Item(uid=label, label=label, n=n) for label, n in items]
    assert question_chart(question).categories == shown
