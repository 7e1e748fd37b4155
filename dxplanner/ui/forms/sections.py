"""The frame of a form: headed sections in two columns where the pane is wide, in one where it is not."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from dxplanner.ui.forms.looks import ElidedLabel, words
from dxplanner.ui.theme import Theme

TWO_COLUMNS_FROM = 1100
"""Width in pixels at 100 % from which a form has two columns."""


class Section(QWidget):
    """A headed part of a form. Put widgets into ``body``, controls into ``head``."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = words(title, "heading")
        self.count = ElidedLabel("label")
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.pixels(8))
        self.head.addWidget(self.title)
        self.head.addWidget(self.count, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.pixels(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(6))
        column.addWidget(rule)
        column.addLayout(self.head)
        column.addLayout(self.body)
        self.setAccessibleName(title)


class TwoColumns(QScrollArea):
    """Scrolls two columns of sections, one under the other when the area is narrow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, inside)
        edge = theme.pixels(12)
        self._box.setContentsMargins(edge, theme.pixels(8), edge, edge)
        self._box.setSpacing(theme.pixels(16))
        self.columns = [QVBoxLayout(), QVBoxLayout()]
        for column in self.columns:
            column.setSpacing(theme.pixels(16))
            self._box.addLayout(column)
        self._box.setStretch(1, 1)
        self.setWidget(inside)

    def close_columns(self) -> None:
        """Call when all sections are in: what is left of the height stays empty at the bottom."""
        for column in self.columns:
            column.addStretch(1)

    @property
    def two_columns(self) -> bool:
        """Whether the columns stand side by side at the moment."""
        return self._box.direction() is QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= self._theme.pixels(TWO_COLUMNS_FROM)
        if wide != self.two_columns:
            directions = QBoxLayout.Direction
            self._box.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
            for place in range(2):
                self._box.setStretch(place, 1 if wide else place)
        super().resizeEvent(event)


def order_tabs(root: QWidget) -> None:
    """Let Tab go through a form as the eye does: in the order of its layouts."""
    for former, latter in pairwise(_stations(root)):
        QWidget.setTabOrder(former, latter)


def order_new_tabs(root: QWidget) -> None:
    """The same where editors came later: Qt would let Tab reach them after everything else in the window."""
    policy = root.focusPolicy()
    root.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt puts nothing behind what takes no focus
    for former, latter in pairwise([root, *_stations(root)]):
        QWidget.setTabOrder(former, latter)
    root.setFocusPolicy(policy)


def _stations(root: QWidget) -> list[QWidget]:
    takes = Qt.FocusPolicy.TabFocus.value
    return [widget for widget in _in_order(root) if widget.focusPolicy().value & takes]


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _in_order(inside)
    elif layout is None:
        yield widget
    else:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    # Not by itemAt: what it gives stays known to Python after Qt has deleted it with its row, and then is
    # taken for whatever comes to lie at the same place in memory.
    owner = layout.parentWidget()
    parts = (*layout.children(), *(() if owner is None else owner.children()))
    placed = [(layout.indexOf(part), part) for part in parts if isinstance(part, QWidget | QLayout)]
    for place, part in sorted(placed, key=itemgetter(0)):
        if place < 0:
            continue
        yield from _in_order(part) if isinstance(part, QWidget) else _in_layout(part)


L_contra = TypeVar("L_contra", contravariant=True)
L = TypeVar("L")


class Row(Protocol[L_contra]):
    """A widget that shows one line of a list."""

    def show_line(self, line: L_contra) -> None:
        """Show another state of the line, or another line."""


class RowStack(QWidget, Generic[L]):
    """A short list as widgets one below another. Rows are kept by key, so an editor in one stays itself."""

    def __init__(
        self,
        make: Callable[[], QWidget],
        key: Callable[[L], Hashable],
        spacing: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._key = key
        self._rows: dict[Hashable, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)

    def widgets(self) -> list[QWidget]:
        """The rows in their order."""
        return list(self._rows.values())

    def show_lines(self, lines: Sequence[L]) -> None:
        """Show these lines; rows without a line are taken over by new ones, or go."""
        wanted = [self._key(line) for line in lines]
        spare = [widget for key, widget in self._rows.items() if key not in set(wanted)]
        rows: dict[Hashable, QWidget] = {}
        before = self.widgets()
        for place, (key, line) in enumerate(zip(wanted, lines, strict=True)):
            widget = self._rows.get(key) or (spare.pop(0) if spare else self._make())
            rows[key] = widget
            if self._column.indexOf(widget) != place:
                self._column.insertWidget(place, widget)
            widget.show_line(line)  # type: ignore[attr-defined]
            widget.show()
        for widget in spare:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._rows = rows
        self.setVisible(bool(rows))
        if self.widgets() != before:
            order_new_tabs(self)
