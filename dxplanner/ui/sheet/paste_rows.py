"""Below a sheet after a paste: the question about amounts in 円, and the lines that were left out."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from dxplanner.domain.vocabulary import Rounding
from dxplanner.services.sheet_report import PastedAmount
from dxplanner.services.sheet_yen import Labels
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.settings import Settings
from dxplanner.ui.sheet.pasting import yen_choice, yen_question
from dxplanner.ui.theme import Theme
from dxplanner.ui.two_lines import TwoLines, holding

_ROUNDING: Final = "sheet/yen_rounding"
_ORDER: Final = (Rounding.HALF_UP, Rounding.DOWN, Rounding.UP)
_MOST_SEEN: Final = 3
_LINE: Final = 24
"""So many lines with their reasons are in sight at once, and the height of one at 100 %."""


def usual_rounding(settings: Settings) -> Rounding:
    """How parts of 千円 were rounded last on this computer."""
    said = settings.text(_ROUNDING)
    return Rounding(said) if said in set(Rounding) else _ORDER[0]


class YenRow(QWidget):
    """Asks whether amounts are in 円; a button for each way of rounding, that of the last time first."""

    chosen = Signal(object)
    """Rounding"""

    def __init__(self, context: PlanContext, indent: int = 8) -> None:
        """``indent``: how far it stands from the edge, at 100 %."""
        super().__init__()
        self._settings, theme = context.settings, context.theme
        usual = usual_rounding(self._settings)
        self.question = words("", "label")
        self.buttons = {
            rounding: button("", "small") for rounding in sorted(_ORDER, key=lambda one: one is not usual)
        }
        asked, answers = _row(theme), _row(theme)
        asked.setContentsMargins(theme.pixels(indent), 0, theme.pixels(8), 0)
        asked.addWidget(self.question)
        for rounding, one in self.buttons.items():
            one.clicked.connect(lambda _checked=False, rounding=rounding: self._choose(rounding))
            answers.addWidget(one)
        answers.addStretch(1)
        answers.setContentsMargins(theme.pixels(indent), 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.pixels(4))
        column.addWidget(TwoLines(holding(asked), holding(answers)))

    def ask(self, labels: Labels, amounts: Sequence[PastedAmount], taken: Rounding | None) -> None:
        """Ask about amounts; the rounding by which they have been taken already is not offered."""
        self.question.setText(yen_question(labels, amounts, taken))
        for rounding, one in self.buttons.items():
            text, tip = yen_choice(labels, amounts, rounding)
            one.setText(text)
            one.setToolTip(tip)
            one.setHidden(rounding is taken)
        self.show()

    def _choose(self, rounding: Rounding) -> None:
        self._settings.set(_ROUNDING, rounding.value)
        self.chosen.emit(rounding)


class LeftRow(QWidget):
    """How many lines were left out, all of them with their reasons, and the way to take them along."""

    copy_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.said = words("", "label")
        self.why = button("行と理由を見る", "small")
        self.why.setCheckable(True)
        self.why.setToolTip("入れなかったすべての行を、理由と一緒に表示します。")
        self.copy = button("入れなかった行をコピー", "small")
        self.copy.setToolTip(
            "入れなかった行だけをコピーします。エクセルなどで直して、もう一度貼り付けられます。"
        )
        self.close_ = button("閉じる", "small")
        self.close_.setToolTip("入れなかった行の表示を閉じます（Esc）。")
        self.reasons = QListWidget()
        self.reasons.setAccessibleName("入れなかった行と理由")
        self.reasons.setWordWrap(True)
        self.reasons.setSpacing(theme.pixels(3))
        self.reasons.setMinimumHeight(theme.pixels(_LINE))
        self.reasons.setMaximumHeight(theme.pixels(_LINE * _MOST_SEEN))
        self.reasons.hide()
        self.why.toggled.connect(self.reasons.setVisible)
        self.copy.clicked.connect(self.copy_asked)
        self.close_.clicked.connect(self.closed)
        row = _row(theme)
        row.addWidget(self.said)
        for one in (self.why, self.copy, self.close_):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.pixels(8), 0, 0, theme.pixels(4))
        column.setSpacing(theme.pixels(4))
        column.addLayout(row)
        column.addWidget(self.reasons)

    def show_lines(self, said: str, reasons: Sequence[str]) -> None:
        """Show other lines; the list of them is closed first."""
        self.said.setText(said)
        self.reasons.clear()
        self.reasons.addItems(reasons)
        self.why.setChecked(False)
        self.show()


def _row(theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.pixels(8))
    return row
