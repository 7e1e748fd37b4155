"""出典 beside a value: the 推定 badge with its basis and source, and the one click that confirms it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from dxplanner.domain.fiscal import format_date
from dxplanner.services.provenance import Mark
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import ElidedLabel, button, words

_LEAST: Final = 160
"""So wide (pixels at 100 %) is what can be read of a text at least."""


def source_text(mark: Mark) -> str:
    """「長崎市DX推進計画 改訂素案の報告資料 14ページ」; blank without a document."""
    page = "" if mark.page is None else f"{mark.page}ページ"
    return " ".join(part for part in (mark.document, page) if part)


def mark_text(mark: Mark) -> str:
    """One line: the basis, the source, how sure; of a confirmed value who confirmed it, and when."""
    parts = [f"根拠：{mark.basis}" if mark.basis else ""]
    source = source_text(mark)
    parts.append(f"出典：{source}" if source else "")
    if mark.inferred:
        parts.append(f"推定の確かさ：{mark.confidence.value}" if mark.confidence else "")
    elif mark.recorded_by is not None:
        day = "" if mark.recorded_on is None else f" {format_date(mark.recorded_on)}"
        parts.append(f"確認：{mark.recorded_by}{day}")
    return "　".join(part for part in parts if part)


class MarkStrip(QWidget):
    """The 出典 of one value as a line below it; hidden when there is none. ``what`` names the value.

    ``named`` puts that name in front, for a strip that does not stand below its value.
    """

    def __init__(
        self, binding: Binding, what: str, *, named: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._named = named
        self._binding = binding
        self._what = what
        self._marks: tuple[Mark, ...] = ()
        self._shown: tuple[str, tuple[Mark, ...]] | None = None
        self._below = False
        self.badge = words("推定", "badge")
        self.text = ElidedLabel("note")
        self.confirm = button("確認済みにする", "small")
        self.confirm.setToolTip("原資料などで確かめた値にします。確かめた人と日付が残ります。")
        self.confirm.clicked.connect(self._confirm)
        self.back = button("推定に戻す", "small")
        self.back.setToolTip("確かめたことを取り消し、推定の値に戻します。")
        self.back.clicked.connect(self._set_back)
        self._row = row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(binding.context.theme.pixels(6))
        row.setVerticalSpacing(binding.context.theme.pixels(2))
        row.setColumnStretch(1, 1)
        for place, widget in enumerate((self.badge, self.text, self.confirm, self.back)):
            row.addWidget(widget, 0, place)
        self._menu_action = QAction("推定に戻す", self)
        self._menu_action.triggered.connect(self._set_back)
        self.addAction(self._menu_action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.hide()

    @property
    def inferred(self) -> bool:
        """Whether the value is 推定."""
        return any(mark.inferred for mark in self._marks)

    def show_marks(self, marks: Sequence[Mark], what: str | None = None) -> None:
        """Show the 出典 of the value; ``what`` renames the value."""
        shown = what or self._what, tuple(marks)
        if shown == self._shown:
            return
        self._shown = self._what, self._marks = shown
        inferred, editable = self.inferred, not self._binding.read_only
        lines = [mark_text(mark) for mark in sorted(self._marks, key=lambda mark: not mark.inferred)]
        text = "　／　".join(line for line in lines if line)
        self.text.show_text(f"{self._what}　{text}" if self._named else text)
        self.badge.setVisible(inferred)
        self.badge.setToolTip("\n".join(["まだ確認していない内容です。", *filter(None, lines)]))
        self.confirm.setVisible(inferred and editable)
        self.confirm.setAccessibleName(f"{self._what}を確認済みにする")
        by_hand = any(mark.recorded_by is not None for mark in self._marks)
        self.back.setVisible(not inferred and by_hand and editable)
        self.back.setAccessibleName(f"{self._what}を推定に戻す")
        self._menu_action.setEnabled(bool(self._marks) and not inferred and editable)
        self._arrange()
        self.setVisible(bool(self._marks) and (inferred or bool(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The text stands below badge and buttons where too little of it could be read between them."""
        gap = self._row.horizontalSpacing()
        beside = [one for one in (self.badge, self.confirm, self.back) if not one.isHidden()]
        room = self.width() - sum(one.sizeHint().width() + gap for one in beside)
        least = self._binding.context.theme.pixels(_LEAST)
        below = bool(beside) and room < min(least, self.text.sizeHint().width())
        if below != self._below:
            self._below = below
            self._row.removeWidget(self.text)
            self._row.addWidget(self.text, int(below), 0 if below else 1, 1, 4 if below else 1)

    def _confirm(self) -> None:
        self._binding.confirm([mark for mark in self._marks if mark.inferred], self._what)

    def _set_back(self) -> None:
        self._binding.set_back(self._marks, self._what)
