"""The tree's actions: Japanese words, shortcuts, and when each can be used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action: what it is called, its keys, its explanation, whether it edits and needs a chosen node."""

    text: str
    keys: tuple[str, ...]
    tip: str
    edits: bool = True
    needs_node: bool = True


SPECS: Final[dict[str, ActionSpec]] = {
    "add_child": ActionSpec(
        "下位の項目を追加", ("Ins",), "選んだ項目の下に、一つ下の階層の項目を追加します。", needs_node=False
    ),
    "add_sibling": ActionSpec(
        "同じ階層に項目を追加",
        ("Ctrl+Enter", "Ctrl+Return"),
        "選んだ項目の次に、同じ階層の項目を追加します。選んでいないときは、いちばん上の階層に追加します。",
        needs_node=False,
    ),
    "rename": ActionSpec("名称変更", ("F2",), "選んだ項目の名称をその場で書き換えます。"),
    "delete": ActionSpec(
        "削除", ("Del",), "選んだ項目を、その下位の項目や指標とともに削除します。元に戻せます。"
    ),
    "move_up": ActionSpec("上へ移動", ("Alt+Up",), "同じ並びの中で一つ上へ動かします。"),
    "move_down": ActionSpec("下へ移動", ("Alt+Down",), "同じ並びの中で一つ下へ動かします。"),
    "move_left": ActionSpec(
        "上位の階層へ移動", ("Alt+Left",), "一つ上の階層へ移し、今の上位の項目の次に置きます。"
    ),
    "move_right": ActionSpec(
        "下位の階層へ移動", ("Alt+Right",), "すぐ上の項目の下に入れ、一つ下の階層にします。"
    ),
    "cut": ActionSpec("切り取り", ("Ctrl+X",), "選んだ項目を枝ごと切り取ります。貼り付けると移動します。"),
    "copy": ActionSpec("コピー", ("Ctrl+C",), "選んだ項目を枝ごとコピーします。", edits=False),
    "paste": ActionSpec(
        "貼り付け",
        ("Ctrl+V",),
        "枝ごと貼り付けます。エクセルの複数行を貼り付けると、行ごとに項目ができます。",
        needs_node=False,
    ),
    "find": ActionSpec(
        "施策体系を検索", ("Ctrl+F",), "番号や名称で項目を探します。", edits=False, needs_node=False
    ),
    "expand_to": ActionSpec(
        "階層を指定して展開", (), "選んだ階層まで開きます。", edits=False, needs_node=False
    ),
    "side_by_side": ActionSpec(
        "現行と見直し案を並べて表示",
        ("Ctrl+Shift+D",),
        "二つの計画版を左右に並べます。",
        edits=False,
        needs_node=False,
    ),
}
_EVERYWHERE: Final = frozenset({"find", "side_by_side"})
"""Actions whose shortcut works wherever the keyboard is; the others only inside the tree."""


def make_actions(owner: QWidget, trees: QWidget, acts: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """The actions of a panel by key; shortcuts of editing work only while ``trees`` holds the keyboard."""
    made = {}
    for key, spec in SPECS.items():
        action = QAction(spec.text, owner)
        action.setObjectName(f"tree_{key}")
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setToolTip(spec.tip)
        action.setStatusTip(spec.tip)
        if key in _EVERYWHERE:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            owner.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            trees.addAction(action)
        if key in acts:
            action.triggered.connect(_plain(acts[key]))
        made[key] = action
    made["side_by_side"].setCheckable(True)
    return made


def enable(
    actions: dict[str, QAction], *, read_only: bool, editing: bool, chosen: bool, can_paste: bool
) -> None:
    """Allow what can be done now; nothing that edits while a name is being typed."""
    for key, spec in SPECS.items():
        allowed = not (spec.edits and read_only) and not (editing and key not in _EVERYWHERE)
        allowed = allowed and (chosen or not spec.needs_node) and (can_paste or key != "paste")
        actions[key].setEnabled(allowed)


def _plain(act: Callable[[], object]) -> Callable[[], None]:
    """Without the checked state that Qt hands over."""

    def run() -> None:
        act()

    return run
