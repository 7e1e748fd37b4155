"""取込・出力: the chart as a picture, the schedule as a file of other programs and back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from dxplanner.domain.errors import UserError
from dxplanner.domain.text import safe_file_name
from dxplanner.ui.asking import documents_folder
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.menus import entry
from dxplanner.ui.gantt.picture import ChartPicture

_PNG = "画像 (*.png)"
_SVG = "図形 (*.svg)"


class Exchange:
    """Fills the menu and does what it offers."""

    def __init__(self, board: Board, parent: QWidget) -> None:
        self._board, self._parent = board, parent
        self.ask_path: Callable[[str, Path, str], Path | None] = self._dialog
        """Asks where to write; tests put one of their own here."""

    def fill(self, menu: QMenu) -> None:
        """Offer what can be done now."""
        menu.clear()
        chosen = self._board.edition is not None
        entry(menu, "図をコピー（画像）", self.copy_picture, enabled=chosen)
        entry(menu, "図を画像で保存（PNG）…", lambda: self.save_picture(".png", _PNG), enabled=chosen)
        entry(menu, "図を図形で保存（SVG）…", lambda: self.save_picture(".svg", _SVG), enabled=chosen)

    def copy_picture(self) -> None:
        """図をコピー: for Word, Excel and mail."""
        ChartPicture(self._board).to_clipboard()
        self._board.context.said.emit("工程表の図をコピーしました。ワードやエクセルに貼り付けられます。")

    def save_picture(self, suffix: str, kinds: str) -> None:
        """図を保存."""
        path = self._path(suffix, kinds, "図を保存")
        if path is not None:
            self._try(path, lambda: ChartPicture(self._board).write(path))

    def _path(self, suffix: str, kinds: str, title: str) -> Path | None:
        edition = self._board.edition
        if edition is None:
            return None
        name = safe_file_name(f"{edition.title}（{edition.name}）")
        path = self.ask_path(title, documents_folder() / f"{name}{suffix}", kinds)
        if path is None or path.suffix:
            return path
        return path.with_suffix(suffix)

    def _try(self, path: Path, write: Callable[[], object]) -> None:
        try:
            write()
        except UserError as error:
            self._board.context.said.emit(error.message)
            return
        self._board.context.said.emit(f"「{path.name}」に保存しました。")

    def _dialog(self, title: str, suggestion: Path, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(suggestion), kinds)
        return Path(name) if name else None
