"""What the frame is filled with: the tree, the panes, the history. Put together by ``app``, passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from dxplanner.store.lock import Author
from dxplanner.ui.asking import Asking
from dxplanner.ui.context import PlanContext
from dxplanner.ui.pane import Pane
from dxplanner.ui.settings import Settings
from dxplanner.ui.theme import Theme


class TreeSide(Protocol):
    """What the frame asks of the tree at the left, a QWidget."""

    def tree_actions(self) -> dict[str, QAction]:
        """Actions by key: add_child, add_sibling, rename, delete, move_up, move_down, move_left, move_right,
        cut, copy, paste, find, expand_to."""


class HistorySide(Protocol):
    """What the frame asks of 変更履歴, a QWidget."""

    go_to: SignalInstance
    """(table, uid): show where this row is."""


NewPlanWizard = Callable[[QWidget, Theme, Settings, Author], Path | None]
"""Asks for a new plan and writes it; returns where, or None when it was given up."""


@dataclass(frozen=True, slots=True)
class PaneSource:
    """A pane's tab, and what makes the pane when somebody first looks at it: imports cost a start's time.

    ``key``, ``title`` and ``manual`` are those of the pane's class.
    """

    key: str
    title: str
    manual: str
    make: Callable[[PlanContext], Pane]

    @classmethod
    def of(cls, pane: type[Pane]) -> "PaneSource":
        """The source of a pane whose class is at hand already."""
        return cls(pane.key, pane.title, pane.manual, pane)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an open plan's window. ``panes`` in the order of their tabs."""

    tree: Callable[[PlanContext], QWidget]
    panes: tuple[PaneSource, ...]
    history: Callable[[PlanContext], QWidget]


@dataclass(frozen=True, slots=True)
class Outfit:
    """What the window works with, put together by ``app``."""

    settings: Settings
    author: Author
    resources: Path
    manual: Path
    parts: Callable[[], Parts]
    new_plan: NewPlanWizard
    asking: Asking
