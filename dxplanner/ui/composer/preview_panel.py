"""The preview with its bar: pages, zoom, black-and-white, and a list of pages at its side."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QSplitter, QToolButton, QVBoxLayout, QWidget

from dxplanner.ui.composer.kept_bar import KeptBar
from dxplanner.ui.composer.page_view import PageView
from dxplanner.ui.composer.renderer import PageRenderer
from dxplanner.ui.forms.looks import words
from dxplanner.ui.theme import Theme
from dxplanner.ui.two_lines import TwoLines

if TYPE_CHECKING:
    from dxplanner.services.preview import Preview

_LIST_WIDTH = 132
"""Least width of the list of pages; it takes more for long titles, at most a fifth of the whole."""
_LIST_FROM = 440
"""Below this width the pages get all of it, and ◀ ▶ turn them."""
_LINE = 24
_PATIENCE_MS = 400
"""How long the pages of another handout stay while those that are wanted are made."""
_MAKING = "ページを作っています。"


class PreviewPanel(QWidget):
    """Real pages of the handout; warnings about them below."""

    spot_clicked = Signal(str)

    def __init__(self, theme: Theme, renderer: PageRenderer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shared_by_hand = False
        self.view = PageView(theme, renderer)
        self.view.spot_clicked.connect(self.spot_clicked)
        self.pages = QListWidget()
        self.pages.setAccessibleName("ページの一覧")
        self.pages.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.currentRowChanged.connect(self.view.show_page)
        self.back = _tool("◀", "前のページ（PageUp）")
        self.forth = _tool("▶", "次のページ（PageDown）")
        self.number = QLabel()
        self.smaller = _tool("－", "縮小（Ctrl＋ホイール）")
        self.larger = _tool("＋", "拡大（Ctrl＋ホイール）")
        self.size_words = QLabel()
        self.fit = _tool("幅に合わせる", "ページの幅を画面に合わせます。")
        self.grey = _tool("白黒", "白黒で印刷したときの見え方にします。")
        self.grey.setCheckable(True)
        self.kept = KeptBar(theme)
        self.warnings = words("", "warn", wrap=True)
        self.back.clicked.connect(lambda: self.view.show_page(self.view.page - 1))
        self.forth.clicked.connect(lambda: self.view.show_page(self.view.page + 1))
        self.smaller.clicked.connect(lambda: self.view.zoom(1 / 1.25))
        self.larger.clicked.connect(lambda: self.view.zoom(1.25))
        self.fit.clicked.connect(self.view.fit)
        self.grey.toggled.connect(self.view.set_grey)
        self.view.page_changed.connect(self._on_page)
        self.view.zoomed.connect(self._on_zoomed)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self.say(_MAKING))
        renderer.laid_out.connect(self._patience.stop)
        renderer.failed.connect(self._patience.stop)
        renderer.laid_out.connect(lambda _generation, preview: self._show_pages(preview))
        renderer.failed.connect(lambda _generation, _sentence: self._show_nothing())
        self.bar = QHBoxLayout()
        """What is done with the pages; the pane adds its own at the right end."""
        self._lay_out()

    def _lay_out(self) -> None:
        pixels = self._theme.pixels
        turning = QHBoxLayout()
        for row in (turning, self.bar):
            row.setContentsMargins(pixels(8), pixels(4), pixels(8), pixels(4))
            row.setSpacing(pixels(4))
        for widget in (self.back, self.number, self.forth, self.smaller, self.size_words, self.larger):
            turning.addWidget(widget)
        turning.addStretch(1)
        self.bar.addWidget(self.fit)
        self.bar.addWidget(self.grey)
        self.bar.addStretch(1)
        self.number.setMinimumWidth(pixels(64))
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.size_words.setMinimumWidth(pixels(44))
        self.size_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.addWidget(self.pages)
        split.addWidget(self.view)
        split.setStretchFactor(1, 1)
        split.splitterMoved.connect(self._on_split)
        self.warnings.setContentsMargins(pixels(8), pixels(2), pixels(8), pixels(4))
        self.warnings.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TwoLines(_group(turning), _group(self.bar)))
        column.addWidget(self.kept)
        column.addWidget(split, 1)
        column.addWidget(self.warnings)
        self._show_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pages.setVisible(self.width() >= self._theme.pixels(_LIST_FROM))
        self._share()

    def _on_split(self) -> None:
        self._shared_by_hand = True

    def _share(self) -> None:
        """Give the list of pages the width of its titles, until somebody moves the line beside it."""
        if self._shared_by_hand:
            return
        metrics = self.pages.fontMetrics()
        titles = (self.pages.item(row).text() for row in range(self.pages.count()))
        widest = max(map(metrics.horizontalAdvance, titles), default=0) + self._theme.pixels(_LINE)
        width = max(min(widest, self.width() // 5), self._theme.pixels(_LIST_WIDTH))
        self._split.setSizes([width, max(self.width() - width, 1)])

    def _show_pages(self, preview: "Preview") -> None:
        pages = preview.layout.pages
        heading = ""
        lines: list[str] = []
        for page in pages:
            heading = next((mark.text for mark in page.bookmarks), heading or preview.document.title)
            lines.append(f"{page.number}　{heading}".rstrip("　"))
        if lines != [self.pages.item(row).text() for row in range(self.pages.count())]:
            with QSignalBlocker(self.pages):
                self.pages.clear()
                self.pages.addItems(lines)
                for row, line in enumerate(lines):
                    self.pages.item(row).setToolTip(line)
                    self.pages.item(row).setSizeHint(QSize(0, self._theme.pixels(_LINE)))
            self._share()
        many = preview.layout.warnings
        more = f"（ほか{len(many) - 1}件）" if len(many) > 1 else ""
        self.warnings.setText(f"{many[0]}{more}" if many else "")
        self.warnings.setToolTip("\n".join(many))
        self.warnings.setVisible(bool(many))
        self._on_page(self.view.page)

    def expect(self, uid: str) -> None:
        """Pages of a handout are on their way: those of another one do not stay for long."""
        shown = self.view.preview
        if shown is None or shown.uid == uid:
            self._patience.stop()
        else:
            self._patience.start()

    def say(self, sentence: str) -> None:
        """Show a sentence instead of pages."""
        self.view.show_message(sentence)
        self._show_nothing()

    def _show_nothing(self) -> None:
        self.pages.clear()
        self.warnings.hide()
        self._on_page(0)

    def _on_zoomed(self, percent: int) -> None:
        self.size_words.setText(f"{percent}%" if self.view.page_count else "－")

    def _on_page(self, page: int) -> None:
        count = self.view.page_count
        self.number.setText(f"{page + 1}／{count}" if count else "－")
        for tool in (self.smaller, self.larger, self.fit, self.grey):
            tool.setEnabled(count > 0)
        self.back.setEnabled(page > 0)
        self.forth.setEnabled(page + 1 < count)
        with QSignalBlocker(self.pages):
            self.pages.setCurrentRow(page)


def _group(row: QHBoxLayout) -> QWidget:
    group = QWidget()
    group.setLayout(row)
    return group


def _tool(text: str, tip: str) -> QToolButton:
    tool = QToolButton()
    tool.setText(text)
    tool.setToolTip(tip)
    tool.setAccessibleName(tip)
    tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return tool
