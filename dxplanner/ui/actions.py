"""The frame's actions, and the menus and toolbar that show them. Only what works is there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from dxplanner.ui.icons import Icons

Key = str | QKeySequence.StandardKey | list[str]

TREE_ICONS = {
    "add_child": "list-plus",
    "add_sibling": "plus",
    "rename": "pencil",
    "delete": "trash-2",
    "move_up": "arrow-up",
    "move_down": "arrow-down",
    "move_left": "arrow-left",
    "move_right": "arrow-right",
    "cut": "scissors",
    "copy": "copy",
    "paste": "clipboard-paste",
    "find": "search",
    "expand_to": "list-tree",
}
TREE_WORDS = {"add_sibling": "追加", "rename": "名称変更", "move_up": "上へ", "move_down": "下へ"}
"""Words on the toolbar, shorter than in the menus."""
EDITS_TREE = ("cut", "copy", "paste", "delete")
GROWS_TREE = ("add_child", "add_sibling", "rename")
MOVES_TREE = ("move_up", "move_down", "move_left", "move_right")
TOOLBAR_TREE = ("add_sibling", "rename", "move_up", "move_down")


@dataclass(frozen=True, slots=True)
class Item:
    """An action of the frame: key, words, icon, shortcut, and one sentence that explains it."""

    key: str
    text: str
    icon: str = ""
    shortcut: Key = ""
    tip: str = ""


FILE = (
    Item("new", "新しい計画(&N)…", "file-plus", QKeySequence.StandardKey.New, "新しい計画を作ります。"),
    Item("open", "計画を開く(&O)…", "folder-open", QKeySequence.StandardKey.Open, "計画ファイルを開きます。"),
    Item("sample", "見本のR6計画を開く(&S)…", "library", "", "見本の計画を書き出して開きます。"),
)
CLOSING = (
    Item("close", "計画を閉じる(&C)", "", "Ctrl+W", "計画を閉じて、はじめの画面に戻ります。"),
    Item("quit", "終了(&X)", "log-out", "Ctrl+Q", "このソフトを終わります。"),
)
UNDO = (
    Item("undo", "元に戻す", "undo-2", QKeySequence.StandardKey.Undo, "直前の変更を元に戻します。"),
    Item("redo", "やり直す", "redo-2", ["Ctrl+Y", "Ctrl+Shift+Z"], "元に戻した変更をやり直します。"),
)
SIZES = (
    Item("larger", "文字を大きく(&L)", "a-arrow-up", ["Ctrl++", "Ctrl+;", "Ctrl+="], "文字を大きくします。"),
    Item("smaller", "文字を小さく(&S)", "a-arrow-down", "Ctrl+-", "文字を小さくします。"),
    Item("normal", "文字を標準の大きさに(&N)", "", "Ctrl+0", "文字を標準の大きさに戻します。"),
)
EXPORT = Item(
    "export",
    "資料を書き出す(&E)…",
    "file-output",
    "Ctrl+E",
    "会議資料をPDFとエクセルのファイルに書き出します。",
)
DATA = Item(
    "data",
    "データ用の表を書き出す(&T)…",
    "",
    "",
    "計画の内容を、ほかのソフトで読み取れる表（エクセル）にします。オープンデータの公開にも使えます。",
)
TOOLS = (
    Item(
        "verify", "計画ファイルを検査する(&V)", "shield-check", "", "計画ファイルが壊れていないか調べます。"
    ),
)
HELP = (
    Item("help", "この画面の使い方(&H)", "circle-question-mark", "F1", "今の画面の説明を横に開きます。"),
    Item("contents", "目次(&C)", "book-open", "", "使い方の目次を開きます。"),
    Item("hint", "はじめの案内を表示(&T)", "lightbulb", "", "はじめて使うときの案内をもう一度出します。"),
    Item(
        "log",
        "障害の記録を開く(&L)",
        "",
        "",
        "障害が起きたときの記録を開きます。計画の内容は入っていません。",
    ),
    Item("about", "このソフトについて(&A)", "info", "", "版と使用しているフォントなどの権利を示します。"),
)
NEEDS_PLAN = frozenset({"close", "undo", "redo", "export", "data", "verify"})


class FrameActions(QObject):
    """All actions of the frame by key; ``handlers`` says what each does, and what is left out."""

    def __init__(self, owner: QWidget, icons: Icons, handlers: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(owner)
        self._icons = icons
        self._actions: dict[str, QAction] = {}
        for item in (*FILE, *CLOSING, *UNDO, *SIZES, EXPORT, DATA, *TOOLS, *HELP):
            if item.key in handlers:
                self._actions[item.key] = self._made(item, handlers[item.key])

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def __contains__(self, key: str) -> bool:
        return key in self._actions

    def add(self, menu: QMenu | QToolBar, items: tuple[Item, ...]) -> None:
        """Put those actions into a menu that exist."""
        for item in items:
            if item.key in self._actions:
                menu.addAction(self._actions[item.key])

    def choice(
        self, menu: QMenu, options: Mapping[str, str], present: str, choose: Callable[[str], object]
    ) -> None:
        """Put a choice of one into a menu: key -> words; where ``choose`` says False the mark goes back."""
        group = QActionGroup(menu)
        made: dict[str, QAction] = {}

        def chosen(key: str) -> None:
            if choose(key) is False:
                made[present].setChecked(True)

        for key, text in options.items():
            action = made[key] = QAction(text, menu, checkable=True, checked=key == present)
            action.triggered.connect(lambda _on, key=key: chosen(key))
            group.addAction(action)
            menu.addAction(action)

    def dress(self, tree_actions: Mapping[str, QAction]) -> None:
        """Give the tree's actions their icons, where they have none, and short words for the toolbar."""
        for key, action in tree_actions.items():
            action.setIconText(TREE_WORDS.get(key, action.iconText()))
            if key in TREE_ICONS and action.icon().isNull():
                action.setIcon(self._icons.icon(TREE_ICONS[key]))

    def name_undo(self, undo: str | None, redo: str | None, *, allowed: bool) -> None:
        """Name what Ctrl+Z and Ctrl+Y would do, as in 「「1-1 の名称変更」を元に戻す」."""
        for key, label, words in (("undo", undo, "元に戻す"), ("redo", redo, "やり直す")):
            if key not in self._actions:
                continue
            action = self._actions[key]
            action.setText(f"「{_plain(label)}」を{words}" if label else words)
            # The toolbar keeps the short word, so that nothing jumps there.
            action.setIconText(words)
            action.setToolTip(f"{action.text().replace('&&', '&')}（{action.shortcut().toString()}）")
            action.setEnabled(allowed and label is not None)

    def _made(self, item: Item, act: Callable[[], object]) -> QAction:
        action = QAction(item.text, self)
        action.setIconText(re.sub(r"\(&.\)|…", "", item.text))
        if item.icon:
            action.setIcon(self._icons.icon(item.icon))
        shortcuts = item.shortcut if isinstance(item.shortcut, list) else [item.shortcut]
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts if shortcut])
        action.setToolTip(f"{item.tip}（{action.shortcut().toString()}）" if item.shortcut else item.tip)
        action.setStatusTip("")
        action.setObjectName(item.key)
        action.triggered.connect(lambda: act())
        return action


def clear_menus(bar: QMenuBar) -> None:
    """Take all menus off the bar and let go of them, with the shortcuts of their own entries."""
    bar.clear()
    for former in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        former.deleteLater()


def menu(bar: QMenuBar, title: str) -> QMenu:
    """A menu whose entries show their tooltips."""
    made = bar.addMenu(title)
    made.setToolTipsVisible(True)
    return made


def recent_menu(parent: QMenu, paths: list[Path], choose: Callable[[Path], object]) -> None:
    """最近使った計画, numbered so that one key is enough."""
    made = parent.addMenu("最近使った計画(&R)")
    made.setEnabled(bool(paths))
    for number, path in enumerate(paths, start=1):
        key = f"&{number} " if number < 10 else ""
        action = made.addAction(f"{key}{_plain(path.stem)}")
        action.setToolTip(str(path))
        action.triggered.connect(lambda _on=False, path=path: choose(path))
    made.setToolTipsVisible(True)


def _plain(text: str | None) -> str:
    """A text of the plan in a menu: its & is no underline."""
    return (text or "").replace("&", "&&")
