"""Questions, options and matrices as sheets: ranges from a worksheet, 形式, figures behind 指標; undone."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.pasted import cells_of_text
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts.blocks import ChartForm
from dxplanner.model import Cell, Choice, Item, Question, Remark, RemarkCell, Survey
from dxplanner.services import sheet_edit
from dxplanner.services.fields import set_field
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.survey_edit import (
    belongings_text,
    delete_survey,
    duplicate_survey,
    link_remark,
    set_base,
)
from dxplanner.services.survey_matrix import Measure, matrix_sheet
from dxplanner.services.survey_query import QuestionDetail, question_detail, survey_head, surveys
from dxplanner.services.survey_sheets import choice_sheet, matrix_choice_sheet, question_sheet, remark_sheet
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.store.test_changelog import all_rows

# As Excel puts a range on the clipboard: full-width digits, percent signs, 「－」, a quoted line feed.
PASTED = (
    '"ＤＸ人材が\r\n足りない"\t２２１\t４６．２％\r\n'
    "予算の確保が難しい\t207＿\t43.3%\r\n"
    "その他\t－\t－\r\n"
    "わからない\t三\t101\r\n"
)


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def question_id(bench: Workbench, code: str) -> int:
    with bench.plan.reading() as session:
        return session.scalars(sa.select(Question.id).where(Question.code == code)).one()


def detail(bench: Workbench, code: str) -> QuestionDetail:
    key = question_id(bench, code)
    with bench.plan.reading() as session:
        found = question_detail(session, key)
    assert found is not None
    return found


def texts(bench: Workbench, source: SheetSource) -> list[tuple[str, ...]]:
    with bench.plan.reading() as session:
        keys = source.rows(session)
        rows = read_rows(session, source, keys)
        return [rows[key].texts for key in keys]


def keys(bench: Workbench, source: SheetSource) -> Sequence[int]:
    with bench.plan.reading() as session:
        return list(source.rows(session))


def new_question(bench: Workbench) -> int:
    source = question_sheet(1)
    return bench.run(
        "追加", sheet_edit.add_typed(source, None, {"title": "課題", "kind": "MA", "n": "502社"})
    )


def test_a_range_with_counts_and_shares_goes_in(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    key = new_question(bench)
    source = choice_sheet(key)
    command = sheet_edit.paste(source, [], ["label", "count", "share"], cells_of_text(PASTED), add_rows=True)
    report = bench.run("貼り付け", command)
    assert [row[:4] for row in texts(bench, source)] == [
        ("ＤＸ人材が足りない", "221", "46.2", "44.0"),
        ("予算の確保が難しい", "207", "43.3", "41.2"),
        ("その他", "", "", ""),
        ("わからない", "", "", ""),
    ]
    assert [(bad.key, bad.text) for bad in report.bad] == [("count", "三"), ("share", "101")]
    with bench.plan.reading() as session:
        found = question_detail(session, key)
    assert found is not None
    assert found.findings[0].base == 478
    bench.run("分母", set_base(key, 478))
    assert [row[3] for row in texts(bench, source)][:2] == ["46.2", "43.3"]
    while all_rows(bench.plan) != start:
        assert bench.undo() is not None


def test_computed_shares_are_shown_and_never_stored(bench: Workbench) -> None:
    rows = texts(bench, choice_sheet(question_id(bench, "B2")))
    assert rows[0][:4] == ("業務の効率化", "272", "", "54.2")
    with bench.plan.reading() as session:
        cell = session.scalars(sa.select(Cell).where(Cell.count == 272)).one()
        assert cell.share is None
    assert texts(bench, choice_sheet(question_id(bench, "C5")))[0][4] == "890"
    assert "計算した割合" not in [c.label for c in choice_sheet(1, shares=False).columns]


def test_a_matrix_is_typed_item_by_item(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    found = detail(bench, "C2")
    shares = matrix_sheet(found.id, found.choices, Measure.SHARE)
    lost = keys(bench, shares)[1]
    column = next(one.key for one in shares.columns if one.key.startswith("share-"))
    bench.run("入力", sheet_edit.set_cell(shares, lost, column, "６．８％"))
    row = texts(bench, shares)[1]
    assert (row[2], row[7], row[8]) == ("6.8", "100.0", "✓")
    counts = matrix_sheet(found.id, found.choices, Measure.COUNT)
    first = keys(bench, counts)[0]
    names = [one.key for one in counts.columns if one.key.startswith("count-")]
    command = sheet_edit.paste(
        counts, [first], ["n", *names], [["100", "50", "30", "10", "6", "4"]], add_rows=False
    )
    assert bench.run("貼り付け", command).done == 6
    assert texts(bench, counts)[0][1:8] == ("100", "50", "30", "10", "6", "4", "100")
    computed = matrix_sheet(found.id, found.choices, Measure.COMPUTED)
    assert texts(bench, computed)[0][2:8] == ("50.0", "30.0", "10.0", "6.0", "4.0", "100.0")
    while all_rows(bench.plan) != start:
        assert bench.undo() is not None


def test_columns_of_a_matrix_are_rows_of_a_sheet(bench: Workbench) -> None:
    found = detail(bench, "C2")
    source = matrix_choice_sheet(found.id)
    bench.run("追加", sheet_edit.add_typed(source, None, {"label": "無回答"}))
    assert detail(bench, "C2").choices[-1][1] == "無回答"
    bench.run("移動", sheet_edit.move(source, [keys(bench, source)[-1]], 0))
    assert detail(bench, "C2").choices[0][1] == "無回答"
    assert detail(bench, "C2").choices[1][1] == "そう思う（推定）"


def test_the_kind_changes_only_where_the_table_fits(bench: Workbench) -> None:
    source = question_sheet(1)
    key = question_id(bench, "C1")
    bench.run("形式", sheet_edit.set_cell(source, key, "kind", "ＭＡ"))
    assert detail(bench, "C1").kind is QuestionKind.MULTIPLE
    with pytest.raises(RefusedEdit, match="表の形が違います"):
        bench.run("形式", sheet_edit.set_cell(source, key, "kind", "マトリクス"))
    empty = new_question(bench)
    bench.run("形式", sheet_edit.set_cell(source, empty, "kind", "マトリクス"))
    with bench.plan.reading() as session:
        row = session.get(Question, empty)
        assert row is not None
        assert row.kind is QuestionKind.MATRIX


def test_indicators_are_named_at_the_figures_and_warn_when_they_part(bench: Workbench) -> None:
    source = choice_sheet(question_id(bench, "C1"))
    assert texts(bench, source)[0][5] == "1-2の基準値に使用"
    assert texts(bench, source)[2][5] == ""
    assert [use.warning for use in detail(bench, "C1").uses] == [""]
    bench.run("入力", sheet_edit.set_cell(source, keys(bench, source)[0], "share", "13.7"))
    [use] = detail(bench, "C1").uses
    assert use.warning.startswith("1-2の基準値50.0%と、根拠にした調査の値が違います（そう思う 13.7 ＋")
    matrix = detail(bench, "C2")
    used = [row[9] for row in texts(bench, matrix_sheet(matrix.id, matrix.choices, Measure.SHARE))]
    assert used[3] == "1-1の基準値に使用（そう思う、どちらかといえばそう思う）"


def test_charts_follow_kind_and_number_of_options(bench: Workbench) -> None:
    assert detail(bench, "C1").chart.form is ChartForm.PIE
    assert detail(bench, "C2").chart.form is ChartForm.STACKED
    assert detail(bench, "B2").chart.unit == "件"
    assert detail(bench, "B3").chart.note == "n=502（割合の分母は478）"
    business = detail(bench, "B1")
    assert business.chart_kind is ChartKind.PIE
    assert business.chart_note == "選択肢が8つ以上あるため、円ではなく横棒で描いています。"
    assert all(value.inferred for value in detail(bench, "C1").chart.series[0].values)
    assert not any(value.inferred for value in detail(bench, "C4").chart.series[0].values)


def test_a_chart_that_cannot_be_as_chosen_says_why(bench: Workbench) -> None:
    key = question_id(bench, "B3")

    def choose(kind: ChartKind) -> None:
        bench.run("図の種類", lambda session: set_field(session, Question, key, "chart", kind))

    for kind in (ChartKind.STACKED, ChartKind.PIE):
        choose(kind)
        one = detail(bench, "B3")
        assert one.chart.form is ChartForm.BAR
        assert one.chart_note == (
            f"複数回答で割合の計が100%にならないため、{kind.value}ではなく横棒で描いています。"
        )
    choose(ChartKind.BAR)
    assert detail(bench, "B3").chart_note == ""


def test_remarks_name_their_figures(bench: Workbench) -> None:
    source = remark_sheet(1)
    assert texts(bench, source)[0][2] == "C1 そう思う 12.7%\nC1 どちらかといえばそう思う 37.3%"
    key = keys(bench, source)[0]
    question = question_id(bench, "C1")
    with bench.plan.reading() as session:
        cells = session.scalars(
            sa.select(Cell.id).join(Choice, Cell.choice_id == Choice.id).where(Choice.question_id == question)
        ).all()
    bench.run("根拠", link_remark(key, question, [cells[0], cells[4]]))
    assert texts(bench, source)[0][2] == "C1 そう思う 12.7%\nC1 わからない 7.7%"
    other = question_id(bench, "C3")
    bench.run("根拠", link_remark(key, other, []))
    assert texts(bench, source)[0][2].count("C1") == 2


def test_a_survey_is_duplicated_for_the_next_round_or_as_it_is(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    blank = bench.run("複製", duplicate_survey(1, results=False))
    full = bench.run("複製", duplicate_survey(1, results=True))
    with bench.plan.reading() as session:
        assert [one.text for one in surveys(session)][:3] == [
            "市民（2024年6月～7月）",
            "市民の写し（2024年6月～7月）",
            "市民の写し",
        ]
        rows = {key: session.get_one(Survey, key) for key in (1, blank, full)}
        shape = {
            key: [
                (q.code, q.n, [i.label for i in q.items], [c.label for c in q.choices]) for q in row.questions
            ]
            for key, row in rows.items()
        }
        assert shape[full] == shape[1]
        assert [(code, items, labels) for code, _, items, labels in shape[blank]] == [
            (code, items, labels) for code, _, items, labels in shape[1]
        ]
        assert {n for _, n, _, _ in shape[blank]} == {None}
        count = sa.select(sa.func.count()).select_from(Cell).join(Choice).join(Question)
        assert session.scalar(count.where(Question.survey_id == blank)) == 0
        assert session.scalar(count.where(Question.survey_id == full)) == session.scalar(
            count.where(Question.survey_id == 1)
        )
        linked = sa.select(sa.func.count()).select_from(RemarkCell).join(Remark)
        assert session.scalar(linked.where(Remark.survey_id == full)) == 6
        assert session.scalar(
            sa.select(sa.func.count()).select_from(Item).join(Question).where(Question.survey_id == full)
        )
    while all_rows(bench.plan) != start:
        assert bench.undo() is not None


def test_deleting_says_what_goes_with_it(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        assert belongings_text(session, 1) == "設問6件、所見4件、指標の値との結び付き4件"
    start = all_rows(bench.plan)
    bench.run("削除", delete_survey(1))
    with bench.plan.reading() as session:
        assert survey_head(session, 1) is None
    bench.undo()
    assert all_rows(bench.plan) == start


def test_the_head_says_a_rate_that_differs(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        head = survey_head(session, 1)
    assert head is not None
    assert head.summary == "回収 1,008人／3,000　回収率 33.6%"

    def change(session: object) -> None:
        session.get_one(Survey, 1).printed_rate = Decimal("34.0")  # type: ignore[attr-defined]

    bench.run("変更", change)
    with bench.plan.reading() as session:
        head = survey_head(session, 1)
    assert head is not None
    assert head.summary == "回収 1,008人／3,000　回収率 33.6%（印字 34.0%）"
    assert head.rate is not None
    assert head.rate.ask
