"""資料を書き出す: which handouts, which formats, where to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dxplanner.ui.asking import Asking
from dxplanner.ui.dialog_buttons import decision
from dxplanner.ui.theme import Theme

if TYPE_CHECKING:
    from dxplanner.services.export import Remark

FORMATS = {"pdf": "PDF（配付・印刷用）", "xlsx": "エクセル（修正・照会用）"}
"""File formats by the extension that services.export names them with."""

_CODE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class HandoutName:
    """A handout as the list shows it."""

    code: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What to write where: codes of handouts, extensions, folder, whether Excel sheets share one file.

    ``kept``: what is written is given out, and is to be remembered for 差替え一覧.
    """

    codes: tuple[str, ...]
    formats: tuple[str, ...]
    folder: Path
    one_workbook: bool = False
    kept: bool = False


class ExportDialog(QDialog):
    """Asks what to write. ``choice`` is what was chosen when it was accepted."""

    def __init__(
        self,
        handouts: list[HandoutName],
        present: ExportChoice,
        theme: Theme,
        asking: Asking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("資料を書き出す")
        self._asking = asking
        self.list = QListWidget()
        self.list.setAccessibleName("書き出す資料")
        for handout in handouts:
            self._add(handout, theme.pixels(26), handout.code in present.codes or not present.codes)
        self.list.itemChanged.connect(lambda _item: self._check())
        self.formats = {key: QCheckBox(label) for key, label in FORMATS.items()}
        for key, box in self.formats.items():
            box.setChecked(key in present.formats or not present.formats)
        self.together = QCheckBox("1つのブックにまとめる")
        self.together.setToolTip("エクセルの資料を、1つのファイルにシートを分けて書き出します。")
        self.together.setChecked(present.one_workbook)
        self.keep = QCheckBox("配付の記録を計画に残す")
        self.keep.setToolTip("あとで内容が変わったとき、差替えの必要なページがわかります。")
        self.folder = QLineEdit(str(present.folder))
        self.folder.setAccessibleName("書き出し先のフォルダー")
        self.folder.textChanged.connect(lambda _text: self._check())
        self._remarks: Sequence[Remark] = ()
        self.remark = QLabel(wordWrap=True)
        self.remark.hide()
        self.remark.setProperty("role", "caution")
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("role", "caution")
        self.decision, self.write = decision(self, "書き出す", self.accept)
        self.write.setToolTip("印の付いた資料を、選んだ形式で書き出します（Enter）。")
        for box in self.formats.values():
            box.toggled.connect(lambda _on: self._check())
        self._lay_out(theme)
        if handouts:
            self.list.setCurrentRow(0)
        self.list.setFocus()
        self._check()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return ExportChoice(
            tuple(str(item.data(_CODE)) for item in items if item.checkState() == Qt.CheckState.Checked),
            tuple(key for key, box in self.formats.items() if box.isChecked()),
            Path(self.folder.text().strip()),
            self.together.isChecked(),
            self.keep.isChecked(),
        )

    def show_remarks(self, remarks: "Sequence[Remark]") -> None:
        """Say of the ticked handouts which characters cannot be printed, and which one cannot be made."""
        self._remarks = remarks
        self._check()

    def show_trouble(self, sentence: str) -> None:
        """Say why the handouts could not be looked over; they can be written all the same."""
        self._remark([sentence])

    def _remark(self, sentences: Sequence[str]) -> None:
        more = f"（ほか{len(sentences) - 1}件）" if len(sentences) > 1 else ""
        self.remark.setText(f"{sentences[0]}{more}" if sentences else "")
        self.remark.setToolTip("\n".join(sentences))
        self.remark.setVisible(bool(sentences))

    def _add(self, handout: HandoutName, height: int, chosen: bool) -> None:
        text = f"{handout.number}　{handout.title}" if handout.number else handout.title
        item = QListWidgetItem(text, self.list)
        item.setData(_CODE, handout.code)
        item.setSizeHint(QSize(0, height))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)

    def _set_all(self, chosen: bool) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)

    def _check(self) -> None:
        """Say beside the button what is still missing."""
        choice = self.choice
        if self._remarks:
            self._remark([remark.sentence for remark in self._remarks if remark.code in choice.codes])
        self.together.setEnabled("xlsx" in choice.formats)
        if not self.list.count():
            problem = "この計画には、書き出せる資料がまだありません。"
        elif not choice.codes:
            problem = "書き出す資料を1つ以上選んでください。"
        elif not choice.formats:
            problem = "形式を1つ以上選んでください。"
        elif not self.folder.text().strip():
            problem = "書き出し先のフォルダーを指定してください。"
        else:
            problem = ""
        self.problem.setText(problem)
        self.write.setEnabled(not problem)

    def _choose_folder(self) -> None:
        folder = self._asking.folder(self, "書き出し先のフォルダー", Path(self.folder.text() or "."))
        if folder is not None:
            self.folder.setText(str(folder))

    def _lay_out(self, theme: Theme) -> None:
        pixels = theme.pixels
        everything = _button("すべて選ぶ", "すべての資料に印を付けます。")
        nothing = _button("すべて外す", "すべての資料の印を外します。")
        everything.clicked.connect(lambda: self._set_all(True))
        nothing.clicked.connect(lambda: self._set_all(False))
        head = _row(pixels(8), _heading("資料", self.list), None, everything, nothing)
        formats = _row(pixels(24), *self.formats.values(), self.together, None)
        browse = _button("参照…", "書き出し先のフォルダーを一覧から選びます。")
        browse.clicked.connect(self._choose_folder)
        note = QLabel("同じ名前のファイルがあるときは、新しい内容に置き換えます。")
        note.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(pixels(16), pixels(16), pixels(16), pixels(16))
        layout.setSpacing(pixels(8))
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.remark)
        layout.addSpacing(pixels(8))
        layout.addWidget(_heading("形式"))
        layout.addLayout(formats)
        layout.addSpacing(pixels(8))
        layout.addWidget(_heading("書き出し先のフォルダー", self.folder))
        layout.addLayout(_row(pixels(8), self.folder, browse))
        layout.addWidget(note)
        layout.addWidget(self.keep)
        layout.addSpacing(pixels(8))
        layout.addLayout(_row(pixels(8), self.problem, None, self.decision))
        self.resize(pixels(560), pixels(520))


def _button(text: str, tip: str) -> QPushButton:
    """A button that Enter does not press unless it has the focus."""
    button = QPushButton(text, autoDefault=False)
    button.setToolTip(tip)
    return button


def _heading(text: str, buddy: QWidget | None = None) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def _row(spacing: int, *widgets: QWidget | None) -> QHBoxLayout:
    """Widgets in a row; None is a stretch."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
