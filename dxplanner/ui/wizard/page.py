"""What every step of the wizard is, and a labelled line with its message below."""

from typing import ClassVar

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from dxplanner.ui.forms.prose import Prose
from dxplanner.ui.styles import mark
from dxplanner.ui.theme import Theme
from dxplanner.ui.wizard.draft import PlanDraft

LABEL_WIDTH = 120
"""Width of the column of labels, in pixels at 100 %."""


class WizardPage(QWidget):
    """One step. It shows the draft when entered, and writes to it when left forwards."""

    step: ClassVar[str]
    """The step's word in the list at the left."""
    title: ClassVar[str]
    lead: ClassVar[str]
    """One sentence that says what is decided here."""

    def __init__(self, draft: PlanDraft, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.theme = theme

    def enter(self) -> None:
        """Show the draft and take the focus."""

    def leave(self) -> bool:
        """Check and keep what was entered; False after saying beside the fields what is wrong."""
        return True


class Message(Prose):
    """A sentence below a field; it takes no room while there is nothing to say."""

    def __init__(self, role: str = "error", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        mark(self, "role", role)
        self.say(None)

    def say(self, sentence: str | None) -> None:
        """Show a sentence, or nothing."""
        self.setText(sentence or "")
        self.setVisible(bool(sentence))


class Entry(QWidget):
    """A label, a line to type in, perhaps a button, and a message below the line."""

    def __init__(
        self, label: str, tip: str, theme: Theme, button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(label)
        self.edit.setToolTip(tip)
        caption = QLabel(label, self)
        caption.setBuddy(self.edit)
        caption.setFixedWidth(theme.pixels(LABEL_WIDTH))
        self.message = Message(parent=self)
        self.button = QPushButton(button, self)
        self.button.setAutoDefault(False)
        self.button.setToolTip("場所を開いて、ファイルを選びます。")
        self.button.setVisible(bool(button))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(theme.pixels(2))
        layout.addWidget(caption, 0, 0)
        layout.addWidget(self.edit, 0, 1)
        layout.addWidget(self.button, 0, 2)
        layout.addWidget(self.message, 1, 1, 1, 2)
        layout.setColumnStretch(1, 1)
        self.edit.textEdited.connect(lambda _text: self.say(None))

    @property
    def text(self) -> str:
        """What is typed, without blanks at the ends."""
        return self.edit.text().strip()

    def say(self, sentence: str | None) -> bool:
        """Show what is wrong, or that nothing is; True when something is."""
        self.message.say(sentence)
        mark(self.edit, "invalid", bool(sentence))
        return bool(sentence)
