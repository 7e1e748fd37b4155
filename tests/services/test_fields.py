"""Typed text to values and back for every kind of field, and commands on rows of lists."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.vocabulary import ColourRole, Rounding
from dxplanner.model import (
    Bar,
    Department,
    Entity,
    Indicator,
    IndicatorValue,
    Initiative,
    Opinion,
    Plan,
    PolicyNode,
    Question,
    Subsidy,
    Survey,
    entities,
)
from dxplanner.services import fields
from dxplanner.services.fields import Field, fields_of, format_field, parse_field
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile


@pytest.mark.parametrize(
    ("entity", "name", "typed", "value", "shown"),
    [
        (PolicyNode, "name", "髙﨑①㈱ ％", "髙﨑①㈱ ％", "髙﨑①㈱ ％"),
        (PolicyNode, "statement", "一行目\n二行目", "一行目\n二行目", "一行目\n二行目"),
        (PolicyNode, "statement", " 　", None, ""),
        (PolicyNode, "colour", "産業", ColourRole.INDUSTRY, "産業"),
        (PolicyNode, "initiatives_open", "○", True, "○"),
        (PolicyNode, "initiatives_open", "", False, ""),
        (Survey, "distributed", "１，００８人", 1008, "1,008"),
        (Survey, "starts_on", "令和６年７月", date(2024, 7, 1), "R6.7"),
        (Subsidy, "eligible", "３，４２９＿", 3429, "3,429"),
        (Subsidy, "eligible", "－", None, ""),
        (Subsidy, "rate", "２分の１", Fraction(1, 2), "1/2"),
        (Subsidy, "rounding", "切捨て", Rounding.DOWN, "切捨て"),
        (IndicatorValue, "value", "５０．０", Decimal("50.0"), "50.0"),
        (IndicatorValue, "value", "△1.5", Decimal("-1.5"), "△1.5"),
        (IndicatorValue, "fiscal_year", "令和６年度", 2024, "R6"),
        (Bar, "starts_on", "2024/12/16", date(2024, 12, 16), "R6.12.16"),
        (Bar, "ends_on", "", None, ""),
    ],
)
def test_typed_text_becomes_a_value_and_the_value_a_text(
    entity: type[Entity], name: str, typed: str, value: object, shown: str
) -> None:
    field = fields_of(entity)[name]
    read = parse_field(field, typed)
    assert (read, str(read)) == (value, str(value))
    assert format_field(field, read) == shown
    assert parse_field(field, shown) == value


@pytest.mark.parametrize(
    ("entity", "name", "typed", "sentence"),
    [
        (PolicyNode, "name", "　", "空欄"),
        (PolicyNode, "name", "一行目\n二行目", "1行"),
        (PolicyNode, "note", "\x0b", "制御文字"),
        (PolicyNode, "colour", "赤", "標準、生活"),
        (PolicyNode, "initiatives_open", "たぶん", "○か空欄"),
        (Survey, "distributed", "千八", "整数"),
        (Survey, "distributed", "3.5", "整数"),
        (Survey, "distributed", "△3", "0以上"),
        (Survey, "starts_on", "R6.13", "年月"),
        (Subsidy, "eligible", "abc", "金額"),
        (Subsidy, "rate", "0/2", "補助率は0より大きく"),
        (IndicatorValue, "value", "36.3.1", "数値"),
        (IndicatorValue, "fiscal_year", "令和６年", "年度"),
        (IndicatorValue, "fiscal_year", "1950", "平成元年度"),
        (Bar, "starts_on", "", "空欄"),
    ],
)
def test_what_cannot_be_stored_says_why(entity: type[Entity], name: str, typed: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        parse_field(fields_of(entity)[name], typed)


def test_every_stored_value_of_the_sample_comes_back_from_its_text(sample_plan: PlanFile) -> None:
    snapshot = sample_plan.snapshot()
    checked = 0
    for entity in entities():
        for row in snapshot.all(entity):
            for name, field in fields_of(entity).items():
                value = getattr(row, name)
                assert parse_field(field, format_field(field, value)) == value, (row, name)
                checked += 1
    assert checked > 2000


def read(field: Field, text: str) -> tuple[object, str]:
    """The value, or the sentence of the refusal."""
    try:
        return parse_field(field, text), ""
    except InputError as error:
        return None, error.message


@given(st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for entity in (PolicyNode, Survey, Subsidy, IndicatorValue, Bar, Plan, Question):
        for field in fields_of(entity).values():
            value, sentence = read(field, text)
            assert (sentence.endswith("。")) if sentence else fields.field_problem(field, value) is None


def test_labels_name_the_place_and_the_field() -> None:
    assert fields.change_label(fields.place_of("1-1", "何か"), "名称") == "1-1 の名称変更"
    place = fields.place_of("", "デジタル技術が生活に溶け込み、便利で暮らしやすいまち")
    assert fields.change_label(place, "3年後のめざす姿") == (
        "「デジタル技術が生活に溶け込…」 の「3年後のめざす姿」の変更"
    )


def test_setting_a_field_is_one_named_step_and_equal_values_are_none(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    assert bench.run("名称変更", lambda s: fields.set_field(s, PolicyNode, 46, "name", "新しい名称"))
    assert sample_plan.undo_label() == "名称変更"
    assert not bench.run("同じ", lambda s: fields.set_field(s, PolicyNode, 46, "name", "新しい名称"))
    assert sample_plan.undo_label() == "名称変更"
    with pytest.raises(RefusedEdit, match="名称：空欄"):
        bench.run("空", lambda s: fields.set_field(s, PolicyNode, 46, "name", " "))
    with pytest.raises(RefusedEdit, match="もう削除"):
        bench.run("ない", lambda s: fields.set_field(s, PolicyNode, 999, "name", "x"))


def test_a_decimal_is_stored_as_it_was_typed_last(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    row = next(one for one in sample_plan.snapshot().all(IndicatorValue) if str(one.value) == "50.0")
    changed = bench.run("値", lambda s: fields.set_field(s, IndicatorValue, row.id, "value", Decimal("50")))
    [stored] = [one for one in sample_plan.snapshot().all(IndicatorValue) if one.id == row.id]
    assert (changed, str(stored.value)) == (True, "50")


def names(plan: PlanFile) -> list[str]:
    with plan.reading() as session:
        return list(
            session.scalars(
                sa.select(Initiative.name)
                .where(Initiative.node_id == 55)
                .order_by(Initiative.position, Initiative.id)
            )
        )


def ids(plan: PlanFile) -> list[int]:
    with plan.reading() as session:
        return list(
            session.scalars(
                sa.select(Initiative.id).where(Initiative.node_id == 55).order_by(Initiative.position)
            )
        )


def test_rows_are_added_moved_and_deleted_in_a_list_and_undone(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    first = names(sample_plan)
    rows = [{"node_id": 55, "name": "甲"}, {"node_id": 55, "name": "乙"}]
    made = bench.run("追加", lambda s: fields.add_rows(s, Initiative, rows, owner="node_id", at=1))
    assert names(sample_plan) == [first[0], "甲", "乙", *first[1:]]
    bench.run("移動", lambda s: fields.move_rows(s, Initiative, made, 6, owner="node_id"))
    assert names(sample_plan) == [*first, "甲", "乙"]
    bench.run("移動", lambda s: fields.move_rows(s, Initiative, [made[1]], 0, owner="node_id"))
    assert names(sample_plan) == ["乙", *first, "甲"]
    bench.run("削除", lambda s: fields.delete_rows(s, Initiative, [*made, 999]))
    assert names(sample_plan) == first
    for _ in range(4):
        bench.undo()
    assert names(sample_plan) == first
    with pytest.raises(RefusedEdit, match="もう削除"):
        bench.run("移動", lambda s: fields.move_rows(s, Initiative, [made[0]], 0, owner="node_id"))


def test_a_row_put_at_the_end_touches_no_other_row(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    seen: list[int] = []
    bench.bus.subscribe(lambda committed: seen.append(len(committed.rows)))
    bench.run(
        "追加",
        lambda s: fields.add_row(s, Initiative, {"node_id": 55, "name": "末尾"}, owner="node_id"),
    )
    bench.run("組織", lambda s: fields.add_row(s, Department, {"name": "こども課"}, owner=None))
    assert seen == [1, 1]
    assert names(sample_plan)[-1] == "末尾"


@pytest.fixture(scope="module")
def shared_plan(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlanFile]:
    """A sample plan that the examples of one test share."""
    path = Path(shutil.copy(sample_template, tmp_path_factory.mktemp("moves") / "見本.dxplan"))
    with PlanFile.open(path, Author("企画係", "PC-01")) as plan:
        yield plan


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_moving_gives_the_order_that_was_asked_for(data: st.DataObject, shared_plan: PlanFile) -> None:
    plan = shared_plan
    bench = Workbench(plan)
    before = ids(plan)
    moved = data.draw(st.lists(st.sampled_from(before), unique=True, min_size=1))
    to = data.draw(st.integers(0, len(before)))
    bench.run("移動", lambda s: fields.move_rows(s, Initiative, moved, to, owner="node_id"))
    ordered = [key for key in before if key in moved]
    ahead = [key for key in before[:to] if key not in moved]
    behind = [key for key in before[to:] if key not in moved]
    assert ids(plan) == [*ahead, *ordered, *behind]


def test_a_dash_is_none_but_in_texts() -> None:
    opinion = fields_of(Opinion)
    assert parse_field(opinion["received_on"], "－") is None
    assert parse_field(opinion["summary"], "－") == "－"
    assert parse_field(opinion["source"], "ー") is None
    with pytest.raises(InputError, match="空欄"):
        parse_field(fields_of(Indicator)["kind"], "－")
