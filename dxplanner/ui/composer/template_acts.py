"""What is done with own ひな形 and with 資料 of other plans: names become rows, rows become names."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from dxplanner.handouts.option_refs import carried, portable
from dxplanner.services import handout_edit as edit
from dxplanner.services.fields import short_name
from dxplanner.services.handout_import import missing_sentence, take_over
from dxplanner.services.handout_query import HandoutEntry
from dxplanner.ui.asking import Asking
from dxplanner.ui.composer.picture import PlanPicture
from dxplanner.ui.composer.take_over import TakeOverDialog
from dxplanner.ui.context import PlanContext


class TemplateActs:
    """Runs the commands; what could not be found is said in the status bar."""

    def __init__(self, context: PlanContext, picture: PlanPicture, parent: QWidget) -> None:
        self._context = context
        self._picture = picture
        self._parent = parent
        self.asking = Asking()
        """Asks which file to read; tests put one of their own here."""

    def copy(self, entry: HandoutEntry, title: str) -> int | None:
        """A new handout like this one; what a ひな形 names becomes rows of the plan. Gives its key."""
        label = f"資料「{short_name(title)}」の追加"
        if not entry.template:
            return self._context.run(label, edit.copy_handout(entry.id, title))
        plan, missing = self._picture.now(), list[str]()

        def convert(kind: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
            found = carried(kind, options, plan, plan)
            missing.extend(found.missing)
            return found.options

        made = self._context.run(label, edit.copy_handout(entry.id, title, convert=convert))
        if made is not None and missing:
            self._context.said.emit(f"資料を追加しました。{missing_sentence(missing)}")
        return made

    def save(self, entry: HandoutEntry) -> None:
        """Keep a handout as an own ひな形, which names what it shows."""
        plan = self._picture.now()
        command = edit.copy_handout(
            entry.id, entry.title, template=True, convert=lambda kind, options: portable(kind, options, plan)
        )
        label = f"資料「{short_name(entry.title)}」をひな形として保存"
        if self._context.run(label, command) is not None:
            self._context.said.emit(f"「{entry.title}」をこの計画のひな形として保存しました。")

    def take_over(self) -> list[int]:
        """Ask for handouts of another plan and add them, as one edit. Gives their keys."""
        plan = self._context.workbench.plan
        dialog = TakeOverDialog(plan, self._picture.now, self._context.theme, self.asking, self._parent)
        try:
            rows = dialog.chosen if dialog.exec() else []
        finally:
            dialog.deleteLater()
        if not rows:
            return []
        made = self._context.run(f"ほかの計画から資料{len(rows)}件の取り込み", take_over(rows))
        missing = missing_sentence([one for row in rows for one in row.missing])
        if made and missing:
            self._context.said.emit(f"{len(made)}件を取り込みました。{missing}")
        return made or []
