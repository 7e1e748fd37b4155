"""予算説明書の見出し as on paper: numbers over names, the 事業's amount over the project's in brackets."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from dxplanner.model import BudgetProgram, BudgetProject, Entity, field_specs
from dxplanner.services.budget_columns import YEN_HELP
from dxplanner.services.budget_query import ProgramView, ProjectView, RowView
from dxplanner.services.fields import fields_of
from dxplanner.services.provenance import Mark
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import ElidedLabel, words
from dxplanner.ui.forms.marks import mark_text
from dxplanner.ui.forms.sections import RowStack
from dxplanner.ui.forms.texts import GrowingText, ShortText
from dxplanner.ui.panes.measure_head import FieldMarks, NamedStrip
from dxplanner.ui.two_lines import TwoLines, holding

_COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("年度", "fiscal_year", "", 52),
    ("ページ", "pages", "", 84),
    ("款", "kan_number", "kan_name", 76),
    ("項", "kou_number", "kou_name", 88),
    ("目", "moku_number", "moku_name", 128),
    ("番号", "number", "", 52),
    ("事業名", "name", "", 0),
    ("予算額（千円）", "total", "", 108),
)
"""Heading, upper and lower field of the 事業, width in pixels at 100 % (0: what is left)."""

_TIPS = {
    "予算年度": "予算の年度です。R6のように入力します。",
    "予算説明書のページ": "予算説明書で、この事業が載っているページです。",
    "款番号": "款の番号です。",
    "款": "款の名称です。",
    "項番号": "項の番号です。",
    "項": "項の名称です。",
    "目番号": "目の番号です。",
    "目": "目の名称です。",
    "番号": "予算説明書での事業の番号です。",
    "事業名": "予算説明書での事業名です。",
    "予算額": f"予算説明書での事業の予算額です。{YEN_HELP}",
    "事業の名称": "この予算事業の名称です。",
    "事業費": f"この予算事業の額です。予算説明書ではかっこ書きになります。{YEN_HELP}",
}
"""What a field means, where its declaration does not say."""
_TWO_NAMES = "事業名（下の段は予算事業名）"
_MOST_LINES = 3
"""A name that is longer scrolls inside its box: the table below keeps its room."""
_SHORTEST_NAME = 148
_SIGN = 12
"""Widths in pixels at 100 % that a name has at least, and that a bracket takes."""
_TOP_RIGHT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight


class BareEditor(FieldEditor):
    """A box alone, for a table: its message and its 出典 are shown elsewhere."""

    def __init__(self, binding: Binding, entity: type[Entity], name: str, width: int) -> None:
        super().__init__(binding, fields_of(entity)[name], labelled=False)
        own = self.layout()
        if own is not None:
            own.removeWidget(self.message)
            own.removeWidget(self.marks)
        # What takes no part in a layout and has a parent that never shows stays out of sight.
        self._aside = QWidget(self)
        self._aside.hide()
        self.marks.setParent(self._aside)
        if isinstance(self.box, GrowingText):
            self.box.most_lines = _MOST_LINES
        if isinstance(self.box, ShortText) and width:
            self.box.setFixedWidth(width)
        for label in self.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if label is not self.message and label.text() == self.field.spec.unit:
                label.hide()  # the heading says it


class BudgetHeading(QWidget):
    """Fields of a 事業 and, below its name and amount, those of one of its projects."""

    def __init__(self, program: Binding, project: Binding) -> None:
        super().__init__()
        self._pixels = program.context.theme.pixels
        self.program = {
            name: BareEditor(program, BudgetProgram, name, self._pixels(width - 4))
            for _, upper, lower, width in _COLUMNS
            for name in (upper, lower)
            if name
        }
        self.project = {
            "name": BareEditor(project, BudgetProject, "name", 0),
            "amount": BareEditor(project, BudgetProject, "amount", self._pixels(84)),
        }
        self.source = ElidedLabel("note")
        self.strips: RowStack[FieldMarks] = RowStack(
            lambda: NamedStrip(program), lambda line: line[0], self._pixels(2)
        )
        self._lower = QWidget()
        self._labels: dict[str, QLabel] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        numbers, amounts = self._grid(), self._grid()
        high = self._pixels(24)
        for column, (heading, upper, lower, width) in enumerate(_COLUMNS):
            grid = amounts if upper in ("name", "total") else numbers
            label = self._labels[upper] = words(heading, "label")
            label.setBuddy(self.program[upper].box)
            grid.addWidget(label, 0, column)
            if upper == "total":
                # Its figures end before the sign of the brackets.
                label.setText(f"{heading}　")
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addLayout(self._bracketed(self.program[upper], "　", "　", high), 1, column, _TOP_RIGHT)
            else:
                grid.addWidget(self.program[upper], 1, column, Qt.AlignmentFlag.AlignTop)
            if lower:
                grid.addWidget(self.program[lower], 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 0 if width else 1)
            if width and upper != "total":
                grid.setColumnMinimumWidth(column, self._pixels(width))
                for name in filter(None, (upper, lower)):
                    self.program[name].setFixedWidth(self._pixels(width))
        self._lower.setLayout(self._bracketed(self.project["amount"], "（", "）", high))
        last = len(_COLUMNS) - 1
        self.program["total"].box.setFixedWidth(self._pixels(84))
        amounts.addWidget(self.project["name"], 2, last - 1, Qt.AlignmentFlag.AlignTop)
        amounts.addWidget(self._lower, 2, last, _TOP_RIGHT)
        for editor in (self.program["name"], self.project["name"]):
            # A name takes what is left of the line, and one of its own where that is too little.
            editor.setSizePolicy(QSizePolicy.Policy.Ignored, editor.sizePolicy().verticalPolicy())
            editor.setMinimumWidth(self._pixels(_SHORTEST_NAME))
        numbers.setColumnStretch(last, 1)
        column_ = QVBoxLayout(self)
        edge = self._pixels(8)
        column_.setContentsMargins(edge, self._pixels(6), edge, self._pixels(4))
        column_.setSpacing(self._pixels(3))
        column_.addWidget(TwoLines(holding(numbers), holding(amounts)))
        for editor in self.editors:
            column_.addWidget(editor.message)
        column_.addWidget(self.strips)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, self._pixels(4), 0)
        grid.setHorizontalSpacing(self._pixels(4))
        grid.setVerticalSpacing(self._pixels(3))
        grid.setRowStretch(3, 1)  # beside names of several lines all begins at the top
        return grid

    def _bracketed(self, editor: BareEditor, left: str, right: str, high: int) -> QHBoxLayout:
        """A box of a height in pixels between two signs of equal room: the tiers of an amount align."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        sides = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        signs = [words(sign, "label") for sign in (left, right)]
        for sign, side in zip(signs, sides, strict=True):
            sign.setFixedSize(self._pixels(_SIGN), high)
            sign.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        for widget in (signs[0], editor, signs[1]):
            row.addWidget(widget, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    @property
    def editors(self) -> list[BareEditor]:
        """All boxes."""
        return [*self.program.values(), *self.project.values()]

    def show_rows(self, program: ProgramView, project: ProjectView | None) -> None:
        """Show a 事業 with one of its projects, or alone."""
        _show(self.program, program.row)
        if project is not None:
            _show(self.project, project.row)
        self._labels["name"].setText("事業名" if project is None else _TWO_NAMES)
        self.project["name"].setVisible(project is not None)
        self._lower.setVisible(project is not None)
        rows: list[tuple[type[Entity], RowView]] = [(BudgetProgram, program.row)]
        rows += [] if project is None else [(BudgetProject, project.row)]
        self.strips.show_lines(_doubtful(rows))
        told = [mark_text(mark) for mark in rows[-1][1].marks_on() if not mark.inferred and mark_text(mark)]
        self.source.show_text("　／　".join(told))
        self.source.setVisible(bool(told))
        # Beside the tabs of a project, where there are any.
        side = Qt.AlignmentFlag.AlignLeft if project is None else Qt.AlignmentFlag.AlignRight
        self.source.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def flush(self) -> None:
        """Store what was typed."""
        for editor in self.editors:
            editor.flush()


def _show(editors: dict[str, BareEditor], row: RowView) -> None:
    for name, editor in editors.items():
        marks = row.marks_on(name)
        editor.show_row(row.id, row.values[name], marks)
        told = editor.field.spec.help or _TIPS.get(editor.field.label, "")
        editor.box.setToolTip("\n".join([told, *map(mark_text, marks)]).strip())


def _doubtful(rows: Sequence[tuple[type[Entity], RowView]]) -> list[FieldMarks]:
    """出典 that somebody may still act on: 推定, or confirmed by hand."""
    found: list[FieldMarks] = []
    for entity, row in rows:
        labels = {name: spec.label for name, spec in field_specs(entity).items()}
        for (_, field), marks in row.marks.items():
            if any(mark.inferred or mark.recorded_by for mark in marks):
                found.append((f"{entity.__label__}の{labels.get(field or '', '全体')}", _sorted(marks)))
    return found


def _sorted(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: not mark.inferred))
