"""Step 1: 計画の名前 and 市名."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dxplanner.services.new_plan import text_problem
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.draft import PlanDraft
from dxplanner.ui.wizard.page import Entry, WizardPage


class NamePage(WizardPage):
    """What the plan is called, and whose it is."""

    step = "計画の名前"
    title = "計画の名前と市名"
    lead = "資料の表紙や見出しに使う名前です。あとからでも変えられます。"

    def __init__(self, draft: PlanDraft, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(draft, theme, parent)
        self.name = Entry("計画の名前", "「◯◯市DX推進計画」のように入力します。", theme)
        self.name.edit.setPlaceholderText("◯◯市DX推進計画")
        self.city = Entry("市名", "「◯◯市」のように入力します。", theme)
        self.city.edit.setPlaceholderText("◯◯市")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels(12))
        layout.addWidget(self.name)
        layout.addWidget(self.city)
        layout.addStretch(1)

    def enter(self) -> None:
        self.name.edit.setText(self.draft.name)
        self.city.edit.setText(self.draft.city)
        self.name.edit.setFocus()

    def leave(self) -> bool:
        wrong = [entry for entry in (self.name, self.city) if entry.say(text_problem(entry.text))]
        if wrong:
            wrong[0].edit.setFocus()
            return False
        self.draft.name, self.draft.city = self.name.text, self.city.text
        return True
