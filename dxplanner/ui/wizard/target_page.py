"""Step 5: where the plan file is written, and what will be in it."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.text import safe_file_name
from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.asking import WizardAsking
from dxplanner.ui.wizard.draft import PlanDraft
from dxplanner.ui.wizard.page import Entry, Message, WizardPage

_SUFFIX = ".dxplan"


class TargetPage(WizardPage):
    """The file's place, and a summary."""

    step = "保存先"
    title = "保存先"
    lead = "計画は1つのファイルになります。共有フォルダーに置くこともできます。"

    def __init__(
        self,
        draft: PlanDraft,
        theme: Theme,
        folder: Path,
        asking: WizardAsking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(draft, theme, parent)
        self._folder = folder
        self._asking = asking
        self._suggested = ""
        self.file = Entry("保存先", "計画ファイルの場所と名前です。", theme, "参照…", self)
        self.summary = Prose(parent=self)
        self.working = Message("quiet", self)
        heading = QLabel("作る計画", self)
        mark(heading, "role", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels(12))
        layout.addWidget(self.file)
        layout.addSpacing(theme.pixels(8))
        layout.addWidget(heading)
        layout.addWidget(self.summary)
        layout.addWidget(self.working)
        layout.addStretch(1)
        self.file.button.clicked.connect(self._browse)

    def enter(self) -> None:
        name = safe_file_name(self.draft.name)
        suggestion = str(self._folder / f"{name}{_SUFFIX}")
        if self.file.text in {"", self._suggested}:
            self.file.edit.setText(suggestion)
        self._suggested = suggestion
        self.summary.setText(self._summary())
        self.file.edit.setFocus()

    def leave(self) -> bool:
        text = self.file.text
        if self.file.say(None if text else "保存先を指定してください。"):
            return False
        path = Path(text)
        if path.suffix.lower() != _SUFFIX:
            path = path.with_name(f"{path.name}{_SUFFIX}")
        if not path.is_absolute():
            path = self._folder / path
        if self.file.say(_problem(path)):
            self.file.edit.setFocus()
            return False
        self.draft.target = path
        return True

    def _summary(self) -> str:
        draft = self.draft
        terms = [term for term in (draft.current, draft.term) if term is not None]
        lines = [f"{draft.name}（{draft.city}）"]
        for term in terms:
            years = "～".join(
                format_fiscal_year(year, FiscalStyle.SHORT) for year in (term.first_year, term.last_year)
            )
            which = "現行計画" if term is draft.current else "見直し案" if draft.current else "計画案"
            lines.append(f"第{term.number}期　{years}　{which}")
        lines.append(f"階層　{' ＞ '.join(level.name for level in draft.levels)}")
        lines.append(f"体系　{f'{len(draft.seeds):,}項目' if draft.seeds else '空'}")
        if draft.wanted is not None:
            lines.append(f"写すもの　{draft.wanted.words}")
        return "\n".join(lines)

    def _browse(self) -> None:
        path = self._asking.plan_to_write(self, "新しい計画の保存先", Path(self.file.text or self._folder))
        if path is not None:
            self.file.edit.setText(str(path))
            self.file.say(_problem(path))


def _problem(path: Path) -> str | None:
    if path.exists():
        return f"「{path.name}」は既にあります。別の名前にしてください。"
    if not path.parent.is_dir():
        return f"フォルダー「{path.parent}」がありません。"
    return None
