"""章構成 as sheets: origins and 変更内容 typed as lines, what stands alone, undone to the start."""

from collections.abc import Callable

import pytest

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.model import Chapter, PlanVersion
from dxplanner.services import outline_sheets as outline
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import add_typed, delete, paste, set_cell
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.store.test_changelog import all_rows

OLD, NEW = 1, 2
CURRENT = outline.current_source(lambda: OLD, lambda: NEW)
REVISED = outline.revised_source(lambda: NEW, lambda: OLD)


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """The sample, to be edited."""
    return Workbench(sample_plan)


def texts(bench: Workbench, source: SheetSource, column: str) -> list[str]:
    with bench.plan.reading() as session:
        keys = list(source.rows(session))
        rows = read_rows(session, source, keys)
    at = [one.key for one in source.columns].index(column)
    return [rows[key].texts[at] for key in keys]


def keys_of(bench: Workbench, source: SheetSource) -> list[int]:
    with bench.plan.reading() as session:
        return list(source.rows(session))


def undone(bench: Workbench, act: Callable[[], None]) -> None:
    """Do something, and take it back to the last row."""
    before = all_rows(bench.plan)
    act()
    assert all_rows(bench.plan) != before
    while all_rows(bench.plan) != before:
        assert bench.undo() is not None


def test_it_reads_the_sample(bench: Workbench) -> None:
    assert texts(bench, REVISED, "title")[2] == "本市のこれまでの取組と市民意識"
    assert texts(bench, REVISED, "origins")[6] == "第7章 基本方針\n第8章 基本施策"
    assert texts(bench, REVISED, "changes")[2].splitlines()[0] == "時点修正"
    assert texts(bench, CURRENT, "targets")[6:8] == ["第7章 基本方針・基本施策"] * 2
    with bench.plan.reading() as session:
        assert outline.usual_outlines(session) == (OLD, NEW)
        old, new = outline.loose_chapters(session, OLD, NEW)
        kinds = outline.change_kinds(session)
    assert [chapter.text for chapter in old] == [
        "１ 施策体系",
        "２ 重点的取組み（令和4～6年度）",
        "３ 個別施策",
    ]
    assert new == []
    assert kinds[:2] == ["時点修正", "修正なし"]
    assert "全体的に見直し" in kinds


def test_origins_are_typed_by_number_or_name(bench: Workbench) -> None:
    key = keys_of(bench, REVISED)[0]

    def act() -> None:
        bench.run("もと", set_cell(REVISED, key, "origins", "第２章、計画の概要"))
        assert texts(bench, REVISED, "origins")[0] == "第2章 国・長崎県の動向\n第1章 計画の概要"
        bench.run("もと", set_cell(REVISED, key, "origins", ""))
        assert texts(bench, REVISED, "origins")[0] == ""

    undone(bench, act)
    with pytest.raises(InputError, match="第99章"):
        bench.run("もと", set_cell(REVISED, key, "origins", "第99章"))


def test_a_number_means_the_chapter_of_the_same_part(bench: Workbench) -> None:
    main, annex = keys_of(bench, CURRENT)[0], keys_of(bench, REVISED)[-1]
    bench.run("番号", set_cell(CURRENT, main, "number", "1"))
    bench.run("もと", set_cell(REVISED, annex, "origins", "１"))
    assert texts(bench, REVISED, "origins")[-1] == "１ 施策体系"


def test_lines_that_stay_keep_their_rows(bench: Workbench) -> None:
    key = keys_of(bench, REVISED)[6]

    def changes() -> dict[str, int]:
        with bench.plan.reading() as session:
            return {one.text: one.id for one in session.get_one(Chapter, key).changes}

    before = changes()
    lines = list(before)
    bench.run("変更", set_cell(REVISED, key, "changes", "\n".join([lines[2], "・章の追加", lines[0]])))
    after = changes()
    assert list(after) == [lines[2], "章の追加", lines[0]]
    assert after[lines[0]] == before[lines[0]] or after[lines[2]] == before[lines[2]]
    assert texts(bench, REVISED, "changes")[6].splitlines() == list(after)


def test_a_change_is_given_to_several_chapters_and_taken_away(bench: Workbench) -> None:
    keys = keys_of(bench, REVISED)[4:6]

    def act() -> None:
        assert bench.run("統合", lambda session: outline.toggle_change(session, keys, "統合"))
        assert texts(bench, REVISED, "changes")[4:6] == ["修正なし\n統合", "表現の見直し\n統合"]
        assert not bench.run("統合", lambda session: outline.toggle_change(session, keys, "統合"))
        assert texts(bench, REVISED, "changes")[4:6] == ["修正なし", "表現の見直し"]

    before = all_rows(bench.plan)
    act()
    bench.undo()
    bench.undo()
    assert all_rows(bench.plan) == before


def test_chapters_are_joined_and_then_no_longer_loose(bench: Workbench) -> None:
    olds, new = keys_of(bench, CURRENT)[-3:], keys_of(bench, REVISED)[-1]

    def act() -> None:
        assert bench.run("対応", lambda session: outline.connect(session, olds, [new])) == 3
        assert bench.run("対応", lambda session: outline.connect(session, olds, [new])) == 0
        with bench.plan.reading() as session:
            assert outline.loose_chapters(session, OLD, NEW) == ([], [])

    undone(bench, act)


def test_a_range_from_a_worksheet(bench: Workbench) -> None:
    grid = [
        ["本編", "第８章", "進行管理", "", "新規追加", "P32", ""],
        ["別冊", "", "用語集", "第9章", "", "", "検討中"],
    ]
    names = [column.key for column in REVISED.columns]
    report = bench.run("貼り付け", paste(REVISED, [], names, grid, add_rows=True))
    assert len(report.added) == 2
    assert [(bad.key, bad.text) for bad in report.bad] == [("origins", "第9章")]
    assert texts(bench, REVISED, "number")[-2:] == ["第８章", ""]
    with bench.plan.reading() as session:
        _, new = outline.loose_chapters(session, OLD, NEW)
    assert [(one.text, one.note) for one in new] == [("第８章 進行管理", "新規追加"), ("用語集", "")]


def test_an_outline_begins_as_a_copy(bench: Workbench) -> None:
    with pytest.raises(RefusedEdit):
        bench.run("写し", lambda session: outline.copy_chapters(session, OLD, NEW))
    bench.run("削除", delete(REVISED, keys_of(bench, REVISED)))
    made = bench.run("写し", lambda session: outline.copy_chapters(session, OLD, NEW))
    assert made == keys_of(bench, REVISED)
    assert texts(bench, REVISED, "title") == texts(bench, CURRENT, "title")
    with bench.plan.reading() as session:
        assert outline.loose_chapters(session, OLD, NEW) == ([], [])


def test_a_plan_without_two_versions(empty_plan: PlanFile) -> None:
    bench = Workbench(empty_plan)
    with empty_plan.reading() as session:
        assert outline.usual_outlines(session) is None

    def make(session: object) -> None:
        session.add(PlanVersion(position=0, name="現行"))  # type: ignore[attr-defined]

    bench.run("版", make)
    only = outline.current_source(lambda: 1, lambda: None)
    bench.run("章", add_typed(only, None, {"title": "はじめに"}))
    assert texts(bench, only, "part") == ["本編"]
