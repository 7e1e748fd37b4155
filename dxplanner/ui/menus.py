"""The menu bar and the toolbar, filled from the frame's and the tree's actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar

from dxplanner.ui import actions as table
from dxplanner.ui.actions import FrameActions, clear_menus, menu, recent_menu
from dxplanner.ui.icons import Icons

THEMES = {"light": "標準", "high_contrast": "ハイコントラスト"}
"""Themes of resources/themes by key, as the menu names them."""


@dataclass(frozen=True, slots=True)
class MenuNeeds:
    """What the menus show besides the frame's own actions."""

    recent: list[Path]
    open_recent: Callable[[Path], object]
    theme: str
    choose_theme: Callable[[str], object]
    panes: Mapping[str, str] = field(default_factory=dict)
    """Titles of the panes by key; empty while no plan is open."""
    show_pane: Callable[[str], object] = lambda _key: None
    next_area: Callable[[], object] = lambda: None
    tree: Mapping[str, QAction] = field(default_factory=dict)
    history: QAction | None = None


def fill_menus(bar: QMenuBar, actions: FrameActions, needs: MenuNeeds, icons: Icons) -> None:
    """Build all menus anew; a menu without a working entry is left out."""
    clear_menus(bar)
    file = menu(bar, "ファイル(&F)")
    actions.add(file, table.FILE[:2])
    recent_menu(file, needs.recent, needs.open_recent)
    actions.add(file, table.FILE[2:])
    file.addSeparator()
    actions.add(file, table.CLOSING)
    if needs.panes or needs.tree:
        _edit_menu(bar, actions, needs)
    _view_menu(bar, actions, needs, icons)
    if needs.tree:
        plan = menu(bar, "計画(&P)")
        _add(plan, needs.tree, table.GROWS_TREE)
        plan.addSeparator()
        _add(plan, needs.tree, table.MOVES_TREE)
    if "export" in actions:
        actions.add(menu(bar, "資料(&D)"), (table.EXPORT, table.DATA))
    if "verify" in actions:
        actions.add(menu(bar, "ツール(&T)"), table.TOOLS)
    help_ = menu(bar, "ヘルプ(&H)")
    actions.add(help_, table.HELP[:3])
    help_.addSeparator()
    actions.add(help_, table.HELP[3:])


def fill_toolbar(bar: QToolBar, actions: FrameActions, tree: Mapping[str, QAction], icon_pixels: int) -> None:
    """Build the toolbar anew: icon and word, the way to paper set off in colour."""
    bar.clear()
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setIconSize(QSize(icon_pixels, icon_pixels))
    actions.add(bar, table.UNDO)
    bar.addSeparator()
    _add(bar, tree, table.TOOLBAR_TREE)
    bar.addSeparator()
    actions.add(bar, (table.EXPORT,))
    if "export" in actions:
        button = bar.widgetForAction(actions["export"])
        button.setProperty("primary", True)
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if not action.isSeparator():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _edit_menu(bar: QMenuBar, actions: FrameActions, needs: MenuNeeds) -> None:
    edit = menu(bar, "編集(&E)")
    actions.add(edit, table.UNDO)
    if needs.tree:
        edit.addSeparator()
        _add(edit, needs.tree, table.EDITS_TREE)
        edit.addSeparator()
        _add(edit, needs.tree, ("find",))


def _view_menu(bar: QMenuBar, actions: FrameActions, needs: MenuNeeds, icons: Icons) -> None:
    view = menu(bar, "表示(&V)")
    if needs.panes:
        panes = view.addMenu("画面(&W)")
        for number, (key, title) in enumerate(needs.panes.items(), start=1):
            action = panes.addAction(title, partial(needs.show_pane, key))
            if number < 10:
                action.setShortcut(f"Ctrl+{number}")
        view.addAction("次の区画へ(&A)", "F6", lambda: needs.next_area())
        _add(view, needs.tree, ("side_by_side", "expand_to"))
        if needs.history is not None:
            needs.history.setShortcut("Ctrl+H")
            needs.history.setIcon(icons.icon("history"))
            view.addAction(needs.history)
        view.addSeparator()
    actions.add(view, table.SIZES)
    view.addSeparator()
    themes = view.addMenu(icons.icon("contrast"), "画面の配色(&T)")
    actions.choice(themes, THEMES, needs.theme, needs.choose_theme)


def _add(target: QMenu | QToolBar, tree: Mapping[str, QAction], keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in tree:
            target.addAction(tree[key])
