"""The manual: whole, Japanese, and opened at the right page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest

from dxplanner.paths import data_dir
from dxplanner.ui.window import MainWindow

MANUAL = data_dir("docs") / "manual"
PAGES = sorted(path.stem for path in MANUAL.glob("*.md"))
ALLOWED = {
    "Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab", "Insert", "Delete", "PageUp", "PageDown", "Home", "End",
    "PDF", "DX", "dxplan", "md",
}  # fmt: skip
"""Words on keys, and names of files and formats that the office itself writes so."""

Make = Callable[..., MainWindow]


def links(page: str) -> set[str]:
    """Pages that a page links to."""
    text = (MANUAL / f"{page}.md").read_text(encoding="utf-8")
    return {target.removesuffix(".md") for target in re.findall(r"\]\(([^)]+)\)", text)}


@pytest.mark.parametrize("page", PAGES)
def test_page_is_japanese_and_its_links_lead_somewhere(page: str) -> None:
    text = (MANUAL / f"{page}.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\([^)]*\.md\)", "", text)))
    assert words <= ALLOWED
    assert text.startswith("# ")
    assert links(page) <= set(PAGES)


def test_every_page_is_reached_from_the_contents() -> None:
    reached, ahead = {"index"}, ["index"]
    while ahead:
        new = links(ahead.pop()) - reached
        reached |= new
        ahead += new
    assert reached == set(PAGES)


def test_f1_opens_the_page_of_the_present_pane(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.help.isVisible()
    assert window.help.page == "measure"
    assert window.help.browser.toPlainText().startswith("施策")


def test_f1_on_the_start_page(make_window: Make) -> None:
    window = make_window()
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.help.page == "start"
    assert "計画を開く" in window.help.browser.toPlainText()


def test_links_and_the_way_back(make_window: Make) -> None:
    window = make_window()
    window.show_help("index")
    help_ = window.help
    assert not help_._back.isEnabled()
    help_.browser.anchorClicked.emit(QUrl("tree.md"))
    assert help_.page == "tree"
    help_.browser.anchorClicked.emit(QUrl("https://example.org/tree.md"))
    assert help_.page == "tree"
    QTest.mouseClick(help_._back, Qt.MouseButton.LeftButton)
    assert help_.page == "index"
    assert not help_._back.isEnabled()


def test_a_page_that_is_missing_leads_to_the_contents(make_window: Make) -> None:
    window = make_window()
    window.show_help("no-such-page")
    assert "まだありません" in window.help.browser.toPlainText()
    window.help.browser.anchorClicked.emit(QUrl("index.md"))
    assert window.help.page == "index"


def test_broken_lines_are_joined_without_a_space(make_window: Make) -> None:
    window = make_window()
    window.show_help("index")
    text = window.help.browser.toPlainText()
    assert "など）を1つの計画ファイル" in text
    assert "施策体系（左の一覧）\n施策\n" in text


def test_the_side_window_reopened_alone_shows_the_contents(make_window: Make) -> None:
    window = make_window()
    window.help.show()
    assert window.help.page == "index"
