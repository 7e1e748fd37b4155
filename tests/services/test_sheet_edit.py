"""Edits of a sheet: what goes in, what is reported, and that undo gives the same rows back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.pasted import cells_of_text
from dxplanner.model import Initiative, Opinion
from dxplanner.services import sheet_edit
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_columns import node_column
from dxplanner.services.sheet_report import LeftLine
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.conftest import AUTHOR
from tests.services.sheet_sources import KEYS, OPINIONS, fill, initiatives_of, texts_of

EXCEL = (
    '１２\t市議会\t窓口の"改善"\t"1行目\n2行目"\t参考\t情報室\tＲ６．４．１\r\n'
    '十三\tパブリックコメント\t"名称の\n途中"\t－\tない区分\t総務課\t令和６年５月２日\r\n'
    "1,004\t\t三件目\t\t\t\t2024/6/3\r\n"
)


@pytest.fixture
def bench(empty_plan: PlanFile) -> Workbench:
    return Workbench(empty_plan)


def test_a_range_of_excel_goes_in_and_bad_cells_are_reported(bench: Workbench) -> None:
    ids = fill(bench.plan, 2)
    grid = cells_of_text(EXCEL)
    report = bench.run("貼り付け", sheet_edit.paste(OPINIONS, ids, KEYS, grid, add_rows=True))
    assert [row[:7] for row in texts_of(bench.plan)] == [
        ("12", "市議会", '窓口の"改善"', "1行目\n2行目", "参考", "情報政策推進室", "R6.4.1"),
        ("2", "パブリックコメント", "名称の\n途中", "－", "", "総務課", "R6.5.2"),
        ("1,004", "", "三件目", "", "", "", "R6.6.3"),
    ]
    assert [(bad.row_id, bad.key, bad.text) for bad in report.bad] == [
        (ids[1], "number", "十三"),
        (ids[1], "opinion_class_id", "ない区分"),
    ]
    assert "一覧" in report.bad[1].message
    assert (len(report.added), report.left, report.skipped) == (1, (), 0)
    assert bench.undo() is not None
    assert [row[0] for row in texts_of(bench.plan)] == ["1", "2"]
    assert bench.undo() is None


def test_new_rows_without_what_they_need_are_left_out_and_told(bench: Workbench) -> None:
    fill(bench.plan, 0)
    grid = [["1", "市議会", "甲"], ["", "", ""], ["2", "市議会", " "], ["三", "", "乙"]]
    report = bench.run("貼り付け", sheet_edit.paste(OPINIONS, [], KEYS, grid, add_rows=True))
    assert [row[0:3] for row in texts_of(bench.plan)] == [("1", "市議会", "甲"), ("", "", "乙")]
    assert [(bad.row_id, bad.key) for bad in report.bad] == [(report.added[1], "number")]
    assert report.left == (LeftLine(2, ("2", "市議会", ""), (("summary", "空欄にはできません。"),)),)


def test_nothing_is_added_where_it_is_not_wanted(bench: Workbench) -> None:
    ids = fill(bench.plan, 1)
    report = bench.run(
        "貼り付け", sheet_edit.paste(OPINIONS, ids, ["summary"], [["甲"], ["乙"]], add_rows=False)
    )
    assert (report.done, report.left) == (1, (LeftLine(1, ("乙",)),))
    assert [row[2] for row in texts_of(bench.plan)] == ["甲"]


def test_computed_columns_are_passed_over(bench: Workbench) -> None:
    ids = fill(bench.plan, 1)
    keys = ["received_on", "length", "status"]
    report = bench.run(
        "貼り付け", sheet_edit.paste(OPINIONS, ids, keys, [["", "99", "公表済"]], add_rows=False)
    )
    assert (report.skipped, report.bad) == (1, ())
    assert texts_of(bench.plan)[0][6:9] == ("", "3", "公表済")
    with pytest.raises(RefusedEdit, match="計算した値"):
        bench.run("変更", sheet_edit.set_cell(OPINIONS, ids[0], "length", "1"))


def test_clearing_leaves_what_may_not_be_blank(bench: Workbench) -> None:
    ids = fill(bench.plan, 2)
    cells = [(ids[1], key) for key in ("number", "summary", "answer", "status")]
    report = bench.run("消去", sheet_edit.clear(OPINIONS, cells))
    assert texts_of(bench.plan)[1][0:4] == ("", "", "意見2", "")
    assert [bad.key for bad in report.bad] == ["summary", "status"]


def test_filling_down_copies_the_first_row(bench: Workbench) -> None:
    ids = fill(bench.plan, 3)
    bench.run("変更", sheet_edit.set_cell(OPINIONS, ids[0], "department_id", "総務課"))
    bench.run("下へ", sheet_edit.fill_down(OPINIONS, ids, ["answer", "department_id", "length"]))
    assert [(row[3], row[5]) for row in texts_of(bench.plan)] == [("", "総務課")] * 3


def test_a_cell_says_why_it_takes_no_text(bench: Workbench) -> None:
    ids = fill(bench.plan, 1)
    with pytest.raises(InputError, match="整数"):
        bench.run("変更", sheet_edit.set_cell(OPINIONS, ids[0], "number", "三"))
    with pytest.raises(InputError, match="「環境課」という担当課はありません"):
        bench.run("変更", sheet_edit.set_cell(OPINIONS, ids[0], "department_id", "環境課"))
    bench.run("削除", sheet_edit.delete(OPINIONS, ids))
    with pytest.raises(RefusedEdit, match="もう削除"):
        bench.run("変更", sheet_edit.set_cell(OPINIONS, ids[0], "number", "3"))


def test_a_row_is_added_once_it_has_what_it_needs(bench: Workbench) -> None:
    fill(bench.plan, 2)
    with bench.plan.reading() as session:
        needed = sheet_edit.missing(session, OPINIONS, {"number": "5"})
        assert [column.label for column in needed] == ["意見の概要"]
        assert sheet_edit.missing(session, OPINIONS, {"summary": "甲"}) == []
    with pytest.raises(RefusedEdit):
        bench.run("追加", sheet_edit.add(OPINIONS, None))
    with pytest.raises(InputError, match="意見番号：「五」"):
        bench.run("追加", sheet_edit.add_typed(OPINIONS, 1, {"summary": "甲", "number": "五"}))
    bench.run("追加", sheet_edit.add_typed(OPINIONS, 1, {"summary": "甲", "opinion_class_id": "参考"}))
    assert [(row[2], row[4]) for row in texts_of(bench.plan)] == [
        ("意見1", ""),
        ("甲", "参考"),
        ("意見2", ""),
    ]


def test_rows_move_within_the_list_that_they_are_on(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    with sample_plan.reading() as session:
        source = initiatives_of(session)
        keys = list(source.rows(session))
        owners = [session.get_one(Initiative, key).node_id for key in keys]
    first = owners.index(owners[-1])
    assert 1 < first < len(keys) - 2

    def order() -> list[int]:
        with sample_plan.reading() as session:
            return list(source.rows(session))

    bench.run("移動", sheet_edit.move(source, [keys[first + 1]], first))
    moved = [*keys[:first], keys[first + 1], keys[first], *keys[first + 2 :]]
    assert order() == moved
    with pytest.raises(RefusedEdit, match="同じ並び"):
        bench.run("移動", sheet_edit.move(source, [keys[0], keys[-1]], 0))
    added = bench.run(
        "追加", sheet_edit.paste(source, [], ["name"], [["新しい取組"]], add_rows=True, at=first)
    )
    assert order() == [*moved[:first], *added.added, *moved[first:]]


def test_nodes_are_called_by_number_name_or_both(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        initiative = session.scalars(sa.select(Initiative)).first()
        assert initiative is not None
        version = initiative.node.version_id
        column = node_column(Initiative, version=lambda: version)
        shown = column.read(initiative)
        assert column.offered is not None
        assert shown in column.offered(session)
        other = next(text for text in column.offered(session) if text != shown and " " in text)
    bench = Workbench(sample_plan)
    source = SheetSource(
        "取組",
        Initiative,
        (column,),
        lambda session: session.scalars(sa.select(Initiative.id)).all(),
        lambda session, keys: session.scalars(sa.select(Initiative).where(Initiative.id.in_(keys))).all(),
        frozenset({"initiative"}),
    )
    for typed in (other, other.split(" ", 1)[0], other.split(" ", 1)[1]):
        bench.run("変更", sheet_edit.set_cell(source, initiative.id, "node_id", typed))
        assert (shown, other)[1] in {row[0] for row in texts_of(sample_plan, source)}
        bench.run("変更", sheet_edit.set_cell(source, initiative.id, "node_id", shown))
    with pytest.raises(InputError, match="空欄にはできません"):
        bench.run("変更", sheet_edit.set_cell(source, initiative.id, "node_id", " "))


Edit = Callable[[Workbench, list[int]], object]
CELLS = st.sampled_from(["", "１２", "三", "市議会", "甲\n乙", "総務課", "R6.4.1", "参考", "－"])


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Any edit of a sheet, on any part of it."""
    start, count, to = draw(st.integers(0, 5)), draw(st.integers(1, 4)), draw(st.integers(0, 6))
    column, wide = draw(st.integers(0, 8)), draw(st.integers(1, 4))
    keys = KEYS[column : column + wide]
    grid = draw(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
    kind = draw(st.sampled_from(["paste", "clear", "fill", "add", "delete", "move"]))

    def run(bench: Workbench, ids: list[int]) -> object:
        chosen = ids[start : start + count]
        commands: dict[str, Callable[[], object]] = {
            "paste": lambda: sheet_edit.paste(OPINIONS, ids[start:], keys, grid, add_rows=True),
            "clear": lambda: sheet_edit.clear(OPINIONS, [(key, name) for key in chosen for name in keys]),
            "fill": lambda: sheet_edit.fill_down(OPINIONS, chosen, keys),
            "add": lambda: sheet_edit.add_typed(OPINIONS, to, {"summary": "新"}),
            "delete": lambda: sheet_edit.delete(OPINIONS, chosen),
            "move": lambda: sheet_edit.move(OPINIONS, chosen, to),
        }
        return bench.run(kind, commands[kind]())  # type: ignore[arg-type]

    return run


@settings(max_examples=40)
@given(steps=st.lists(edits(), min_size=1, max_size=5))
def test_any_edits_undone_and_redone_give_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, empty_template: Path, steps: list[Edit]
) -> None:
    path = tmp_path_factory.mktemp("edits") / "計画.dxplan"
    shutil.copy(empty_template, path)
    with PlanFile.open(path, AUTHOR) as plan:
        fill(plan, 5)
        bench = Workbench(plan)
        states = [texts_of(plan)]
        for step in steps:
            with plan.reading() as session:
                ids = list(session.scalars(sa.select(Opinion.id).order_by(Opinion.position, Opinion.id)))
            step(bench, ids)
            states.append(texts_of(plan))
        done = 0
        while bench.undo() is not None:
            done += 1
            assert texts_of(plan) in states
        assert texts_of(plan) == states[0]
        while bench.redo() is not None:
            done -= 1
        assert (texts_of(plan), done) == (states[-1], 0)
