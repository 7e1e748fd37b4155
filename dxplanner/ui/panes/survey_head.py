"""The upper edge of the 調査 pane: which survey, which page of it, and how many answered."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from dxplanner.services.survey_query import SurveyHead, SurveyName
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.looks import ElidedLabel
from dxplanner.ui.forms.title_row import switch
from dxplanner.ui.styles import mark
from dxplanner.ui.two_lines import TwoLines

RESULTS, FACTS, REMARKS = range(3)
_PAGES: Final = (
    ("設問と結果", "設問ごとの選択肢、件数、割合とグラフです。"),
    ("調査の概要", "調査の対象、時期、方法、配布数と回収数です。"),
    ("所見", "調査から分かったことと、その根拠にした値です。"),
)
_ACTS: Final = (
    ("add", "調査を追加", "新しい調査を加えます。"),
    ("copy_questions", "設問と選択肢だけ複製", "次の調査のために、値を空にして複製します。"),
    ("copy_all", "値も含めて複製", "設問、値、所見をそのまま複製します。"),
    ("delete", "この調査を削除…", "設問と値、所見もまとめて削除します。"),
)


class SurveyBar(QWidget):
    """Chooses a survey and one of its pages."""

    chosen = Signal(int)
    """Key of a survey."""
    page_chosen = Signal(int)
    import_asked = Signal()

    def __init__(self, context: PlanContext) -> None:
        super().__init__()
        pixels = context.theme.pixels
        self._read_only = context.read_only
        self._offered: list[SurveyName] = []
        self.box = ElidedBox()
        self.box.setAccessibleName("調査")
        self.box.setToolTip("表示する調査を選びます。")
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setFixedWidth(pixels(200))
        self.actions_of: dict[str, QAction] = {}
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for name, text, tip in _ACTS:
            action = menu.addAction(text)
            action.setToolTip(tip)
            self.actions_of[name] = action
        self.more = QPushButton("調査の追加・複製")
        self.more.setToolTip("調査を加える、複製する、削除する")
        self.more.setMenu(menu)
        self.pages = QButtonGroup(self)
        self.rate = ElidedLabel("label")
        self.load = QPushButton("回答データを集計")
        self.load.setToolTip("1行に1人の回答が並ぶファイル（エクセルか文字の表）から、設問の表を作ります。")
        self.load.setProperty("primary", True)
        choosing, doing = QWidget(), QWidget()
        row, rest = QHBoxLayout(choosing), QHBoxLayout(doing)
        for one in (row, rest):
            one.setContentsMargins(pixels(8), pixels(5), pixels(8), pixels(5))
            one.setSpacing(pixels(6))
        row.addWidget(self.box)
        row.addWidget(self.more)
        row.addSpacing(pixels(8))
        for number, (text, tip) in enumerate(_PAGES):
            choice = switch(text, tip)
            self.pages.addButton(choice, number)
            row.addWidget(choice)
        row.addStretch(1)
        rest.addWidget(self.rate, 1)
        rest.addWidget(self.load)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(TwoLines(choosing, doing))
        self.box.activated.connect(lambda at: self.chosen.emit(self.box.itemData(at)))
        self.pages.idClicked.connect(self.page_chosen)
        self.load.clicked.connect(self.import_asked)

    def show_surveys(self, offered: list[SurveyName], head: SurveyHead | None) -> None:
        """Offer the surveys and show the present one."""
        with QSignalBlocker(self.box):
            if offered != self._offered:
                self._offered = offered
                self.box.clear()
                for survey in offered:
                    self.box.addItem(survey.text, survey.id)
            self.box.setCurrentIndex(-1 if head is None else self.box.findData(head.id))
        self.box.setEnabled(bool(offered))
        edits = not self._read_only
        self.more.setEnabled(edits)
        self.load.setEnabled(edits and head is not None)
        for name, action in self.actions_of.items():
            action.setEnabled(name == "add" or head is not None)
        for page in self.pages.buttons():
            page.setEnabled(head is not None)
        asks = head is not None and head.rate is not None and head.rate.ask
        self.rate.show_text("" if head is None else f"{'⚠ ' if asks else ''}{head.summary}")
        if self.rate.property("role") != ("warn" if asks else "label"):
            mark(self.rate, "role", "warn" if asks else "label")

    def show_page(self, page: int) -> None:
        """Mark the page that is shown."""
        button = self.pages.button(page)
        if button is not None:
            button.setChecked(True)
