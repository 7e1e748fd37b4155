"""What the 印刷の記録 tab does: record the present pages, look at former ones, find what has changed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from dxplanner.domain.errors import UserError
from dxplanner.handouts.corrections import RunChanges
from dxplanner.model import Handout
from dxplanner.services import print_runs as printings
from dxplanner.services.fields import short_name
from dxplanner.services.handout_query import HandoutEntry
from dxplanner.ui.asking import documents_folder
from dxplanner.ui.composer.kept_bar import KeptBar
from dxplanner.ui.composer.picture import PlanPicture
from dxplanner.ui.composer.renderer import PageRenderer
from dxplanner.ui.composer.runs_panel import RunsPanel
from dxplanner.ui.context import PlanContext
from dxplanner.ui.jobs import Job, Jobs

if TYPE_CHECKING:
    from dxplanner.services.printed_pages import PrintedPages

_PDF: Final = "PDF (*.pdf)"
_NOTHING: Final = "変わったページはありません。"


class RunActs(QObject):
    """Pages are laid out on another thread; one act at a time."""

    shown = Signal()
    """The pages of a printing are shown instead of the present ones."""

    def __init__(
        self,
        context: PlanContext,
        picture: PlanPicture,
        panel: RunsPanel,
        bar: KeptBar,
        renderer: PageRenderer,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.handout: HandoutEntry | None = None
        """The handout whose printings the panel shows."""
        self.jobs = Jobs(self)
        self.ask_path: Callable[[Path], Path | None] = self._save_dialog
        """Asks where to write a PDF; tests put one of their own here."""
        self._context, self._picture, self._panel, self._bar = context, picture, panel, bar
        self._renderer = renderer
        self._printed: PrintedPages | None = None
        self._state = 0
        """Counts what makes an answer on its way out of date."""
        panel.record_wanted.connect(self.record)
        panel.compare_wanted.connect(self.compare)
        panel.view_wanted.connect(self.view)
        panel.forget_wanted.connect(lambda keys: context.run("印刷の記録の削除", printings.forget(keys)))
        bar.save_wanted.connect(self.save)

    def outdate(self) -> None:
        """The plan or the handout shown is another one: what was said of it no longer holds."""
        self._state += 1
        self._panel.say("")

    def leave(self) -> None:
        """The present pages are shown again."""
        self._printed = None
        self._bar.hide()

    def finish(self) -> None:
        """Wait for what is being done, and take its result: the plan is about to be closed."""
        running = self.jobs.running
        if running:
            self.jobs.cancel_all()
            for job in running:
                QCoreApplication.sendPostedEvents(job)

    def record(self, meeting_id: int | None) -> None:
        """Keep the present pages, for a meeting or for none."""
        handout, snapshot = self.handout, self._picture.now()
        if handout is None:
            return

        def work(_job: Job) -> object:
            row = next((one for one in snapshot.all(Handout) if one.uid == handout.uid), None)
            return None if row is None else printings.printing_of(snapshot, row)

        def done(found: object) -> None:
            if found is None:
                return
            author = self._context.workbench.plan.author.name
            command = printings.record([cast("printings.Printing", found)], author, meeting_id)
            keys = self._context.run(f"資料「{short_name(handout.title)}」の印刷を記録", command)
            if keys:
                self._panel.view.select(keys)

        self._begin("ページの記録", work, done)

    def compare(self, uid: str) -> None:
        """Say which pages have changed since a printing."""
        snapshot, state = self._picture.now(), self._state

        def done(found: object) -> None:
            if state == self._state and found is not None:
                self._panel.say(_answer(cast("RunChanges", found)))

        self._begin("変更の確認", lambda _job: printings.changes_since(snapshot, uid), done)

    def view(self, uid: str) -> None:
        """Show the pages of a printing as they were given out."""
        from dxplanner.services.printed_pages import printed_pages

        try:
            with self._context.workbench.plan.reading() as session:
                self._printed = printed_pages(session, uid)
        except UserError as error:
            self._panel.say(error.message)
            return
        self._bar.tell(f"{self._printed.words}を、そのときのまま表示しています。", f"{self._printed.state}。")
        self.shown.emit()
        self._renderer.show_pages(self._printed.preview)

    def save(self) -> None:
        """Write the pages shown as PDF."""
        printed = self._printed
        path = None if printed is None else self.ask_path(documents_folder() / f"{printed.file_name}.pdf")
        if printed is None or path is None:
            return

        def work(_job: Job) -> object:
            from dxplanner.services.printed_pages import save_printed

            save_printed(printed, path)
            return path

        said = self._context.said
        self._begin("PDFの保存", work, lambda _path: said.emit(f"「{path.name}」に保存しました。"))

    def _begin(self, title: str, work: Callable[[Job], object], done: Callable[[object], None]) -> None:
        if self.jobs.running:
            return
        job = self.jobs.start(title, work, done, self._panel.say)
        job.slow.connect(lambda: self._panel.say(f"{title}をしています。"))

    def _save_dialog(self, suggestion: Path) -> Path | None:
        parent = cast("QWidget", self.parent())
        name, _ = QFileDialog.getSaveFileName(parent, "配付した資料を保存", str(suggestion), _PDF)
        path = Path(name)
        return None if not name else path if path.suffix else path.with_suffix(".pdf")


def _answer(found: RunChanges) -> str:
    """How many pages have changed, and which; those that only have another number are told apart."""
    changed = [page.new or page.old for page in found.pages if not page.is_moved]
    numbers = "、".join(str(page.number) for page in changed if page is not None)
    moved = len(found.pages) - len(changed)
    first = f"{len(changed)}ページ分が変わっています（ページ番号：{numbers}）。"
    more = f"番号だけが変わったページが{moved}ページあります。"
    return f"{first if changed else _NOTHING}{more if moved else ''}"
