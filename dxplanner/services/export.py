"""Writing handouts: from a snapshot to PDF and Excel files. Runs on any thread (decision 6)."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dxplanner.domain.errors import InputError, UserError
from dxplanner.domain.text import safe_file_name
from dxplanner.exporters.page_choice import no_pages
from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.places import Places
from dxplanner.handouts.review import missing_warnings, name_places
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.output import output_folder, whole_file


class Format(StrEnum):
    """A file format of handouts; the value is its extension."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Written:
    """One written file. ``pages`` counts PDF pages, or sheets of a workbook; all in one has no ``code``."""

    code: str
    title: str
    path: Path
    pages: int
    warnings: tuple[str, ...]


class Cancelled(UserError):
    """The user stopped the job; what was already written stays, nothing is half-written."""

    def __init__(self) -> None:
        super().__init__("書き出しを中止しました。")


Progress = Callable[[int, int, str], None]


def handouts_named(snapshot: PlanSnapshot, codes: Iterable[str]) -> list[Handout]:
    """The plan's handouts in their order, without ひな形: all, or those of the given codes.

    Raises:
        InputError: a code that the plan does not have.
    """
    rows = (handout for handout in snapshot.all(Handout) if not handout.template)
    handouts = sorted(rows, key=lambda handout: handout.position)
    wanted = list(codes)
    known = {handout.code for handout in handouts}
    for code in wanted:
        if code not in known:
            names = "、".join(handout.code for handout in handouts) or "なし"
            raise InputError(f"「{code}」という資料はありません。使える記号：{names}")
    return [handout for handout in handouts if not wanted or handout.code in wanted]


def file_name(document: HandoutDocument, format_: Format) -> str:
    """``資料１－１_施策体系（案）.pdf``: the 資料番号 first, so that a folder sorts like the agenda."""
    stem = f"{document.number}_{document.title}" if document.number else document.title
    return f"{safe_file_name(stem)}.{format_.value}"


def book_name(plan_name: str) -> str:
    """``長崎市DX推進計画_資料.xlsx``: the workbook that holds all handouts."""
    return f"{safe_file_name(f'{plan_name}_資料')}.{Format.XLSX.value}"


def export_handouts(
    snapshot: PlanSnapshot,
    folder: Path,
    codes: Sequence[str] = (),
    formats: Sequence[Format] = tuple(Format),
    progress: Progress = lambda done, total, title: None,
    cancel: threading.Event | None = None,
    *,
    one_workbook: bool = False,
) -> list[Written]:
    """Write handouts into a folder, one file a handout and format; ``progress(done, total, title)``.

    With ``one_workbook`` the Excel sheets of several handouts share one file, which is written last.

    Raises:
        InputError: an unknown code, a block that names something not there, or a page range without pages.
        MachineError: a file cannot be written; it keeps its former content.
        Cancelled: ``cancel`` was set; whole files stay, nothing is half-written.
    """
    handouts = handouts_named(snapshot, codes)
    output_folder(folder)
    job = _Export(snapshot, folder, len(handouts) * len(formats), progress, cancel)
    together = one_workbook and len(handouts) > 1 and Format.XLSX in formats
    single = [format_ for format_ in formats if not (together and format_ is Format.XLSX)]
    documents: list[HandoutDocument] = []
    for handout in handouts:
        job.step(handout.title)
        document = build_document(snapshot, handout)
        for number, format_ in enumerate(single):
            if number:
                job.step(handout.title)
            job.write(document, format_)
        if together:
            documents.append(document)
    if documents:
        job.write_book(documents)
    progress(job.total, job.total, "")
    return job.written


def missing_characters(
    snapshot: PlanSnapshot, codes: Sequence[str] = (), cancel: threading.Event | None = None
) -> tuple[str, ...]:
    """Sentences about the characters that cannot be printed, with their places, before anything is written.

    Raises:
        InputError: an unknown code, or a block that names something not there.
        Cancelled: ``cancel`` was set.
    """
    called = Places(snapshot).words
    found: list[str] = []
    for handout in handouts_named(snapshot, codes):
        if cancel is not None and cancel.is_set():
            raise Cancelled
        document = build_document(snapshot, handout)
        name = document.number or document.title
        pages = lay_out_document(document).pages
        found += [f"{name}：{sentence}" for sentence in missing_warnings(pages, called)]
    return tuple(found)


class _Export:
    """One run: where it writes, how far it is, what it has written."""

    def __init__(
        self,
        snapshot: PlanSnapshot,
        folder: Path,
        total: int,
        progress: Progress,
        cancel: threading.Event | None,
    ) -> None:
        self.total = total
        self.written: list[Written] = []
        self._called = Places(snapshot).words
        self._folder = folder
        self._progress = progress
        self._cancel = cancel
        self._taken: set[Path] = set()

    def step(self, title: str, more: int = 0) -> None:
        """Say what is being made; ``more`` sheets than files are done. Raises Cancelled."""
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled
        self._progress(len(self.written) + more, self.total, title)

    def write(self, document: HandoutDocument, format_: Format) -> None:
        """Write one file of one handout."""
        target = self._target(file_name(document, format_), document.code)
        with whole_file(target) as part:
            if format_ is Format.PDF:
                from dxplanner.exporters.pdf import write_pdf

                layout = name_places(lay_out_document(document), self._called)
                if not layout.pages:
                    raise no_pages(document)
                result = write_pdf(document, part, layout)
                pages, warnings = result.pages, result.warnings
            else:
                from dxplanner.exporters.xlsx import write_xlsx

                book = write_xlsx([document], part)
                pages, warnings = len(book.sheets), book.warnings
        self._add(document.code, document.title, target, pages, (*document.warnings, *warnings))

    def write_book(self, documents: Sequence[HandoutDocument]) -> None:
        """Write the sheets of all handouts into one workbook."""
        from dxplanner.exporters.xlsx import write_xlsx

        title = documents[0].plan_name
        target = self._target(book_name(title), "all")
        with whole_file(target) as part:
            book = write_xlsx(documents, part, lambda index: self.step(documents[index].title, index))
        self._add("", title, target, len(book.sheets), book.warnings)

    def _target(self, name: str, code: str) -> Path:
        """A file of that name; two handouts of one name do not overwrite each other."""
        target = self._folder / name
        if target in self._taken:
            target = target.with_name(f"{target.stem}_{code}{target.suffix}")
        self._taken.add(target)
        return target

    def _add(self, code: str, title: str, path: Path, pages: int, warnings: Iterable[str]) -> None:
        self.written.append(Written(code, title, path, pages, tuple(dict.fromkeys(warnings))))
