"""The real program: what app puts together opens the sample, without what a first paint can spare."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from dxplanner.app import build_outfit, program_parts
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.context import PlanContext
from dxplanner.ui.parts import PaneSource
from dxplanner.ui.settings import Settings
from dxplanner.ui.window import MainWindow

Make = Callable[..., MainWindow]

HEAVY = (
    "reportlab",
    "openpyxl",
    "alembic",
    "fontTools",
    "uniseg",
    "budoux",
    "holidays",
    "dxplanner.handouts.catalogue",
)
"""What handouts, old plans and schedules need, but no first paint."""

START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from dxplanner import app
from dxplanner.ui import settings

settings.user_config_path = lambda *_names, **_options: Path(sys.argv[2])

def look():
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    print(shown[0].windowTitle())
    print([name for name in sys.argv[3:] if name in sys.modules])
    QApplication.closeAllWindows()

first = app.build_application
def build(arguments):
    made = first(arguments)
    QTimer.singleShot(0, look)
    return made
app.build_application = build
sys.exit(app.run_window(Path(sys.argv[1])))
"""


def test_a_start_shows_the_plan_without_what_it_can_spare(sample_path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-c", START, str(sample_path), str(tmp_path), *HEAVY]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    title, rest = done.stdout.splitlines()
    assert title.startswith("長崎市DX推進計画［見本.dxplan］")
    assert rest == "[]"
    assert "Traceback" not in done.stderr
    assert (tmp_path / "settings.ini").exists()


def test_the_outfit_is_whole(settings: Settings) -> None:
    outfit = build_outfit(settings)
    assert outfit.author.name
    assert (outfit.manual / "index.md").is_file()
    assert (outfit.resources / "themes" / "light.json").is_file()
    assert {pane.key for pane in outfit.parts().panes} >= {"measure"}


def test_every_pane_has_its_page_in_the_manual(settings: Settings) -> None:
    manual = build_outfit(settings).manual
    pages = [pane.manual for pane in program_parts().panes]
    assert [page for page in pages if not (manual / f"{page}.md").is_file()] == []


def test_a_tab_says_of_its_pane_what_the_pane_says_of_itself(
    make_context: Callable[[PlanFile], PlanContext], sample_plan: PlanFile, qtbot: QtBot
) -> None:
    context = make_context(sample_plan)
    for source in program_parts().panes:
        pane = source.make(context)
        qtbot.addWidget(pane)
        assert PaneSource.of(type(pane)) == PaneSource(source.key, source.title, source.manual, type(pane))


def test_the_real_parts_work_together(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path, parts=program_parts)
    assert window.workspace is not None
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert window.history.content is not None
    texts = [label.text() for label in window.findChildren(QLabel)]
    texts += [button.text() for button in window.findChildren(QAbstractButton)]
    texts += [action.text() for action in window.findChildren(QAction)]
    words = {word for text in texts for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert words <= {"DX", "PC", "Ctrl", "Enter"}


def test_no_shortcut_of_the_frame_meets_one_of_the_tree(make_window: Make, sample_path: Path) -> None:
    window = make_window(sample_path, parts=program_parts)
    everywhere = [
        shortcut.toString()
        for action in window.findChildren(QAction)
        if action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
        for shortcut in action.shortcuts()
    ]
    assert sorted(everywhere) == sorted(set(everywhere))
    single = [keys for keys in everywhere if re.fullmatch(r"[A-Z0-9]|Space|Return", keys)]
    assert single == []
