"""The 根拠 of an indicator's values: links to a survey, values that part from it, its error."""

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import Direction, IndicatorKind
from dxplanner.model import Cell, Choice, Indicator, IndicatorValue, Question
from dxplanner.services import indicator_basis as basis
from dxplanner.services import indicator_edit as edit
from dxplanner.services.fields import set_field
from dxplanner.services.workbench import Workbench
from tests.services.indicators.acts import CONVENIENCE, FIRMS, ROLE, SAFETY, D, act, series, undo_all
from tests.services.outlines import rows


@pytest.mark.parametrize(
    ("at", "sums"),
    [
        (SAFETY, "6.4 ＋ どちらかといえばそう思う 29.9 ＝ 36.3"),
        (CONVENIENCE, "37.3 ＝ 50.0　n=1,008"),
        (FIRMS, "28.3 ＝ 34.9　n=502"),
    ],
)
def test_linked_baselines_show_their_origin(bench: Workbench, at: int, sums: str) -> None:
    base = series(bench)[at].last(ROLE.BASELINE)
    assert base is not None
    source, total, state = basis.origin_lines(base, "")
    assert "アンケート「" in source
    assert total.endswith(sums)
    assert state == "✓ 調査と一致しています。"


def test_a_value_that_parts_from_its_survey_warns_and_follows_on_request(bench: Workbench) -> None:
    row = series(bench)[FIRMS]
    base = row.last(ROLE.BASELINE)
    assert base is not None
    act(bench, set_field, Cell, base.basis[0].cell_id, "share", D("7.6"))
    base = series(bench)[FIRMS].last(ROLE.BASELINE)
    assert base is not None
    assert base.parted
    assert basis.origin_lines(base, "34.9%")[-1] == "⚠ 値（34.9%）と調査の値が違います。"
    act(bench, basis.follow_survey, base)
    base = series(bench)[FIRMS].last(ROLE.BASELINE)
    assert base is not None
    assert (str(base.value), base.parted) == ("35.9", False)


def test_a_link_is_changed_and_removed(bench: Workbench) -> None:
    before = rows(bench.plan)
    row = series(bench)[FIRMS]
    base = row.last(ROLE.BASELINE)
    assert base is not None
    with bench.plan.reading() as session:
        cells = [cell.id for cell in basis.answers(session, base.basis[0].question_id)]
        others = session.scalars(
            sa.select(Cell.id).join(Choice).join(Question).where(Question.code == "C1").order_by(Cell.id)
        ).all()
    act(bench, basis.link_basis, base.id, cells[:3])
    changed = series(bench)[FIRMS].last(ROLE.BASELINE)
    assert changed is not None
    assert [cell.cell_id for cell in changed.basis] == cells[:3]
    assert changed.parted
    with pytest.raises(RefusedEdit, match="1つの設問"):
        act(bench, basis.link_basis, base.id, [cells[0], others[0]])
    act(bench, basis.link_basis, base.id, [])
    bare = series(bench)[FIRMS].last(ROLE.BASELINE)
    assert bare is not None
    assert (bare.basis, bare.parted, basis.origin_lines(bare, "")) == ((), False, ())
    undo_all(bench)
    assert rows(bench.plan) == before


def test_questions_and_answers_are_offered_in_order(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        offered = basis.questions(session)
        assert offered[0].text == "市民　C1 デジタル化が進展し、生活が便利に、豊かになった"
        found = basis.answers(session, offered[0].id)
    assert [(cell.text, str(cell.share)) for cell in found[:2]] == [
        ("そう思う", "12.7"), ("どちらかといえばそう思う", "37.3"),
    ]  # fmt: skip


def test_a_change_within_the_error_is_said_to_be_one(bench: Workbench) -> None:
    key = series(bench)[FIRMS].id
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "36.0", 2025)
    assert series(bench)[FIRMS].change_text(series(bench)[FIRMS].standing) == ""
    told = series(bench)[FIRMS].standing
    assert told is not None
    act(bench, set_field, IndicatorValue, told.id, "sample_size", 500)
    row = series(bench)[FIRMS]
    said = row.change_text(row.standing)
    assert said == (
        "R7年度の基準値からの変化 ＋1.1ポイントは、誤差の範囲内の変化です。増えた・減ったとは言えません。"
    )
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "50.0", 2025)
    row = series(bench)[FIRMS]
    assert "誤差の範囲を超える" in row.change_text(row.standing)


def test_only_shares_of_a_survey_have_an_error(bench: Workbench) -> None:
    row = series(bench)[FIRMS]
    assert round(row.error(row.last(ROLE.BASELINE)) or 0, 2) == D("4.17")
    act(bench, set_field, Indicator, row.indicator.id, "kind", IndicatorKind.FISCAL_YEAR)
    row = series(bench)[FIRMS]
    assert row.error(row.last(ROLE.BASELINE)) is None
    assert row.indicator.direction is Direction.INCREASE
