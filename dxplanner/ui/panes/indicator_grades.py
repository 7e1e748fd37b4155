"""評価区分: the plan's own tables of grades, begun from a preset and changed as a sheet."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from dxplanner.domain.grades import PRESETS, GradePreset, grade_table_problem
from dxplanner.model import GradeScale
from dxplanner.services.fields import fields_of
from dxplanner.services.indicator_grades import (
    add_scale,
    delete_scale,
    grade_source,
    make_ordinary,
    what_goes,
)
from dxplanner.services.indicator_picture import Scale
from dxplanner.services.indicator_query import scales
from dxplanner.store.planfile import Committed
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.tree.confirm import ConfirmBar

TABLES = frozenset({"grade", "grade_scale"})
_EMPTY = "この区分には評価がまだありません。Insertで追加します。"
_NONE = "評価区分はまだありません。「＋ 評価区分」でひな形を選ぶと、達成率から評価が付きます。"


class IndicatorGrades(QWidget):
    """Chooses a table of grades, names it, changes its grades."""

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self._scales: dict[int, Scale] = {}
        self._chosen = 0
        context, theme = binding.context, binding.context.theme
        self.box = ElidedBox()
        self.box.setAccessibleName("評価区分")
        self.box.setToolTip("表示する評価区分を選びます。")
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.activated.connect(lambda at: self.choose(int(self.box.itemData(at))))
        self.name = FieldEditor(binding, fields_of(GradeScale)["name"], labelled=False)
        self.name.setFixedWidth(theme.pixels(200))
        self.name.box.setToolTip("評価区分の名称です。")
        self.add = QToolButton()
        self.add.setText("＋ 評価区分")
        self.add.setToolTip("ひな形を選んで評価区分を作ります。あとから自由に変えられます。")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.add)
        for preset in PRESETS:
            self.menu.addAction(preset.name).triggered.connect(partial(self._add, preset))
        self.add.setMenu(self.menu)
        self.first = button("計画の最初の区分にする", "small")
        self.first.setToolTip("区分を選んでいない指標の評価に使います。")
        self.first.clicked.connect(self._make_first)
        self.remove = button("区分を削除", "small")
        self.remove.setToolTip("表示している評価区分を削除します。")
        self.remove.clicked.connect(self._remove)
        self.sheet = Sheet(context, grade_source(0), key="indicator_grades", frozen=1, empty=_EMPTY)
        self.sheet.filter.hide()
        self.problem = words("", "warn", wrap=True)
        self.nothing = words(_NONE, "empty", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.confirm = ConfirmBar(theme, self)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._binding.context.theme
        head = QHBoxLayout()
        head.setSpacing(theme.pixels(8))
        for widget in (self.box, self.name, self.first, self.remove):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.pixels(12), theme.pixels(8), theme.pixels(8), theme.pixels(8))
        column.setSpacing(theme.pixels(6))
        column.addLayout(head)
        self._body = QStackedLayout()
        column.addLayout(self._body, 1)
        self._body.addWidget(self.nothing)
        self._body.addWidget(self.sheet)
        column.addWidget(self.problem)
        column.addWidget(self.confirm)

    def reload(self) -> None:
        """Show the present tables."""
        self._read()
        self.sheet.reload()

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed."""
        if any(row.table in TABLES for row in committed.rows):
            self._read()
            self.sheet.apply(committed)

    def flush(self) -> None:
        """Store what was typed."""
        self.name.flush()
        self.sheet.flush()

    def choose(self, scale_id: int) -> None:
        """Show a table of grades."""
        if scale_id in self._scales and scale_id != self._chosen:
            self.flush()
            self._chosen = scale_id
            self.sheet.set_source(grade_source(scale_id))
            self._show()

    def _read(self) -> None:
        with self._binding.context.workbench.plan.reading() as session:
            self._scales = scales(session)
        if self._chosen not in self._scales:
            self._chosen = next(iter(self._scales), 0)
            self.sheet.set_source(grade_source(self._chosen))
        self._show()

    def _show(self) -> None:
        scale = self._scales.get(self._chosen)
        editable = not self._binding.read_only
        with QSignalBlocker(self.box):
            self.box.clear()
            for at, one in enumerate(self._scales.values()):
                self.box.addItem(f"{one.name}{'（最初の区分）' if at == 0 else ''}", one.id)
            self.box.setCurrentIndex(self.box.findData(self._chosen))
        self.box.setVisible(len(self._scales) > 1)
        self._body.setCurrentWidget(self.nothing if scale is None else self.sheet)
        for widget in (self.name, self.remove):
            widget.setVisible(scale is not None and editable)
        self.first.setVisible(scale is not None and editable and next(iter(self._scales)) != self._chosen)
        self.add.setVisible(editable)
        if scale is not None:
            self.name.show_row(scale.id, scale.name)
        self.problem.setText("" if scale is None else grade_table_problem(scale.rules) or "")
        self.problem.setVisible(bool(self.problem.text()))

    def _add(self, preset: GradePreset, _checked: bool = False) -> None:
        made = self._binding.context.run(
            f"評価区分「{preset.name}」の追加", lambda session: add_scale(session, preset)
        )
        if made is not None:
            self.choose(made)

    def _make_first(self) -> None:
        key = self._chosen
        label = f"評価区分「{self._scales[key].name}」を計画の最初の区分にする"
        self._binding.context.run(label, lambda session: make_ordinary(session, key))

    def _remove(self) -> None:
        scale = self._scales.get(self._chosen)
        if scale is None:
            return
        with self._binding.context.workbench.plan.reading() as session:
            lost = what_goes(session, scale.id)
        if lost:
            question = f"評価区分「{scale.name}」を削除すると、{lost}"
            self.confirm.ask(question, "削除する", partial(self._delete, scale), self.box)
        else:
            self._delete(scale)

    def _delete(self, scale: Scale) -> None:
        label = f"評価区分「{scale.name}」の削除"
        self._binding.context.run(label, lambda session: delete_scale(session, scale.id))
