"""Cut, copy and paste of whole branches, within a version, between versions and between plans."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from dxplanner.domain.hierarchy_rules import names_in_cells
from dxplanner.services.branches import MIME_TYPE
from dxplanner.ui.tree.commands import TreeCommands
from dxplanner.ui.tree.confirm import ConfirmBar
from dxplanner.ui.tree.drops import CarriedNodes, branches_text, carried
from dxplanner.ui.tree.view import TreeView


class BranchClipboard:
    """What the clipboard actions do. The system's clipboard is the only place where anything is kept."""

    def __init__(self, commands: TreeCommands, confirm: ConfirmBar) -> None:
        self._commands = commands
        self._confirm = confirm

    def copy(self, view: TreeView, *, cut: bool = False) -> None:
        """Put the selected branches on the clipboard; cut ones stay until they are pasted."""
        keys = view.selected_keys()
        data = carried(view.rows, keys, cut=cut)
        if data is None:
            return
        QGuiApplication.clipboard().setMimeData(data)
        what, act = view.rows.what(keys), "切り取りました。貼り付けると移動します。"
        view.rows.context.said.emit(f"{what} を{act if cut else 'コピーしました。'}")

    def can_paste(self) -> bool:
        """Whether the clipboard holds something that a tree can take."""
        data = self._data()
        return data is not None and (data.hasFormat(MIME_TYPE) or data.hasText())

    def paste(self, view: TreeView) -> None:
        """Paste near the node of the cursor: branches, or a node for each line of text."""
        data, model, near = self._data(), view.rows, view.current_key()
        text = branches_text(data)
        if text is None:
            names = names_in_cells(data.text()) if data is not None else []
            if names:
                self._commands.paste_names(names, model.version_id, near)
            return
        nodes = CarriedNodes.of(data)
        cut = list(nodes.keys) if nodes is not None and nodes.cut and nodes.of_plan(model) else []
        lost = None
        if cut and nodes is not None and not nodes.are_here(model):
            lost = self._commands.summary(cut)
            if lost is None:
                return

        def paste() -> None:
            done = self._commands.paste_near(text, model.version_id, near, cut)
            if done and cut:
                QGuiApplication.clipboard().clear()

        if lost is not None and lost.ties:
            self._confirm.ask(
                f"別の計画版へ移すと、次のものは引き継がれません：{lost.ties_text}。移しますか。",
                "移す",
                paste,
                view,
            )
        else:
            paste()

    @staticmethod
    def _data() -> QMimeData | None:
        return QGuiApplication.clipboard().mimeData()
