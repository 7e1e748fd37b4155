"""コンセプト in the 動向・関係図 pane: slogan, the thinking behind it, the sentences of the 領域."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from dxplanner.model import Plan
from dxplanner.services import trend_sheets as trends
from dxplanner.services.fields import fields_of
from dxplanner.services.sheet import SheetSource
from dxplanner.services.transition_query import version_choices
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import words
from dxplanner.ui.panes.plan import PlanBinding
from dxplanner.ui.sheet.sheet import Sheet

_TABLES: Final = frozenset({"plan", "policy_node", "level", "plan_version", "term", "provenance"})
_EMPTY: Final = "領域はまだありません。左の施策体系のいちばん上の階層に入れた項目が、ここに並びます。"
_HINT: Final = (
    "資料「コンセプト」は、標語、コンセプト、領域の名称と文から作られます。文のない領域は印刷されません。"
)


class ConceptPage(QWidget):
    """Two fields of the plan above, the 領域 of a version below."""

    summed = Signal(str)

    def __init__(self, context: PlanContext, today: Callable[[], date]) -> None:
        super().__init__()
        self.context = context
        self._version: int | None = None
        self.binding = PlanBinding(context, lambda: Plan.__label__, today, self)
        fields = fields_of(Plan)
        self.editors = {name: FieldEditor(self.binding, fields[name]) for name in ("slogan", "concept")}
        self.sheet = Sheet(context, self._source(), key="concept", frozen=1, empty=_EMPTY)
        self.version = ElidedBox()
        self.version.setAccessibleName("計画版")
        self.version.setToolTip("領域の文を書く計画版です。")
        self.version.setFixedWidth(context.theme.pixels(188))
        self._lay_out()
        self.version.activated.connect(lambda _at: self._choose_version())
        self.sheet.summed.connect(self.summed)

    def _source(self) -> SheetSource:
        return trends.domain_source(lambda: self._version)

    def _lay_out(self) -> None:
        pixels = self.context.theme.pixels
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*map(pixels, (12, 8, 12, 8)))
        column.setSpacing(pixels(8))
        for editor in self.editors.values():
            column.addWidget(editor)
        column.addWidget(words(_HINT, "note", wrap=True))
        column.addStretch(1)
        form = QScrollArea()
        form.setWidget(inside)
        form.setWidgetResizable(True)
        form.setFrameShape(QFrame.Shape.NoFrame)
        form.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        below = QWidget()
        listed = QVBoxLayout(below)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*map(pixels, (8, 5, 8, 5)))
        head.setSpacing(pixels(8))
        head.addWidget(words("領域の文", "heading"))
        head.addWidget(self.version)
        head.addStretch(1)
        listed.addLayout(head)
        self.sheet.setContentsMargins(pixels(8), 0, pixels(8), 0)
        listed.addWidget(self.sheet, 1)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.setChildrenCollapsible(False)
        self.rows.setHandleWidth(1)
        self.rows.addWidget(form)
        self.rows.addWidget(below)
        self.rows.setSizes([pixels(190), pixels(400)])
        self.rows.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.rows)
        self.setFocusProxy(self.editors["slogan"].box)

    def reload(self) -> None:
        """Show the present state; the version chosen before stays if it still exists."""
        self._refresh()
        self.sheet.reload()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed; one that touches nothing shown here costs nothing."""
        if any(row.table in _TABLES for row in committed.rows):
            self._refresh()
            self.sheet.apply(committed)

    def flush(self) -> None:
        """Store what is being typed."""
        for editor in self.editors.values():
            if editor.row_id:
                editor.flush()
        self.sheet.flush()

    def _refresh(self) -> None:
        with self.context.workbench.plan.reading() as session:
            choices = version_choices(session)
            concept = trends.concept_of(session)
            gone = self._version not in {choice.id for choice in choices}
            version = trends.concept_version(session, self.context.version_id) if gone else self._version
        if version != self._version:
            self._version = version
            self.sheet.set_source(self._source())
        show_entries(self.version, [(choice.title, choice.id) for choice in choices], self._version)
        if concept is not None:
            for name, editor in self.editors.items():
                marks = concept.marks.get((concept.uid, name), ())
                editor.show_row(concept.plan_id, concept.texts[name], marks)

    def _choose_version(self) -> None:
        self.flush()
        self._version = self.version.currentData()
        self.sheet.set_source(self._source())
