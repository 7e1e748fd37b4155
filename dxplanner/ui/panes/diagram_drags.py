"""What happens between pressing and letting go of the mouse on a 関係図: drags with ghost and end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF

from dxplanner.services.diagram_places import Guide, Rect, bounds, snapped_move, snapped_size
from dxplanner.ui.panes.diagram_scene import Scene, others_of

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
    """Elements are moved together."""

    def __init__(
        self, scene: Scene, uids: Sequence[str], start: QPointF, done: Callable[[Mapping[str, Rect]], None]
    ) -> None:
        self.ghost = Ghost()
        self._scene, self._start, self._done = scene, start, done
        self._places = {uid: scene.places[uid] for uid in uids}
        self._others = others_of(scene.view, uids)

    def update(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        way = (pointer.point - self._start) / self._scene.scale
        across, down = round(way.x()), round(way.y())
        if pointer.straight:
            across, down = (across, 0) if abs(across) >= abs(down) else (0, down)
        whole = bounds(list(self._places.values()))
        reach = _REACH / self._scene.scale
        snapped = snapped_move(whole.moved(across, down), self._others, reach, free=pointer.free)
        across = 0 if pointer.straight and not across else snapped.rect.x - whole.x
        down = 0 if pointer.straight and not down else snapped.rect.y - whole.y
        places = {uid: rect.moved(across, down) for uid, rect in self._places.items()}
        place = bounds(list(places.values()))
        self.ghost = Ghost(places, snapped.guides, f"左 {place.x}mm　上 {place.y}mm")

    def finish(self) -> None:
        """Store the places, where they differ."""
        if self.ghost.places and dict(self.ghost.places) != self._places:
            self._done(self.ghost.places)


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
        self._others = others_of(scene.view, [uid])

    def update(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        way = (pointer.point - self._start) / self._scene.scale
        snapped = snapped_size(
            self._scene.places[self._uid],
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
        if rect is not None and rect != self._scene.places[self._uid]:
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
    """An arrow is drawn from one element to another."""

    def __init__(self, scene: Scene, start: str, done: Callable[[str, str], None]) -> None:
        self.ghost = Ghost()
        self._scene, self._from, self._done = scene, start, done

    def update(self, pointer: Pointer) -> None:
        """Follow the pointer; over another element the arrow ends there."""
        found = self._scene.node_at(pointer.point)
        target = found if found != self._from else ""
        begin = self._scene.area(self._scene.places[self._from]).center()
        node = self._scene.view.node(target)
        readout = "" if node is None else f"「{''.join(node.label.splitlines())}」へ"
        self.ghost = Ghost(readout=readout, wire=QLineF(begin, pointer.point), target=target)

    def finish(self) -> None:
        """Draw the arrow, where it has an end."""
        if self.ghost.target:
            self._done(self._from, self.ghost.target)
