"""F1: the offline manual (docs/manual) in a side window, opened at the page about the present pane."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from dxplanner.ui.fonts import base_font
from dxplanner.ui.icons import Icons
from dxplanner.ui.theme import Theme

INDEX = "index"
_MISSING = "# このページはまだありません\n\n[目次に戻る](index.md)\n"


class HelpDock(QDockWidget):
    """The manual beside the work: links between pages, back, and the table of contents."""

    def __init__(self, manual: Path, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("使い方", parent)
        self.setObjectName("help")
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
        self._manual = manual
        self._past: list[str] = []
        self.page = ""
        """Name of the page shown."""
        self.browser = QTextBrowser(openLinks=False, openExternalLinks=False)
        self.browser.setAccessibleName("使い方の本文")
        self.browser.setFont(base_font(theme))
        self.browser.document().setDocumentMargin(theme.pixels(12))
        self.browser.anchorClicked.connect(self._follow)
        self._back = self._button("前のページ", icons, "chevron-left", theme)
        self._back.clicked.connect(self.go_back)
        contents = self._button("目次", icons, "house", theme)
        contents.clicked.connect(lambda: self.show_page(INDEX))
        row = QHBoxLayout()
        row.setContentsMargins(theme.pixels(4), theme.pixels(4), theme.pixels(4), 0)
        row.addWidget(self._back)
        row.addWidget(contents)
        row.addStretch()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.browser)
        inner.setMinimumWidth(theme.pixels(300))
        self.setWidget(inner)
        self.setFocusProxy(self.browser)

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
        self.browser.setMarkdown(text)
        self._space_out()
        self._back.setEnabled(bool(self._past))

    def _space_out(self) -> None:
        """Give paragraphs and headings the room that Japanese text needs; Markdown has no words for it."""
        block = self.browser.document().begin()
        while block.isValid():
            cursor = self.browser.textCursor()
            cursor.setPosition(block.position())
            form = block.blockFormat()
            form.setLineHeight(140, form.LineHeightTypes.ProportionalHeight.value)
            cursor.setBlockFormat(form)
            block = block.next()

    def _follow(self, url: QUrl) -> None:
        name = url.toString()
        if name.endswith(".md") and "/" not in name:
            self.show_page(name.removesuffix(".md"))

    @staticmethod
    def _button(text: str, icons: Icons, icon: str, theme: Theme) -> QToolButton:
        button = QToolButton(text=text, icon=icons.icon(icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
