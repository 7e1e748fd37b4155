"""Commands about indicators, each undone to the start."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError, RefusedEdit, UserError
from dxplanner.domain.grades import PRESETS
from dxplanner.domain.indicators import padded
from dxplanner.domain.vocabulary import AchievementMethod, Direction, IndicatorKind, ValueRole
from dxplanner.model import Cell, Choice, Grade, GradeScale, Indicator, IndicatorValue, PolicyNode, Question
from dxplanner.services import indicator_basis as basis
from dxplanner.services import indicator_edit as edit
from dxplanner.services import indicator_grades as grades
from dxplanner.services.fields import set_field
from dxplanner.services.indicator_picture import SeriesRow
from dxplanner.services.indicator_query import IndicatorBook, indicators_without_series
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.services.outlines import rows

D = Decimal
VERSION = 2
ROLE = ValueRole
SAFETY, CONVENIENCE, FIRMS, ACCESS, TOURISTS, OVERTIME = 0, 1, 3, 4, 7, 11


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def series(bench: Workbench) -> list[SeriesRow]:
    book = IndicatorBook()
    with bench.plan.reading() as session:
        return book.load(session, book.keys(session, VERSION))


def act(bench: Workbench, command: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return bench.run("試験", lambda session: command(session, *arguments, **named))


def stored(bench: Workbench, series_id: int, role: ValueRole, year: int | None = None) -> str:
    """The digits that the plan keeps."""
    with bench.plan.reading() as session:
        found = edit.last_value(session, series_id, role, year)
        return "" if found is None else str(found.value)


def undo_all(bench: Workbench) -> None:
    while bench.undo() is not None:
        pass


def test_a_typed_value_is_stored_as_typed_and_undone(bench: Workbench) -> None:
    before = rows(bench.plan)
    key = series(bench)[SAFETY].id
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "４０．０％", 2025)
    assert stored(bench, key, ROLE.ACTUAL) == "40.0"
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "40", 2025)
    assert stored(bench, key, ROLE.ACTUAL) == "40"
    act(bench, edit.set_value_text, key, ROLE.ACTUAL, "", 2025)
    assert series(bench)[SAFETY].of_year(ROLE.ACTUAL, 2025) is None
    undo_all(bench)
    assert rows(bench.plan) == before


def test_a_value_that_is_no_number_is_refused(bench: Workbench) -> None:
    key = series(bench)[SAFETY].id
    with pytest.raises(InputError, match="数値として読めません"):
        act(bench, edit.set_value_text, key, ROLE.BASELINE, "約40")
    with pytest.raises(InputError, match="数値として読めません"):
        act(bench, edit.set_value_text, key, ROLE.BASELINE, "3万件")


def test_an_emptied_baseline_keeps_its_year_and_its_link(bench: Workbench) -> None:
    key = series(bench)[FIRMS].id
    act(bench, edit.set_value, key, ROLE.BASELINE, None)
    base = series(bench)[FIRMS].last(ROLE.BASELINE)
    assert base is not None
    assert (base.year, base.value, len(base.basis)) == (2024, None, 2)
    assert base.parted


def test_each_value_has_its_own_year(bench: Workbench) -> None:
    key = series(bench)[ACCESS].id
    act(bench, edit.set_year, key, ROLE.BASELINE, 2022)
    row = series(bench)[ACCESS]
    assert [(value.role, value.year) for value in row.values] == [(ROLE.BASELINE, 2022), (ROLE.TARGET, 2027)]
    with pytest.raises(RefusedEdit, match="平成元年度"):
        act(bench, edit.set_year, key, ROLE.BASELINE, 1900)


def test_first_values_of_a_new_indicator_get_the_usual_years(bench: Workbench) -> None:
    node = series(bench)[SAFETY].indicator.node_id
    key = act(bench, edit.add_indicator, node, behind=series(bench)[SAFETY].indicator.id)
    made = series(bench)[SAFETY + 1]
    assert (made.indicator.id, made.indicator.name, made.number) == (key, edit.NEW_NAME, "1-1")
    for role, text in ((ROLE.BASELINE, "10"), (ROLE.TARGET, "20")):
        act(bench, edit.set_value_text, made.id, role, text)
    made = series(bench)[SAFETY + 1]
    assert [(value.role, value.year) for value in made.values] == [(ROLE.BASELINE, 2024), (ROLE.TARGET, 2027)]


def test_the_proposal_is_a_straight_line_marked_as_such_in_one_step(bench: Workbench) -> None:
    before = rows(bench.plan)
    keys = [row.id for row in series(bench)]
    act(bench, edit.set_value, keys[SAFETY], ROLE.YEARLY_TARGET, D("41.0"), 2025)
    made = act(bench, edit.propose_targets, keys)
    row = series(bench)[SAFETY]
    assert [(v.year, str(v.value), v.proposed) for v in row.values if v.role is ROLE.YEARLY_TARGET] == [
        (2025, "41.0", False), (2026, "45.4", True),
    ]  # fmt: skip
    overtime = series(bench)[OVERTIME]
    assert [str(value.value) for value in overtime.proposed] == ["6.3", "5.9", "5.4"]
    assert made == sum(len(one.proposed) for one in series(bench))
    bench.undo()
    assert not any(one.proposed for one in series(bench))
    undo_all(bench)
    assert rows(bench.plan) == before


def test_a_proposal_is_accepted_dropped_or_typed_over(bench: Workbench) -> None:
    key = series(bench)[SAFETY].id
    act(bench, edit.propose_targets, [key])
    assert act(bench, edit.propose_targets, [key]) == 0
    act(bench, edit.set_value, key, ROLE.YEARLY_TARGET, D("40.9"), 2025)
    assert [value.year for value in series(bench)[SAFETY].proposed] == [2026]
    assert act(bench, edit.accept_proposals, [key]) == 1
    assert act(bench, edit.accept_proposals, [key]) == 0
    other = series(bench)[CONVENIENCE].id
    act(bench, edit.propose_targets, [other])
    assert act(bench, edit.drop_proposals, [other]) == 2
    assert len(series(bench)[CONVENIENCE].values) == 2


def test_series_are_added_named_moved_and_deleted(bench: Workbench) -> None:
    row = series(bench)[SAFETY]
    with pytest.raises(RefusedEdit, match="指標ごと削除"):
        act(bench, edit.delete_series, row.id)
    made = act(bench, edit.add_series, row.indicator.id, "高齢者")
    assert [one.name for one in series(bench)[:2]] == ["", "高齢者"]
    act(bench, edit.delete_series, row.id)
    assert series(bench)[SAFETY].id == made


@pytest.mark.parametrize(
    ("typed", "decimals", "shown", "again"),
    [
        ("60", 1, "60.0", "６０．０％"),
        ("60.0", 1, "60.0", "60.0"),
        ("42.25", 1, "42.25", "42.25"),
        ("-0.5", 2, "-0.50", "△0.50"),
        ("45161", 0, "45161", "45,161"),
    ],
)
def test_a_value_is_shown_with_its_decimals_and_stays_as_typed(
    bench: Workbench, typed: str, decimals: int, shown: str, again: str
) -> None:
    row = series(bench)[SAFETY]
    act(bench, set_field, Indicator, row.indicator.id, "decimals", decimals)
    act(bench, edit.set_value_text, row.id, ROLE.ACTUAL, typed, 2025)
    value = series(bench)[SAFETY].of_year(ROLE.ACTUAL, 2025)
    assert value is not None
    assert str(value.value) == shown
    act(bench, edit.set_value_text, row.id, ROLE.ACTUAL, again, 2025)
    assert stored(bench, row.id, ROLE.ACTUAL) == typed


@pytest.mark.parametrize(
    ("unit", "first", "decimals"),
    [("件", "120", 0), ("%", "50", 1), ("件", "1.5", 1), ("か所", "1,200", 0)],
)
def test_a_new_indicator_of_whole_things_has_no_decimals(
    bench: Workbench, unit: str, first: str, decimals: int
) -> None:
    node = series(bench)[SAFETY].indicator.node_id
    key = act(bench, edit.add_indicator, node, behind=series(bench)[SAFETY].indicator.id)
    act(bench, set_field, Indicator, key, "unit", unit)
    row = series(bench)[SAFETY + 1]
    act(bench, edit.set_value_text, row.id, ROLE.BASELINE, first)
    assert series(bench)[SAFETY + 1].indicator.values["decimals"] == decimals
    act(bench, set_field, Indicator, key, "decimals", 1)
    act(bench, edit.set_value_text, row.id, ROLE.TARGET, "300")
    assert series(bench)[SAFETY + 1].indicator.values["decimals"] == 1


@given(
    value=st.decimals(min_value=-(10**9), max_value=10**9, places=None, allow_nan=False),
    decimals=st.integers(0, 6),
)
def test_padding_hides_and_adds_nothing(value: Decimal, decimals: int) -> None:
    value = value.quantize(D("1e-10")).normalize() + 0
    shown = padded(value, decimals)
    assert shown == value
    exponent, former = shown.as_tuple().exponent, value.as_tuple().exponent
    assert isinstance(exponent, int)
    assert isinstance(former, int)
    assert -exponent == max(decimals, -former)


def test_an_indicator_without_series_is_found_and_supplied(bench: Workbench) -> None:
    node = series(bench)[SAFETY].indicator.node_id

    def bare(session: Any) -> int:
        made = Indicator(node_id=node, name="系列なし", kind=IndicatorKind.FISCAL_YEAR, unit="件", position=9)
        session.add(made)
        session.flush()
        return int(made.id)

    key = bench.run("試験", bare)
    with bench.plan.reading() as session:
        assert indicators_without_series(session, VERSION) == [key]
    act(bench, edit.supply_series, [key])
    assert series(bench)[SAFETY + 1].indicator.id == key


def test_the_next_indicator_goes_to_a_measure(bench: Workbench) -> None:
    first = series(bench)[SAFETY].indicator.node_id
    with bench.plan.reading() as session:
        assert edit.node_for_new(session, VERSION, None) == first
        assert edit.node_for_new(session, VERSION, 12) == 12
        assert edit.node_for_new(session, None, None) is None


# 評価 --------------------------------------------------------------------------------------------------


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


# 根拠 --------------------------------------------------------------------------------------------------


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


# Undo --------------------------------------------------------------------------------------------------

_DEED = st.tuples(
    st.integers(0, 9), st.integers(0, 12), st.integers(2023, 2027), st.decimals(0, 100, places=1)
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_DEED, min_size=1, max_size=8))
def test_whatever_is_done_is_undone_to_the_start(
    bench: Workbench, deeds: list[tuple[int, int, int, Decimal]]
) -> None:
    before = rows(bench.plan)
    for kind, at, year, number in deeds:
        row = series(bench)[at % len(series(bench))]
        _deed(bench, kind, row, year, number)
    undo_all(bench)
    assert rows(bench.plan) == before


def _deed(bench: Workbench, kind: int, row: SeriesRow, year: int, number: Decimal) -> None:
    facts, base = row.indicator, row.last(ROLE.BASELINE)
    deeds: list[Callable[[Any], Any]] = [
        lambda session: edit.set_value(session, row.id, ROLE.ACTUAL, number, year),
        lambda session: edit.set_value(session, row.id, ROLE.YEARLY_TARGET, None, year),
        lambda session: edit.propose_targets(session, [row.id]),
        lambda session: edit.accept_proposals(session, [row.id]),
        lambda session: edit.set_year(session, row.id, ROLE.TARGET, year),
        lambda session: edit.add_indicator(session, facts.node_id, behind=facts.id),
        lambda session: edit.delete_indicators(session, [facts.id] if year > 2025 else []),
        lambda session: edit.set_grade(session, row.id, "A"),
        lambda session: basis.link_basis(session, base.id if base else 0, []),
        lambda session: edit.add_series(session, facts.id, str(number)),
    ]
    with suppress(UserError):
        bench.run("試験", deeds[kind])


def test_a_node_that_is_gone_takes_no_indicator(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        assert session.get(PolicyNode, 99999) is None
    with pytest.raises(RefusedEdit, match="もう削除されています"):
        act(bench, edit.add_indicator, 99999)
