"""The scrolling frame of the 新旧 diagram: it lays out anew for its width, and zooms."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from dxplanner.domain.transition_data import ComparedVersion
from dxplanner.domain.vocabulary import Side
from dxplanner.handouts.metrics import MM_PER_POINT
from dxplanner.handouts.transitions import description
from dxplanner.handouts.transitions_layout import SIZE, TOP, lay_out_on_screen
from dxplanner.handouts.transitions_sides import NO_SOURCE, NO_TARGET, Comparison, compare
from dxplanner.services.transition_query import Compared
from dxplanner.ui.panes.transition_board import TransitionBoard
from dxplanner.ui.panes.transition_places import Places
from dxplanner.ui.theme import BASE_PIXELS, Theme

ZOOMS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.8)
_NARROWEST = 170.0
"""Least width in mm; a narrower frame scrolls sideways."""
_THREE_LEVELS = 300.0
"""Width in mm from which three levels of each side are shown instead of two."""
_TITLE = 24
"""Signs of a version's title that have room above its columns."""


class TransitionView(QScrollArea):
    """Keeps the board's layout fit to the width; the text keeps the size of the program's own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.board = TransitionBoard(theme)
        self.swapped = False
        self._compared: Compared | None = None
        self._depths = (0, 0)
        self._open_ends: frozenset[Side] = frozenset(Side)
        self._zoom = ZOOMS.index(1.0)
        self._comparison: tuple[object, Comparison] | None = None
        self._places: tuple[object, Places] | None = None
        self.setWidget(self.board)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.board.seen.connect(self._show_place)
        self.verticalScrollBar().valueChanged.connect(self.board.scrolled)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self.lay_out)

    def show_compared(
        self, compared: Compared, depths: tuple[int, int], *, open_ends: Collection[Side]
    ) -> None:
        """Show a comparison down to these levels of the old and the new side.

        ``open_ends``: at these sides nodes that go nowhere, or come from nowhere, say so.
        """
        self._compared, self._depths, self._open_ends = compared, depths, frozenset(open_ends)
        self.lay_out()

    def set_swapped(self, swapped: bool) -> None:
        """Put the current version at the right, or back at the left."""
        self.swapped = swapped
        self.lay_out()

    @property
    def scale(self) -> float:
        """Pixels a millimetre: at 100 % a text is as large as the program's own."""
        return self._theme.pixels(BASE_PIXELS) / (SIZE * MM_PER_POINT) * ZOOMS[self._zoom]

    def zoom(self, step: int) -> None:
        """Larger (1) or smaller (-1) by one step; 0 back to the usual size."""
        last = len(ZOOMS) - 1
        self._zoom = max(0, min(self._zoom + step, last)) if step else ZOOMS.index(1.0)
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out for the present width."""
        if self._compared is None:
            return
        # The bar at the right may come with the layout: count on it, so that it cannot come and go.
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        millimetres = max((width - 2) / self.scale, _NARROWEST)
        count = 3 if millimetres >= _THREE_LEVELS else 2
        places = self._place(
            self._compare(count),
            millimetres,
            (self.height() - 4) / self.scale,
            description(self._compared.old, self._compared.new),
        )
        self.board.show_layout(self._compared, places, Side.NEW if self.swapped else Side.OLD)

    def _place(self, comparison: Comparison, width: float, height: float, description: str) -> Places:
        """The layout of a comparison; an edit of what is not drawn, such as a reason, leaves it."""
        links = [
            (link.key, link.uid, link.kind, link.olds, link.news, link.detail, link.inferred)
            for link in comparison.links
        ]
        sides = comparison.old, comparison.new
        what = (sides, links, width, height, description, self.swapped, self.scale)
        if self._places is None or self._places[0] != what:
            layout = lay_out_on_screen(comparison, width, height, description, swapped=self.swapped)
            self._places = what, Places(comparison, layout, self.scale)
        return self._places[1]

    def _compare(self, count: int) -> Comparison:
        what = (self._compared, self._depths, self._open_ends, count)
        if self._comparison is None or self._comparison[0] != what:
            compared = self._compared
            assert compared is not None
            sides = (_headed(compared.old), _headed(compared.new))
            made = compare(*sides, compared.links, self._depths, count, open_ends=True)
            old, new = made.old, made.new
            if Side.OLD not in self._open_ends:
                old = replace(
                    old, labels={key: text for key, text in old.labels.items() if text != NO_TARGET}
                )
            if Side.NEW not in self._open_ends:
                told = (new.remarks or {}).items()
                new = replace(new, remarks={key: "" if text == NO_SOURCE else text for key, text in told})
            self._comparison = what, replace(made, old=old, new=new)
        return self._comparison[1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rest.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _show_place(self, place: QRectF) -> None:
        # The headings cover the top of what is in sight.
        place = place.adjusted(0, -TOP * self.scale, 0, 0)
        middle = place.center().toPoint()
        self.ensureVisible(
            middle.x(),
            middle.y(),
            min(round(place.width() / 2) + 8, self.viewport().width() // 2 - 1),
            min(round(place.height() / 2) + 8, self.viewport().height() // 2 - 1),
        )


def _headed(version: ComparedVersion) -> ComparedVersion:
    """A version whose title has room above its columns; the chooser says the whole."""
    if len(version.title) <= _TITLE:
        return version
    return replace(version, title=f"{version.title[: _TITLE - 1]}…")
