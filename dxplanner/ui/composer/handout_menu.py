"""資料を追加: what a new handout can begin with, and what becomes of the selected one as a ひな形."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidgetAction

from dxplanner.services.fields import short_name
from dxplanner.services.handout_edit import Template
from dxplanner.services.handout_query import HandoutEntry
from dxplanner.ui.forms.looks import words
from dxplanner.ui.theme import Theme


class HandoutMenu(QObject):
    """Fills the menu whenever it opens; ``present`` are the plan's handouts, ``chosen`` the selected one."""

    template_wanted = Signal(object)
    """Template | None: a handout of a ひな形 of the program, None for a blank one."""
    own_wanted = Signal(object)
    """HandoutEntry: a handout like this ひな形 of the plan."""
    other_wanted = Signal()
    """Handouts of another plan."""
    keep_wanted = Signal(object)
    """HandoutEntry: this handout is to be kept as a ひな形."""

    def __init__(
        self,
        menu: QMenu,
        theme: Theme,
        templates: Sequence[Template],
        present: Callable[[], Sequence[HandoutEntry]],
        chosen: Callable[[], HandoutEntry | None],
    ) -> None:
        super().__init__(menu)
        self._menu, self._theme, self._templates = menu, theme, templates
        self._present, self._chosen = present, chosen
        menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        menu.addAction("白紙の資料", partial(self.template_wanted.emit, None))
        own = [entry for entry in self._present() if entry.template]
        if own:
            self._add_heading("この計画のひな形")
        for entry in own:
            menu.addAction(entry.title, partial(self.own_wanted.emit, entry))
        self._add_heading("このソフトのひな形")
        for template in self._templates:
            menu.addAction(template.title, partial(self.template_wanted.emit, template))
        menu.addSeparator()
        menu.addAction("ほかの計画から資料・ひな形を取り込む…", self.other_wanted.emit)
        chosen = self._chosen()
        if chosen is not None and not chosen.template:
            menu.addAction(
                f"「{short_name(chosen.title)}」をひな形として保存", partial(self.keep_wanted.emit, chosen)
            )

    def _add_heading(self, text: str) -> None:
        """A heading in the menu: the style sheet draws no words in sections."""
        pixels = self._theme.pixels
        heading = words(text, "quiet")
        heading.setContentsMargins(pixels(12), pixels(4), pixels(12), pixels(4))
        action = QWidgetAction(self._menu)
        action.setText(text)
        action.setDefaultWidget(heading)
        action.setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(action)
