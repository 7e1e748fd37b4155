"""Plans opened and closed in the window: read-only ones, another one, files that cannot be opened."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dxplanner.app import program_parts
from dxplanner.model import PolicyNode
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.panes.initiatives_entry import EntryBox
from dxplanner.ui.panes.measure import MeasurePane
from dxplanner.ui.parts import Parts
from dxplanner.ui.translation import PROGRAM
from dxplanner.ui.window import MainWindow
from tests.ui.input_method import compose
from tests.ui.window_fixtures import CTRL, Make, context_of, rename, workspace_of


def test_a_plan_open_elsewhere_is_read_only_and_says_who_has_it(make_window: Make, sample_path: Path) -> None:
    with PlanFile.open(sample_path, Author("総務係", "PC-09")) as other:
        with other.edit("市名の変更") as edit:
            edit.session.get(PolicyNode, 1).note = "変更"  # type: ignore[union-attr]
        window = make_window(sample_path)
        assert window.banners.reason.isVisible()
        assert "総務係さん（PC-09）" in window.banners.reason.label.text()
        assert window.banners.hint.isVisible()
        assert "直せます" not in window.banners.hint.label.text()
        assert "（閲覧のみ）" in window.windowTitle()
        assert window.status.saved.text() == "閲覧のみ"
        undo = window.frame_actions["undo"]
        assert (undo.text(), undo.isEnabled()) == ("「市名の変更」を元に戻す", False)
        rename(window, "書けない名前")
        assert "総務係さん" in window.status.message.text()


def test_opening_another_plan_closes_the_first(
    window: MainWindow, sample_path: Path, empty_path: Path, author: Author
) -> None:
    assert window.open_plan(empty_path)
    assert window.windowTitle().startswith("試験計画")
    with PlanFile.open(sample_path, author) as first:
        assert first.read_only is None


def test_a_plan_that_cannot_be_opened_leaves_the_present_one(window: MainWindow, tmp_path: Path) -> None:
    foreign = tmp_path / "別物.dxplan"
    foreign.write_text("計画ではありません", encoding="utf-8")
    assert not window.open_plan(foreign)
    assert "計画ファイルではありません" in window.status.message.text()
    assert window.windowTitle().startswith("長崎市DX推進計画")
    assert window.open_plan(context_of(window).workbench.plan.path)
    assert window.status.message.text() == "その計画は今開いています。"


def test_a_path_that_fails_at_the_start_shows_why(make_window: Make, tmp_path: Path) -> None:
    window = make_window(tmp_path / "ない.dxplan")
    assert window.start is not None
    assert window.start.banner.isVisible()
    assert "見つかりません" in window.start.banner.label.text()


def test_parts_that_fail_lead_back_to_the_start_page(
    make_window: Make, sample_path: Path, author: Author
) -> None:
    def broken() -> Parts:
        raise RuntimeError

    window = make_window(sample_path, parts=broken)
    assert window.start is not None
    assert "予期しない障害" in window.start.banner.label.text()
    with PlanFile.open(sample_path, author) as plan:
        assert plan.read_only is None


def test_ctrl_w_closes_the_plan_and_frees_it(window: MainWindow, sample_path: Path) -> None:
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert window.start is not None
    assert window.windowTitle() == PROGRAM
    assert not sample_path.with_name(f"{sample_path.name}.lock").exists()
    assert [action.text() for action in window.menuBar().actions()] == [
        "ファイル(&F)", "表示(&V)", "ヘルプ(&H)",
    ]  # fmt: skip


def test_an_entry_typed_in_place_is_kept_when_the_window_closes(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path, parts=program_parts)
    pane = workspace_of(window).pane
    assert isinstance(pane, MeasurePane)
    with PlanFile.open(sample_path, Author("読む人", "PC-02"), editable=False) as plan:
        [node] = [one for one in plan.snapshot().all(PolicyNode) if one.name == "学校教育のDX推進"]
    context_of(window).select_node(node.id)
    pane.initiatives_list.type_at_end()
    [box] = pane.initiatives_list.findChildren(EntryBox)
    compose(box, "閉じる直前に入力した取組")
    window.close()
    with PlanFile.open(sample_path, Author("次の人", "PC-02")) as plan:
        [node] = [one for one in plan.snapshot().all(PolicyNode) if one.name == "学校教育のDX推進"]
    assert [one.name for one in node.initiatives][-1] == "閉じる直前に入力した取組"
