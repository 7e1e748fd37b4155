"""Grades of indicators: by the plan's table, by a table of their own, by hand."""

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.grades import PRESETS
from dxplanner.domain.vocabulary import AchievementMethod
from dxplanner.model import Grade, GradeScale, Indicator
from dxplanner.services import indicator_edit as edit
from dxplanner.services import indicator_grades as grades
from dxplanner.services.fields import set_field
from dxplanner.services.workbench import Workbench
from tests.services.indicators.acts import OVERTIME, ROLE, SAFETY, D, act, series
from tests.services.outlines import rows


@pytest.fixture
def graded(bench: Workbench) -> Workbench:
    key = act(bench, grades.add_scale, PRESETS[1])
    act(bench, grades.make_ordinary, key)
    return bench


def test_grades_follow_the_plans_first_table(graded: Workbench) -> None:
    row = series(graded)[OVERTIME]
    act(graded, edit.set_value_text, row.id, ROLE.ACTUAL, "5.85", 2025)
    row = series(graded)[OVERTIME]
    assert (row.rate(row.standing).value, row.grade(row.standing).label) == (D(50), "D")
    act(graded, set_field, Indicator, row.indicator.id, "achievement_method", AchievementMethod.SIMPLE)
    assert series(graded)[OVERTIME].grade(series(graded)[OVERTIME].standing).label == "B"


def test_an_indicator_may_have_its_own_table(graded: Workbench) -> None:
    row = series(graded)[SAFETY]
    signs = act(graded, grades.add_scale, PRESETS[2])
    act(graded, set_field, Indicator, row.indicator.id, "grade_scale_id", signs)
    act(graded, edit.set_value_text, row.id, ROLE.ACTUAL, "50.0", 2025)
    row = series(graded)[SAFETY]
    assert row.grade(row.standing).label == "◎"
    act(graded, grades.delete_scale, signs)
    row = series(graded)[SAFETY]
    assert (row.indicator.grade_scale_id, row.grade(row.standing).label) == (None, "A")


def test_a_table_without_bounds_says_so(bench: Workbench) -> None:
    row = series(bench)[SAFETY]
    act(bench, edit.set_value_text, row.id, ROLE.ACTUAL, "50.0", 2025)
    row = series(bench)[SAFETY]
    assert "下限がどの評価にも入っていない" in row.grade(row.standing).reason


def test_a_grade_by_hand_wins_until_it_is_emptied(graded: Workbench) -> None:
    before = rows(graded.plan)
    key = series(graded)[SAFETY].id
    act(graded, edit.set_grade, key, "未着手")
    row = series(graded)[SAFETY]
    assert row.standing is not None
    assert (row.standing.year, row.standing.value) == (2025, None)
    assert row.grade(row.standing).label == "未着手"
    assert row.grade(row.standing).by_hand
    act(graded, edit.set_grade, key, "")
    assert series(graded)[SAFETY].standing is None
    assert rows(graded.plan)["indicator_value"] == before["indicator_value"]


def test_choosing_what_the_rule_gives_stays_with_the_rule(graded: Workbench) -> None:
    key = series(graded)[SAFETY].id
    act(graded, edit.set_value_text, key, ROLE.ACTUAL, "50.0", 2025)
    act(graded, edit.set_grade, key, "Ａ")
    row = series(graded)[SAFETY]
    assert not row.grade(row.standing).by_hand
    act(graded, edit.set_grade, key, "評価困難")
    act(graded, edit.set_grade, key, "A")
    row = series(graded)[SAFETY]
    assert (row.grade(row.standing).label, row.grade(row.standing).by_hand) == ("A", False)
    with pytest.raises(InputError, match="評価区分「A～D」にありません"):
        act(graded, edit.set_grade, key, "優")


def test_only_an_actual_value_is_graded(graded: Workbench) -> None:
    target = series(graded)[SAFETY].last(ROLE.TARGET)
    assert target is not None
    with pytest.raises(RefusedEdit, match="実績値だけ"):
        act(graded, edit.set_grade_of, target.id, "A")


def test_deleting_a_table_says_what_goes_with_it(graded: Workbench) -> None:
    with graded.plan.reading() as session:
        key = session.scalars(sa.select(GradeScale.id).order_by(GradeScale.position)).first() or 0
        assert grades.what_goes(session, key) == ""
    act(graded, edit.set_grade, series(graded)[SAFETY].id, "評価困難")
    act(graded, set_field, Indicator, series(graded)[SAFETY].indicator.id, "grade_scale_id", key)
    with graded.plan.reading() as session:
        said = grades.what_goes(session, key)
    assert "評価1件" in said
    assert "指標1件" in said


def test_a_preset_with_its_grades_is_one_step(bench: Workbench) -> None:
    before = rows(bench.plan)
    key = act(bench, grades.add_scale, PRESETS[0])
    with bench.plan.reading() as session:
        made = session.scalars(sa.select(Grade.label).where(Grade.scale_id == key).order_by(Grade.position))
        assert list(made) == ["S", "A", "B", "C", "評価困難", "未着手"]
    bench.undo()
    assert rows(bench.plan) == before
