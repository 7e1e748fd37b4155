"""The row of controls over a 関係図: which one, how it is shown, how large."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from dxplanner.services.diagram_query import DiagramChoice
from dxplanner.ui.forms.elided import ElidedBox
from dxplanner.ui.forms.entries import show_entries
from dxplanner.ui.forms.looks import button
from dxplanner.ui.forms.title_row import narrow_button, switch
from dxplanner.ui.theme import Theme


class DiagramControls(QWidget):
    """Chooser and buttons; it knows nothing of the board."""

    chosen = Signal(object)
    """Key of the diagram that is to be shown."""

    def __init__(self, theme: Theme, *, edits: bool) -> None:
        super().__init__()
        pixels = theme.pixels
        self.chooser = ElidedBox()
        self.chooser.setAccessibleName("関係図")
        self.chooser.setToolTip("表示する関係図を選びます。")
        self.chooser.setMinimumWidth(pixels(112))
        self.chooser.setMaximumWidth(pixels(228))
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.new = button("＋ 関係図を追加", "small")
        self.new.setToolTip("新しい関係図を作ります。")
        self.drop = button("関係図を削除", "small")
        self.drop.setToolTip("表示している関係図を、要素と矢印ごと削除します。")
        self.sample = switch("印刷の見本", "資料に印刷されるときの広がりで表示します。")
        self.list = switch("一覧", "図の下に、要素と矢印の表を表示します。位置や大きさを数字で入力できます。")
        self.out = narrow_button("－", "縮小（Ctrl+ホイール）", pixels(28))
        self.whole = narrow_button("全体", "図の全体が入る大きさにします。", pixels(56))
        self.closer = narrow_button("＋", "拡大（Ctrl+ホイール）", pixels(28))
        row = QHBoxLayout(self)
        row.setContentsMargins(pixels(8), pixels(5), pixels(8), pixels(5))
        row.setSpacing(pixels(6))
        left: tuple[QWidget, ...] = (self.chooser, self.new, self.drop)
        right: tuple[QWidget, ...] = (self.sample, self.list, self.out, self.whole, self.closer)
        for widget in left:
            row.addWidget(widget, 1 if widget is self.chooser else 0)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
        self.new.setVisible(edits)
        self.drop.setVisible(edits)
        self.chooser.activated.connect(lambda at: self.chosen.emit(self.chooser.itemData(at)))

    def show_diagrams(self, choices: Sequence[DiagramChoice], chosen: int | None) -> None:
        """List the diagrams."""
        show_entries(self.chooser, [(choice.title, choice.id) for choice in choices], chosen)
