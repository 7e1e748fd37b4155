"""What cannot be drawn as was asked for, or does not add up, is drawn honestly and said before printing."""

from decimal import Decimal

import pytest

from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts import surveys
from dxplanner.handouts.blocks import Chart, ChartForm
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.survey_doubts import form_refused
from dxplanner.model import Question, Survey
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.planfile import PlanFile
from tests.handouts.builders import block, handout, snapshot
from tests.handouts.test_surveys import built, charts, matrix, notes, question, survey

PARTS = [ChartKind.PIE, ChartKind.STACKED]


def warned(made: Survey, **options: object) -> tuple[str, ...]:
    return surveys.warnings(snapshot([made, *made.questions]), options)


def only_chart(made: Survey) -> Chart:
    ((chart,),) = charts(built(made))
    return chart


def counted(asked: Question, *counts: int | None) -> Question:
    """The question with counts and without shares."""
    cells = [cell for choice in asked.choices for cell in choice.cells]
    for cell, count in zip(cells, counts, strict=True):
        cell.share, cell.count = None, count
    return asked


@pytest.mark.parametrize("chart", PARTS)
def test_several_answers_are_no_parts_of_a_whole(chart: ChartKind) -> None:
    made = survey()
    asked = question(made, "課題", "46.2", "43.3", "23.8", kind=QuestionKind.MULTIPLE, chart=chart)
    assert only_chart(made).form is ChartForm.BAR
    assert notes(built(made)) == ""
    (said,) = warned(made)
    assert said.startswith("「課題」は、複数回答で割合の計が100%にならないため、")
    assert said.endswith(f"{chart.value}ではなく横棒で印刷します。")
    asked.chart = ChartKind.BAR
    assert warned(made) == ()


def test_shares_of_more_than_a_hundred_percent_are_told() -> None:
    made = survey()
    question(made, "利用", "60.0", "40.1", n=None)
    assert warned(made) == ()
    question(made, "保有", "88.3", "21.5", n=None)
    assert warned(made) == ("「保有」は、割合の計が100%を超えます（109.8%）。割合を確かめてください。",)
    assert "「保有」は、割合の計が100%を超えます（109.8%）（確認中）。" in notes(built(made))
    assert notes(built(made, checks=False)) == ""
    assert warned(made, questions=["利用"]) == ()


def test_a_row_of_a_matrix_that_is_more_than_a_hundred_percent_is_named() -> None:
    made = survey()
    asked = matrix(made, "影響", 3)
    assert warned(made) == ()
    asked.choices[0].cells[1].share = Decimal("75.5")
    where = "「影響」の「項目1」は、割合の計が100%を超えます（115.5%）"
    assert warned(made) == (f"{where}。複数回答の設問であれば、図の種類を「横棒」にしてください。",)
    assert notes(built(made)) == f"{where}（確認中）。"
    asked.choices[1].cells[2].share = Decimal("90.0")
    assert "「項目1」など2項目は、" in warned(made)[0]
    asked.chart = ChartKind.BAR
    assert warned(made) == ()
    assert only_chart(made).form is ChartForm.BAR


@pytest.mark.parametrize("chart", [*PARTS, ChartKind.BAR])
def test_counts_without_n_are_bars_of_people(chart: ChartKind) -> None:
    made = survey()
    asked = counted(question(made, "利用", "0", "0", n=None, chart=chart, axis_max=60), 221, 98)
    drawn = only_chart(made)
    assert (drawn.form, drawn.unit, drawn.axis_max) == (ChartForm.BAR, "人", None)
    assert [value.value for value in drawn.series[0].values] == [221, 98]
    assert drawn.note == "サンプル数（n）が未入力のため、回答数です"
    assert warned(made) == ("「利用」は、サンプル数（n）が未入力のため、割合ではなく回答数を印刷します。",)
    assert form_refused(asked) == (
        "" if chart is ChartKind.BAR else f"サンプル数（n）が未入力のため、{chart.value}ではなく"
    )
    asked.n = 442
    drawn = only_chart(made)
    assert (drawn.unit, drawn.note, drawn.axis_max) == ("%", "n=442", Decimal(60))
    assert drawn.series[0].values[0].value == Decimal("50.0")
    assert warned(made) == ()


def test_a_matrix_of_counts_without_n_stays_a_matrix() -> None:
    made = survey()
    asked = counted(matrix(made, "影響", 2), 30, 20, 10, 40)
    asked.n = None
    drawn = only_chart(made)
    assert (drawn.form, drawn.unit) == (ChartForm.STACKED, "人")
    assert drawn.note == "サンプル数（n）が未入力のため、回答数です"
    assert form_refused(asked) == ""
    asked.choices[0].cells[0].count = None
    assert only_chart(made).note == "サンプル数（n）が未入力のため、回答数です（空欄の回答を除く）"
    # Each group may have its own n.
    for item in asked.items:
        item.n = 100
    assert only_chart(made).unit == "%"


def test_a_count_among_shares_that_has_no_n_is_told() -> None:
    made = survey()
    asked = question(made, "利用", "60.0", None, n=None)
    asked.choices[1].cells[0].count = 12
    assert warned(made) == (
        "「利用」は、サンプル数（n）が未入力のため、件数だけの回答の割合を印刷できません。",
    )


def test_counts_beside_the_shares_of_a_matrix_run_over_nothing(sample_plan: PlanFile) -> None:
    """A count has no room in a part of a bar; bars and pies say it as before."""
    plan = sample_plan.snapshot()
    for asked in plan.all(Question):
        for cell in (cell for choice in asked.choices for cell in choice.cells):
            if cell.share is not None and cell.count is None:
                cell.count = round(cell.share * 5)
    made = next(one for one in plan.all(Survey) if one.target == "市民")
    found = [chart for row in charts(surveys.build(plan, {"survey": made.uid})) for chart in row]
    stacked = [chart for chart in found if chart.form is ChartForm.STACKED]
    texts = {chart.title: [value.text for one in chart.series for value in one.values] for chart in found}
    assert stacked
    assert not any("（" in text for chart in stacked for text in texts[chart.title])
    assert all(texts[chart.title][0].endswith("人）") for chart in found if chart not in stacked)


def test_the_warnings_of_a_part_name_it(sample_plan: PlanFile) -> None:
    plan = sample_plan.snapshot()
    asked = next(one for one in plan.all(Question) if one.code == "B3")
    asked.chart = ChartKind.STACKED
    part = block("survey", survey="事業者")
    alone = build_document(plan, handout(part)).warnings
    second = build_document(plan, handout(block("heading", text="結果"), part))
    assert [one for one in second.warnings if "横棒" in one] == [
        f"2番目の部品「アンケート調査結果」：{one}" for one in alone if "横棒" in one
    ]
    assert len([one for one in alone if "横棒で印刷します。" in one]) == 1
    assert alone[-1] in lay_out_document(build_document(plan, handout(part))).warnings


def test_the_sample_has_nothing_to_be_told(sample: PlanSnapshot) -> None:
    for one in sample.all(Survey):
        assert surveys.warnings(sample, {"survey": one.uid}) == ()
    assert surveys.warnings(snapshot(), {}) == ()
