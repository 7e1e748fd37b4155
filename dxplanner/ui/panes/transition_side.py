"""Beside the diagram of 新旧: the selected transition, and under it what is still open on either side."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from dxplanner.domain.transition_data import nowhere
from dxplanner.domain.vocabulary import Side
from dxplanner.services.transition_query import Compared
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.transition_acts import TransitionActs
from dxplanner.ui.panes.transition_details import TransitionDetails
from dxplanner.ui.panes.transition_gaps import Gaps

_NAMES: Final = {Side.OLD: "行き先のない現行の項目", Side.NEW: "もとのない見直し案の項目"}
_ACTS: Final = {Side.OLD: "廃止にする", Side.NEW: "新設にする"}
WIDTH: Final = 288
"""What the side is given at first, in pixels at 100 %."""
_DETAILS: Final = 416
"""Height in pixels that the selected transition keeps beside long lists of what is open."""


class TransitionSide(QSplitter):
    """The details and the two lists of gaps; the lists have room only when there is something in them."""

    def __init__(self, context: PlanContext, acts: TransitionActs, today: Callable[[], date]) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._context = context
        self._filled: tuple[object, ...] = ()
        self.details = TransitionDetails(context, acts, today)
        self.gaps = {side: Gaps(context.theme, _NAMES[side], _ACTS[side]) for side in Side}
        self.addWidget(self.details)
        for gaps in self.gaps.values():
            self.addWidget(gaps)
        self.setStretchFactor(0, 1)
        self.setMinimumWidth(context.theme.pixels(WIDTH - 40))

    def show_gaps(self, compared: Compared, level: str, depths: tuple[int, int]) -> None:
        """Show what has no counterpart among the nodes of a 階層, which has a depth in either version."""
        for side, depth in zip(Side, depths, strict=True):
            version = compared.version(side)
            if level in version.levels:
                nodes = nowhere(version, depth, compared.links, side)
                self.gaps[side].show_nodes(nodes, _NAMES[side], read_only=self._context.read_only)
            else:
                self.gaps[side].show_none(f"{version.name}に「{level}」の階層はありません。")
        self._share(level)

    def _share(self, level: str) -> None:
        filled = (level, *(bool(gaps.model.nodes) for gaps in self.gaps.values()))
        if filled != self._filled:
            self._filled = filled
            most = (self.height() - self._context.theme.pixels(_DETAILS)) // len(self.gaps)
            self.setSizes([self.height(), *(gaps.wanted(most) for gaps in self.gaps.values())])
