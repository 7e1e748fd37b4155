"""Counted answers become questions: new ones, or new counts in one that 指標 and 所見 already speak of."""

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.raw_answers import Answers, Column, Layout, NoAnswer, Plan
from dxplanner.domain.tabulation import tabulate
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.model import IndicatorBasis, Question
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.survey_import import NewQuestion, take_over
from dxplanner.services.survey_matrix import Measure, matrix_sheet
from dxplanner.services.survey_query import question_detail, targets
from dxplanner.services.survey_sheets import choice_sheet
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.store.test_changelog import all_rows

ANSWERS = Answers(
    (
        Column("年代", ["20代", "20代", "30代", "30代", "30代"]),
        Column("問1", ["そう思う", "あまり思わない", "そう思う", "", "そう思う"]),
    ),
    range(2, 7),
)


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def test_a_new_question_is_one_step_of_undo(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    table = tabulate(ANSWERS, Plan(Layout.SINGLE, (1,), NoAnswer.LEAVE_OUT))
    key = bench.run("取込み", take_over(table, NewQuestion(1, "暮らし", "C7")))
    source = choice_sheet(key)
    with bench.plan.reading() as session:
        question = session.get_one(Question, key)
        assert (question.n, question.base, question.chart) == (5, 4, ChartKind.PIE)
        rows = read_rows(session, source, source.rows(session)).values()
        assert [row.texts[:4] for row in rows] == [
            ("そう思う", "3", "", "75.0"),
            ("あまり思わない", "1", "", "25.0"),
        ]
        found = question_detail(session, key)
    assert found is not None
    assert not any(finding.ask for finding in found.findings)
    bench.undo()
    assert all_rows(bench.plan) == start


def test_a_crossed_table_is_a_matrix_with_n_of_each_group(bench: Workbench) -> None:
    table = tabulate(ANSWERS, Plan(Layout.SINGLE, (1,), attribute=0))
    key = bench.run("取込み", take_over(table, NewQuestion(1, "暮らし（年代別）")))
    with bench.plan.reading() as session:
        found = question_detail(session, key)
        assert found is not None
        assert found.kind is QuestionKind.MATRIX
        assert found.measure is Measure.COMPUTED
        source = matrix_sheet(key, found.choices, found.measure)
        rows = [row.texts[:6] for row in read_rows(session, source, source.rows(session)).values()]
    assert rows == [
        ("全体", "", "60.0", "20.0", "20.0", "100.0"),
        ("20代", "2", "50.0", "50.0", "0.0", "100.0"),
        ("30代", "3", "66.7", "0.0", "33.3", "100.0"),
    ]
    assert not any(finding.ask for finding in found.findings)


def test_an_existing_question_keeps_its_links(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        target = next(one for one in targets(session, 1) if one.text.startswith("C1"))
        links = session.scalars(sa.select(IndicatorBasis.id)).all()
    start = all_rows(bench.plan)
    table = tabulate(ANSWERS, Plan(Layout.SINGLE, (1,), known=target.options))
    bench.run("取込み", take_over(table, target.id))
    source = choice_sheet(target.id)
    with bench.plan.reading() as session:
        rows = [row.texts[:4] for row in read_rows(session, source, source.rows(session)).values()]
        assert session.scalars(sa.select(IndicatorBasis.id)).all() == links
        found = question_detail(session, target.id)
    assert rows == [
        ("そう思う", "3", "", "60.0"),
        ("どちらかといえばそう思う", "0", "", "0.0"),
        ("あまり思わない", "1", "", "20.0"),
        ("まったく思わない", "0", "", "0.0"),
        ("わからない", "0", "", "0.0"),
        ("不明", "1", "", "20.0"),
    ]
    assert found is not None
    assert [use.warning != "" for use in found.uses] == [True]
    bench.undo()
    assert all_rows(bench.plan) == start


def test_what_may_not_be_taken_over_is_refused(bench: Workbench) -> None:
    start = all_rows(bench.plan)
    table = tabulate(ANSWERS, Plan(Layout.SINGLE, (1,), NoAnswer.REFUSE))
    with pytest.raises(RefusedEdit, match="無回答が1件"):
        bench.run("取込み", take_over(table, NewQuestion(1, "暮らし")))
    crossed = tabulate(ANSWERS, Plan(Layout.SINGLE, (1,), attribute=0))
    with bench.plan.reading() as session:
        single = next(one for one in targets(session, 1) if one.kind is QuestionKind.SINGLE)
    with pytest.raises(RefusedEdit, match="形式はSAです"):
        bench.run("取込み", take_over(crossed, single.id))
    assert all_rows(bench.plan) == start
