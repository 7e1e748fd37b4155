"""Tables of データ用: in the plan's order, with what follows from the figures, each row its own."""

from datetime import date
from decimal import Decimal

from dxplanner.handouts.data_tables import DataTable, data_tables
from dxplanner.handouts.trees import Tree
from dxplanner.model import (
    Chapter,
    PlanVersion,
    PolicyNode,
    Question,
    Review,
    Survey,
    Term,
    Transition,
    TrendEntry,
)
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.planfile import PlanFile
from tests.handouts.data.filler import records


def test_what_follows_from_the_figures_stands_beside_them(tables: dict[str, DataTable]) -> None:
    surveys = records(tables["アンケート"])
    assert [(row["配布数"], row["回収数"], row["回収率（計算）（%）"]) for row in surveys] == [
        (3000, 1008, Decimal("33.6")),
        (1500, 502, Decimal("33.5")),
    ]
    assert {row["調査時期（開始）（西暦）"] for row in surveys} == {"2024-06"}
    assert {row["調査時期（終了）（和暦）"] for row in surveys} == {"令和６年７月"}
    grants = [
        (
            row["補助対象経費（千円）"],
            row["補助率（分子）"],
            row["補助率（分母）"],
            row["千円未満の端数"],
            row["算出額（千円）"],
        )
        for row in records(tables["補助金"])
    ]
    assert grants == [(6160, 1, 2, "切捨て", 3080), (3429, 1, 2, "切捨て", 1714)]
    assert tables["特別交付税措置"].column("措置率") == (Decimal("0.7"),)
    assert tables["作業"].column("作業の番号")[0] == 1


def test_rows_come_in_the_order_of_the_plan(sample: PlanSnapshot, tables: dict[str, DataTable]) -> None:
    trees = {version: Tree(version) for version in sample.all(PlanVersion)}

    def place(node: PolicyNode) -> tuple[int, int]:
        return node.version.position or 0, trees[node.version].order(node)

    reviews = sorted(sample.all(Review), key=lambda row: (place(row.node), row.position))
    assert tables["成果と課題"].column("主な成果") == tuple(row.achievement for row in reviews)
    trends = sorted(
        sample.all(TrendEntry),
        key=lambda row: (place(row.field_node), row.column.position, row.position),
    )
    assert tables["動向"].column("動向") == tuple(row.text for row in trends)
    chapters = sorted(sample.all(Chapter), key=lambda row: (row.version.position, row.position))
    assert tables["章"].column("章名") == tuple(row.title for row in chapters)
    transitions = sorted(sample.all(Transition), key=lambda row: row.position or 0)
    numbers = list(dict.fromkeys(tables["新旧の対応"].column("対応の番号")))
    assert numbers == list(range(1, len(transitions) + 1))
    reasons = list(dict.fromkeys(tables["新旧の対応"].column("理由")))
    assert reasons == list(dict.fromkeys(row.reason for row in transitions))
    numbers_of_reviews = tables["成果と課題"].column("番号")
    assert list(numbers_of_reviews) == sorted(numbers_of_reviews, key=str)


def test_a_matrix_goes_item_by_item(sample: PlanSnapshot, tables: dict[str, DataTable]) -> None:
    rows = [row for row in records(tables["回答の値"]) if row["形式"] == "マトリクス"]
    question = next(row for row in sample.all(Question) if row.kind.value == "マトリクス")
    wanted = [(item.label, choice.label) for item in question.items for choice in question.choices]
    got = [(row["項目"], row["選択肢"]) for row in rows]
    assert got == [pair for pair in wanted if pair in set(got)]


def test_a_pair_of_old_and_new_is_a_row_of_its_own(tables: dict[str, DataTable]) -> None:
    pairs = tables["新旧の対応"]
    assert len(pairs.rows) == len(set(pairs.rows)) > len(set(pairs.column("対応の番号")))


def test_an_empty_plan_has_its_own_row_only(empty_plan: PlanFile) -> None:
    assert [table.name for table in data_tables(empty_plan.snapshot())] == ["表の一覧", "計画"]


def test_surveys_of_one_target_are_told_apart(empty_plan: PlanFile) -> None:
    with empty_plan.edit("調査") as edit:
        session = edit.session
        for position, year in enumerate((2021, 2024)):
            survey = Survey(target="市民", starts_on=date(year, 6, 1), position=position)
            survey.questions.append(Question(title="同じ設問", kind="SA", position=0))
            session.add(survey)
        session.add(Term(number=2, first_year=2025, last_year=2027))
        session.add(Term(number=1, first_year=2022, last_year=2024))
    tables = {table.name: table for table in data_tables(empty_plan.snapshot())}
    assert tables["設問"].column("調査時期（開始）（西暦）") == ("2021-06", "2024-06")
    assert tables["期"].column("期") == (1, 2)
