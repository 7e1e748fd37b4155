"""F1: the offline manual (docs/manual) in a side window, opened at the page about the present pane."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QShowEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from dxplanner.ui.docks import explain_title
from dxplanner.ui.fonts import base_font
from dxplanner.ui.icons import Icons
from dxplanner.ui.theme import Theme

INDEX = "index"
_LINE_PERCENT = 135.0
"""Line height that Japanese text needs, in percent of the font's own."""
_BREAK_INSIDE = re.compile(r"(?<=[^\n])\n *(?!-|#|\||>|\d+\.|\n)(?=\S)")
"""A line break inside a paragraph: not before a list entry, a heading, a table row or a blank line."""
_MISSING = "# このページはまだありません\n\n[目次に戻る](index.md)\n"


class HelpDock(QDockWidget):
    """The manual beside the work: links between pages, back, and the table of contents."""

    def __init__(self, manual: Path, parent: QWidget | None = None) -> None:
        super().__init__("使い方", parent)
        self.setObjectName("help")
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
        self._manual = manual
        self._pixels: Callable[[int], int] = int
        self._past: list[str] = []
        self.page = ""
        """Name of the page shown."""
        self.browser = QTextBrowser(openLinks=False, openExternalLinks=False)
        self.browser.setAccessibleName("使い方の本文")
        self.browser.anchorClicked.connect(self._follow)
        self._back = _button("前のページ", "直前に読んでいたページに戻ります。")
        self._back.clicked.connect(self.go_back)
        self._contents = _button("目次", "使い方の目次を開きます。")
        self._contents.clicked.connect(lambda: self.show_page(INDEX))
        self._row = QHBoxLayout()
        self._row.addWidget(self._back)
        self._row.addWidget(self._contents)
        self._row.addStretch()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._row)
        layout.addWidget(self.browser)
        self.setWidget(inner)
        self.setFocusProxy(self.browser)
        explain_title(self)

    def dress(self, theme: Theme, icons: Icons) -> None:
        """Take on a theme and a size."""
        self._pixels = theme.pixels
        side = theme.pixels(4)
        self._row.setContentsMargins(side, side, side, 0)
        self._back.setIcon(icons.icon("chevron-left"))
        self._contents.setIcon(icons.icon("house"))
        self.browser.setFont(base_font(theme))
        self.browser.document().setDocumentMargin(theme.pixels(12))
        self.browser.setMinimumWidth(theme.pixels(300))
        if self.page:
            self._display(self.page)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.page:
            self.show_page(INDEX)

    def show_page(self, name: str) -> None:
        """Show ``NAME.md``; a page that does not exist says so and leads to the table of contents."""
        if self.page and name != self.page:
            self._past.append(self.page)
        self._display(name)

    def go_back(self) -> None:
        """Show the page that was shown before."""
        if self._past:
            self._display(self._past.pop())

    def _display(self, name: str) -> None:
        self.page = name
        try:
            text = (self._manual / f"{Path(name).name}.md").read_text(encoding="utf-8")
        except OSError:
            text = _MISSING
        self.browser.setMarkdown(_joined(text))
        self._space_out()
        self._back.setEnabled(bool(self._past))

    def _space_out(self) -> None:
        """Give headings, paragraphs and tables sizes and room; Markdown has no words for it."""
        document = self.browser.document()
        document.setIndentWidth(self._pixels(14))
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            level = form.headingLevel()
            form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if level:
                form.setTopMargin(self._pixels(4 if level == 1 else 16))
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                words = cursor.charFormat()
                words.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
                words.setProperty(
                    QTextFormat.Property.FontPixelSize.value, self._pixels(20 if level == 1 else 15)
                )
                cursor.setCharFormat(words)
            form.setBottomMargin(self._pixels(2 if block.textList() else 6))
            QTextCursor(block).setBlockFormat(form)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format().toTableFormat()
                table.setCellPadding(self._pixels(4))
                table.setCellSpacing(0)
                table.setBorderCollapse(True)
                frame.setFormat(table)

    def _follow(self, url: QUrl) -> None:
        name = url.toString()
        if name.endswith(".md") and "/" not in name:
            self.show_page(name.removesuffix(".md"))


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _joined(text: str) -> str:
    """Markdown whose paragraphs are one line each: Qt would put a space where a Japanese line was broken."""
    return _BREAK_INSIDE.sub("", text)
