"""The head of the 施策 pane: 分野, number and name, version and level, how much is 推定, whole-row 出典."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.model import PolicyNode, field_specs
from dxplanner.services.node_query import NodeView
from dxplanner.services.provenance import Mark
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import AreaBadge, ElidedLabel, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import RowStack

_PLACE: Final = 280
"""Most width of version and level, in pixels at 100 %: the name of the node comes first."""

FieldMarks = tuple[str, tuple[Mark, ...]]
"""Label of a field that the form does not show, or of the whole row, and its 出典."""


class NamedStrip(MarkStrip):
    """出典 of the whole node, or of something about it that has no box on the form."""

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding, "", named=True)

    def show_line(self, line: FieldMarks) -> None:
        """Show the 出典 of another value."""
        self.show_marks(line[1], line[0])


class MeasureHead(QWidget):
    """The title row of a node and the 出典 that belong to no box below it."""

    def __init__(self, binding: Binding, elsewhere: frozenset[str]) -> None:
        super().__init__()
        theme = binding.context.theme
        self._theme = theme
        self._elsewhere = elsewhere
        self._labels = {name: spec.label for name, spec in field_specs(PolicyNode).items()}
        self.area = AreaBadge(theme)
        self.name = ElidedLabel("title")
        self.inferred = words("", "badge")
        self.place = ElidedLabel("label")
        self.place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.place.setMinimumWidth(theme.pixels(16))
        self.place.setMaximumWidth(theme.pixels(_PLACE))
        self.strips: RowStack[FieldMarks] = RowStack(
            lambda: NamedStrip(binding), lambda line: line[0], theme.pixels(2)
        )
        row = QHBoxLayout()
        row.setSpacing(theme.pixels(8))
        row.addWidget(self.area)
        row.addWidget(self.name, 1)
        row.addWidget(self.inferred)
        row.addWidget(self.place)
        column = QVBoxLayout(self)
        edge = theme.pixels(12)
        column.setContentsMargins(edge, theme.pixels(10), edge, theme.pixels(6))
        column.setSpacing(theme.pixels(4))
        column.addLayout(row)
        column.addWidget(self.strips)

    def show_view(self, view: NodeView) -> None:
        """Show a node's head."""
        self.name.show_text(f"{view.number}　{view.name}" if view.number else view.name)
        self.place.show_text(f"{view.level}　{view.version}")
        self.area.setVisible(view.area is not ColourRole.NEUTRAL)
        self.area.show_area(view.area.value, self._theme.role(view.area))
        count = sum(mark.inferred for marks in view.marks.values() for mark in marks)
        self.inferred.setText(f"推定 {count}件")
        self.inferred.setToolTip("まだ確認していない内容の数です。確かめたら「確認済みにする」を押します。")
        self.inferred.setVisible(count > 0)
        self.strips.show_lines(
            [
                (self._labels.get(field or "", "この項目"), marks)
                for (uid, field), marks in view.marks.items()
                if uid == view.uid and field not in self._elsewhere
            ]
        )
