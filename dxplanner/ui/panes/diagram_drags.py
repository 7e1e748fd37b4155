"""What happens between pressing and letting go of the mouse on a 関係図: drags with ghost and end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF

from dxplanner.services.diagram_places import Guide, Rect, bounds, snapped_move, snapped_size
from dxplanner.services.fields import short_name
from dxplanner.ui.panes.diagram_scene import Scene

_REACH = 6.0
"""Pixels within which edges and middles of other elements pull."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is on the canvas, and which keys are held."""

    point: QPointF
    free: bool = False
    """Alt: without snapping."""
    straight: bool = False
    """Shift: across or down only."""


@dataclass(frozen=True, slots=True)
class Ghost:
    """What a drag shows: places (by uid), lines of alignment, figures, a rectangle, an arrow."""

    places: Mapping[str, Rect] = field(default_factory=dict)
    guides: tuple[Guide, ...] = ()
    readout: str = ""
    band: QRectF | None = None
    wire: QLineF | None = None
    target: str = ""
    """The element at which the arrow would end."""


class Drag(Protocol):
    """A drag. Nothing is changed before ``finish``."""

    ghost: Ghost

    def update(self, pointer: Pointer) -> None: ...
    def finish(self) -> None: ...


class MoveDrag:
    """Elements are moved together: at the end it is told which, how far to the right, and how far down."""

    def __init__(
        self,
        scene: Scene,
        uids: Sequence[str],
        start: QPointF,
        done: Callable[[Sequence[str], int, int], None],
    ) -> None:
        self.ghost = Ghost()
        self._scene, self._start, self._done = scene, start, done
        self._shown = {uid: scene.places[uid] for uid in uids}
        stored = scene.view.places()
        self._whole = bounds([stored[uid] for uid in uids])
        self._others = _others(scene, uids)
        self._way = 0, 0

    def update(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        way = (pointer.point - self._start) / self._scene.scale
        across, down = round(way.x()), round(way.y())
        if pointer.straight:
            across, down = (across, 0) if abs(across) >= abs(down) else (0, down)
        whole = self._whole
        reach = _REACH / self._scene.scale
        snapped = snapped_move(whole.moved(across, down), self._others, reach, free=pointer.free)
        across = 0 if pointer.straight and not across else snapped.rect.x - whole.x
        down = 0 if pointer.straight and not down else snapped.rect.y - whole.y
        self._way = across, down
        places = {uid: rect.moved(across, down) for uid, rect in self._shown.items()}
        readout = f"左 {whole.x + across}mm　上 {whole.y + down}mm"
        self.ghost = Ghost(places, snapped.guides, readout)

    def finish(self) -> None:
        """Store the places, where they differ."""
        if any(self._way):
            self._done(list(self._shown), *self._way)


class SizeDrag:
    """A handle of one element is dragged."""

    def __init__(
        self,
        scene: Scene,
        uid: str,
        handle: tuple[int, int],
        start: QPointF,
        done: Callable[[Mapping[str, Rect]], None],
    ) -> None:
        self.ghost = Ghost()
        self._scene, self._uid, self._handle = scene, uid, handle
        self._start, self._done = start, done
        stored, shown = scene.view.places()[uid], scene.places[uid]
        self._rect = shown if handle[1] else stored
        self._others = _others(scene, [uid])

    def update(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        way = (pointer.point - self._start) / self._scene.scale
        snapped = snapped_size(
            self._rect,
            self._handle,
            round(way.x()),
            round(way.y()),
            self._others,
            _REACH / self._scene.scale,
            free=pointer.free,
        )
        rect = snapped.rect
        self.ghost = Ghost({self._uid: rect}, snapped.guides, f"幅 {rect.width}mm　高さ {rect.height}mm")

    def finish(self) -> None:
        """Store the place, where it differs."""
        rect = self.ghost.places.get(self._uid)
        if rect is not None and rect != self._rect:
            self._done(self.ghost.places)


class BandDrag:
    """A rectangle is drawn around elements to select them."""

    def __init__(self, scene: Scene, start: QPointF, done: Callable[[Sequence[str]], None]) -> None:
        self.ghost = Ghost()
        self._scene, self._start, self._done = scene, start, done

    def update(self, pointer: Pointer) -> None:
        """Follow the pointer; what would be selected is shown at once."""
        band = QRectF(self._start, pointer.point).normalized()
        found = self._scene.within(band)
        places = {uid: self._scene.places[uid] for uid in found}
        self.ghost = Ghost(places, readout=f"{len(found)}個" if found else "", band=band)

    def finish(self) -> None:
        """Select what lies in the rectangle."""
        self._done(list(self.ghost.places))


class WireDrag:
    """An arrow is drawn from one element, which stays, to another.

    ``backwards`` says that the arrow points at the one that stays: its beginning is dragged.
    """

    def __init__(
        self, scene: Scene, fixed: str, done: Callable[[str], None], *, backwards: bool = False
    ) -> None:
        self.ghost = Ghost()
        self._scene, self._fixed, self._done, self._backwards = scene, fixed, done, backwards

    def update(self, pointer: Pointer) -> None:
        """Follow the pointer; over another element the arrow ends there."""
        found = self._scene.node_at(pointer.point)
        target = found if found != self._fixed else ""
        wire = QLineF(self._scene.area(self._scene.places[self._fixed]).center(), pointer.point)
        if self._backwards:
            wire = QLineF(wire.p2(), wire.p1())
        node = self._scene.view.node(target)
        word = "から" if self._backwards else "へ"
        readout = "" if node is None else f"「{short_name(node.label)}」{word}"
        self.ghost = Ghost(readout=readout, wire=wire, target=target)

    def finish(self) -> None:
        """Draw the arrow, where it has an end."""
        if self.ghost.target:
            self._done(self.ghost.target)


def _others(scene: Scene, uids: Sequence[str]) -> list[Rect]:
    """What can be snapped to: the stored places of all other elements."""
    return [rect for uid, rect in scene.view.places().items() if uid not in uids]
