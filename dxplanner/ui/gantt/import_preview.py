"""取り込みの確認: what was found in a file, what could not be taken over, and where it is to go."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.imported import ImportedSchedule
from dxplanner.domain.schedule_data import EditionData
from dxplanner.domain.snapping import period_text
from dxplanner.ui.dialog_buttons import decision
from dxplanner.ui.gantt.prose_list import ProseList
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme

_SHOWN = 200
_HEADINGS = ("区分のまとまり", "区分", "名称", "時期")
_NARROW = 152


class ImportTarget(Enum):
    """Where an import goes."""

    NEW = "新しい工程表にする"
    EDITION = "今の工程表の新しい版にする"
    HERE = "今の版に加える"


_MEANINGS = {
    ImportTarget.NEW: "今の工程表はそのままにして、別の工程表を作ります。",
    ImportTarget.EDITION: "今の工程表に版を加えます。前の版と重ねて、違いを見られます。",
    ImportTarget.HERE: "名称の同じ区分に工程を加えます。ない区分は終わりに足します。",
}


class ImportPreview(QDialog):
    """Shows an import before anything is changed."""

    def __init__(
        self,
        found: ImportedSchedule,
        name: str,
        present: EditionData | None,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("取り込みの確認")
        self.resize(theme.pixels(880), theme.pixels(560))
        bars, lanes = found.edition.bars, found.edition.lanes
        head = QLabel(
            f"区分{len(lanes):,}件、工程{len(bars):,}件、前後関係{len(found.edition.links):,}件を取り込めます。"
            + (f"下の表は、はじめの{_SHOWN}件です。" if len(bars) > _SHOWN else "")
        )
        mark(head, "role", "heading")
        self.rows = _table(found.edition, theme)
        self.problems = ProseList(theme, "取り込めない所")
        self.problems.show_sentences([problem.sentence for problem in found.problems])
        trouble = QLabel(f"取り込めない所が{len(found.problems)}か所あります。")
        mark(trouble, "role", "caution")
        for widget in (trouble, self.problems):
            widget.setVisible(bool(found.problems))
        self.problems.setMaximumHeight(theme.pixels(120))
        self._name = QLineEdit(found.edition.title or name)
        self._name.setAccessibleName("名称")
        self._name.setToolTip("新しい工程表または版の名称です。「今の版に加える」では使いません。")
        self.choices = QButtonGroup(self)
        row = QHBoxLayout()
        for at, target in enumerate(ImportTarget):
            button = QRadioButton(target.value)
            button.setToolTip(_MEANINGS[target])
            button.setEnabled(present is not None or target is ImportTarget.NEW)
            button.setChecked(at == 0)
            self.choices.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        buttons, yes = decision(self, "取り込む", self.accept)
        yes.setToolTip("上で選んだ所へ取り込みます。取り込んだ後は、Ctrl+Z で一度に戻せます。")
        yes.setEnabled(bool(bars))
        names = QHBoxLayout()
        names.addWidget(QLabel("工程表または版の名称"))
        names.addWidget(self._name, 1)
        column = QVBoxLayout(self)
        column.addWidget(head)
        column.addWidget(self.rows, 1)
        column.addWidget(trouble)
        column.addWidget(self.problems)
        column.addLayout(row)
        column.addLayout(names)
        column.addWidget(buttons)

    @property
    def target(self) -> ImportTarget:
        """Where it is to go."""
        return list(ImportTarget)[self.choices.checkedId()]

    @property
    def name(self) -> str:
        """What the new schedule or 版 is called."""
        return self._name.text().strip() or "取り込んだ工程表"


def _table(edition: EditionData, theme: Theme) -> QTableWidget:
    """The first bars with their lanes; まとまり only where there are some."""
    shown = edition.bars[:_SHOWN]
    table = QTableWidget(len(shown), len(_HEADINGS))
    table.setHorizontalHeaderLabels(_HEADINGS)
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setWordWrap(False)
    table.setAccessibleName("取り込む工程")
    for row, bar in enumerate(shown):
        lane = edition.lane_by_id.get(bar.lane_id)
        place = (lane.group, lane.name) if lane is not None else ("", "")
        texts = (*place, bar.label, period_text(bar.starts_on, bar.last_day, bar.precision))
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    table.setColumnHidden(0, not any(lane.group for lane in edition.lanes))
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column in (0, 3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(column, theme.pixels(_NARROW))
    return table
