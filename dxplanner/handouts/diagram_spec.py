"""A 関係図 as plain data, for the layout that screen and paper share."""

from dataclasses import dataclass

from dxplanner.domain.vocabulary import ColourRole, DiagramShape, EdgeStyle


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """An element: its place in mm of the diagram's own, its words, the めざす姿 that it stands for."""

    uid: str
    label: str
    x: float
    y: float
    width: float
    height: float
    group: str = ""
    aim: str = ""
    """A further sentence under the label, such as 生活：人と人とがつながり…."""
    aim_uid: str = ""
    shape: DiagramShape = DiagramShape.RECTANGLE
    role: ColourRole = ColourRole.NEUTRAL
    inferred: bool = False
    aim_inferred: bool = False


@dataclass(frozen=True, slots=True)
class EdgeSpec:
    """An arrow between two elements, by their uids; one whose ends are not both known is only listed."""

    uid: str
    label: str = ""
    start: str = ""
    end: str = ""
    style: EdgeStyle = EdgeStyle.ARROW
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class DiagramSpec:
    """A diagram as it is drawn."""

    uid: str
    title: str
    nodes: tuple[NodeSpec, ...]
    edges: tuple[EdgeSpec, ...] = ()
