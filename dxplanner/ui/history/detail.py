"""What one entry changed, row by row, before and after; the row's title leads to its place."""

from html import escape
from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

from dxplanner.domain.text_diff import changed_spans
from dxplanner.services.history import FieldChange, HistoryDetail, RowText
from dxplanner.ui.history.marks import ADDED, REMOVED, marked_html
from dxplanner.ui.theme import Theme

_NOTHING: Final = "一覧で変更を選ぶと、何がどう変わったかがここに出ます。"
_LEADING: Final = 125
"""Height of a line in percent."""


class DetailView(QTextBrowser):
    """Text to read and to copy from."""

    go_to = Signal(str, str)
    """Table and uid of the row whose title was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[RowText, ...] = ()
        self.setOpenLinks(False)
        self.setAccessibleName("変更の内容")
        self.document().setDocumentMargin(theme.pixels(8))
        self.anchorClicked.connect(self._follow)

    def show_detail(self, detail: HistoryDetail | None) -> None:
        """Show an entry; the scroll position stays when it is the one already shown."""
        place = self.verticalScrollBar().value()
        self._rows = () if detail is None else detail.rows
        self.setHtml(f"<p>{self._quiet(_NOTHING)}</p>" if detail is None else self._html(detail))
        self.verticalScrollBar().setValue(place)

    def _html(self, detail: HistoryDetail) -> str:
        entry = detail.entry
        parts = [
            f'<p style="margin-bottom:{self._theme.pixels(3)}px"><b>{escape(entry.label)}</b></p>'
            f"<p style='margin-top:0'>{self._quiet(f'{entry.when}　{entry.author}（{entry.computer}）')}</p>"
        ]
        if entry.undone:
            parts.append(f"<p>{self._quiet(entry.undone)}</p>")
        parts += [self._row(number, row) for number, row in enumerate(detail.rows)]
        if detail.moved:
            parts.append(f"<p>{self._quiet(f'これに合わせて、並び順が{detail.moved:,}件変わりました。')}</p>")
        if detail.left_out:
            parts.append(f"<p>{self._quiet(f'ほかに{detail.left_out:,}件あります。')}</p>")
        return f'<div style="line-height:{_LEADING}%">{"".join(parts)}</div>'

    def _row(self, number: int, row: RowText) -> str:
        title = escape(row.title)
        if row.place is not None:
            colour = self._theme.colour("accent").name()
            title = f'<a href="row:{number}" style="color:{colour}; text-decoration:none">{title}</a>'
        cells = "".join(self._field(change) for change in row.fields)
        margin = self._theme.pixels(8)
        return (
            f'<p style="margin-top:{margin}px; margin-bottom:0">{self._quiet(row.what)}　{title}</p>'
            f'<table cellspacing="0" cellpadding="{self._theme.pixels(2)}">{cells}</table>'
        )

    def _field(self, change: FieldChange) -> str:
        diff = changed_spans(change.before, change.after)
        before = marked_html(change.before, diff.removed if change.after else (), REMOVED, self._theme)
        after = marked_html(change.after, diff.added if change.before else (), ADDED, self._theme)
        if not change.before or not change.after:
            return self._line(change.label, before or after)
        return self._line(f"{change.label}　前", before) + self._line("後", after)

    def _line(self, label: str, text: str) -> str:
        return f'<tr><td align="right">{self._quiet(label)}&nbsp;</td><td>{text}</td></tr>'

    def _quiet(self, text: str) -> str:
        colour, size = self._theme.colour("quiet").name(), self._theme.pixels(11)
        return f'<span style="color:{colour}; font-size:{size}px">{escape(text)}</span>'

    def _follow(self, link: QUrl) -> None:
        row = self._rows[int(link.path())]
        if row.place is not None:
            self.go_to.emit(*row.place)
