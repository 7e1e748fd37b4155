"""Writing handouts: from a snapshot to PDF and Excel files. Runs on any thread (decision 6)."""

import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count
from pathlib import Path
from typing import Final

from dxplanner.domain.errors import InputError, MachineError, UserError
from dxplanner.domain.text import safe_file_name
from dxplanner.exporters.page_choice import no_pages
from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.limited import about_shortened
from dxplanner.handouts.pages import PageLayout, lay_out_document
from dxplanner.handouts.places import Places, split_name
from dxplanner.handouts.review import missing_warnings, name_places
from dxplanner.model import BudgetProject, Handout
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.budget_checks import project_remarks
from dxplanner.services.logbook import record_failure
from dxplanner.services.output import PlaceError, output_folder, spare_plans, whole_file

_STEM_BYTES: Final = 240
"""File servers often allow 255 bytes of UTF-8 in a name, with extension and ``.part``."""

_UNEXPECTED: Final = "予期しない障害が起きたため、書き出せませんでした。"


class Format(StrEnum):
    """A file format of handouts; the value is its extension."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Written:
    """One written file: the handouts in it (``codes``) and what its title is; all in one has the plan's.

    ``pages`` counts PDF pages, or sheets of a workbook.
    """

    codes: tuple[str, ...]
    title: str
    path: Path
    pages: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be written: a handout, or one file of it; ``message`` says why.

    ``name`` is the handout's number and title, ``exit_status`` that of the error.
    """

    name: str
    message: str
    exit_status: int

    @property
    def sentence(self) -> str:
        """Which handout, and why."""
        return f"{self.name}：{self.message}"


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody should know of a handout before it is written."""

    code: str
    sentence: str


class Cancelled(UserError):
    """The user stopped the job; what was already written stays, nothing is half-written."""

    def __init__(self) -> None:
        super().__init__("書き出しを中止しました。")


Progress = Callable[[int, int, str], None]
Tell = Callable[[Written | Failure], object]


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
    plan: Path | None = None,
    tell: Tell | None = None,
) -> list[Written]:
    """Write handouts into a folder, one file a handout and format; ``progress(done, total, title)``.

    With ``one_workbook`` the Excel sheets of several handouts share one file, which is written last.
    ``plan`` is the plan's own file, which is never written over. ``tell`` hears of each file as soon as it is
    there, and of each one that could not be written while the others go on; without it the first error ends
    the run.

    Raises:
        InputError: an unknown code, or a folder that is none; without ``tell`` a block that names something
            not there, or a page range without pages.
        PlaceError: nothing more can be written into the folder; files keep their former content.
        MachineError: without ``tell``, a file that cannot be written.
        Cancelled: ``cancel`` was set; whole files stay, nothing is half-written.
    """
    handouts = handouts_named(snapshot, codes)
    spare_plans(folder, plan)
    output_folder(folder)
    together = one_workbook and len(handouts) > 1 and Format.XLSX in formats
    single = [format_ for format_ in formats if not (together and format_ is Format.XLSX)]
    job = _Export(snapshot, folder, plan, len(handouts) * len(formats), progress, cancel, tell)
    documents: list[HandoutDocument] = []
    for handout in handouts:
        job.step(handout.title)
        document = job.build(handout, len(formats))
        if document is None:
            continue
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


def look_over(
    snapshot: PlanSnapshot, codes: Sequence[str] = (), cancel: threading.Event | None = None
) -> tuple[Remark, ...]:
    """What somebody should know of handouts before anything is written.

    First which one cannot be made, and why; then which words of its head are left out in part, in which
    budgets amounts differ, and which characters cannot be printed, with their places.

    Raises:
        InputError: an unknown code.
        Cancelled: ``cancel`` was set.
    """
    called = Places(snapshot).place_of
    failing: list[Remark] = []
    doubtful: list[Remark] = []
    for handout in handouts_named(snapshot, codes):
        if cancel is not None and cancel.is_set():
            raise Cancelled
        try:
            document = build_document(snapshot, handout)
            pages = lay_out_document(document).pages
        except UserError as error:
            failing.append(Remark(handout.code, f"{_name(handout)}：{error.message}"))
        else:
            name = document.number or document.title
            sentences = (
                *about_shortened(document.warnings),
                *_differences(snapshot, pages),
                *missing_warnings(pages, called),
            )
            doubtful += [Remark(handout.code, f"{name}：{sentence}") for sentence in sentences]
    return (*failing, *doubtful)


def _differences(snapshot: PlanSnapshot, pages: Iterable[PageLayout]) -> Iterator[str]:
    """What differs in the budgets of the projects whose amounts (千円) stand on pages."""
    boxes = (box for page in pages for item in page.items for box in item.drawing.boxes)
    printed = {split_name(box.name)[0] for box in boxes if box.name}
    for project in snapshot.all(BudgetProject):
        if not printed.isdisjoint(row.uid for row in (project, *project.items)):
            yield from (f"事業「{project.name}」の{remark.text}" for remark in project_remarks(project))


def _name(handout: Handout | HandoutDocument) -> str:
    """``資料１－１　施策体系（案）``: how the lists of handouts show it."""
    return f"{handout.number}　{handout.title}" if handout.number else handout.title


class _Export:
    """One run: where it writes, how far it is, what it has written and what not."""

    def __init__(
        self,
        snapshot: PlanSnapshot,
        folder: Path,
        plan: Path | None,
        total: int,
        progress: Progress,
        cancel: threading.Event | None,
        tell: Tell | None,
    ) -> None:
        self.total = total
        self.written: list[Written] = []
        self._failures: list[Failure] = []
        self._done = 0
        self._snapshot = snapshot
        self._called = Places(snapshot).place_of
        self._folder = folder
        self._plan = plan
        self._progress = progress
        self._cancel = cancel
        self._tell = tell
        self._taken: set[str] = set()

    def step(self, title: str, more: int = 0) -> None:
        """Say what is being made; ``more`` sheets than files are done. Raises Cancelled."""
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled
        self._progress(self._done + more, self.total, title)

    def build(self, handout: Handout, files: int) -> HandoutDocument | None:
        """Put a handout together; None when that fails, and so many files are given up."""
        with self._going_on(_name(handout)):
            return build_document(self._snapshot, handout)
        self._done += files
        return None

    def write(self, document: HandoutDocument, format_: Format) -> None:
        """Write one file of one handout."""
        with self._going_on(_name(document)):
            self._write(document, format_)
        self._done += 1

    def write_book(self, documents: Sequence[HandoutDocument]) -> None:
        """Write the sheets of all handouts into one workbook, without those whose sheet cannot be made."""
        left, sheet = list(documents), -1

        def begin(index: int) -> None:
            nonlocal sheet
            sheet = index
            self.step(left[index].title, index)

        name = book_name(documents[0].plan_name)
        with self._going_on(name):
            target = self._target(name, "all")
            while left:
                sheet = -1
                try:
                    self._write_book(left, target, begin)
                    break
                except UserError as error:
                    if sheet < 0 or not isinstance(error, InputError):
                        raise
                    self._fail(_name(left.pop(sheet)), error)
                except Exception as error:
                    if sheet < 0:
                        raise
                    self._fail_unexpectedly(_name(left.pop(sheet)), error)
        self._done += len(documents)

    def _write(self, document: HandoutDocument, format_: Format) -> None:
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
        self._add((document.code,), document.title, target, pages, (*document.warnings, *warnings))

    def _write_book(
        self, documents: Sequence[HandoutDocument], target: Path, begin: Callable[[int], object]
    ) -> None:
        from dxplanner.exporters.xlsx import write_xlsx

        with whole_file(target) as part:
            book = write_xlsx(documents, part, begin)
        codes = tuple(document.code for document in documents)
        self._add(codes, documents[0].plan_name, target, len(book.sheets), book.warnings)

    def _target(self, name: str, code: str) -> Path:
        """A file of that name; two handouts whose names are one to Windows do not overwrite each other."""
        stem, dot, extension = name.rpartition(".")
        tails = chain(("", f"_{code}"), (f"_{code}_{number}" for number in count(2)))
        names = (f"{_with_tail(stem, tail)}{dot}{extension}" for tail in tails)
        name = next(name for name in names if _level(name) not in self._taken)
        self._taken.add(_level(name))
        target = self._folder / name
        spare_plans(target, self._plan)
        return target

    @contextmanager
    def _going_on(self, name: str) -> Iterator[None]:
        """What fails in here is told, and the next file is written; a full disk ends it all."""
        try:
            yield
        except (Cancelled, PlaceError):
            raise
        except UserError as error:
            self._fail(name, error)
        except Exception as error:
            self._fail_unexpectedly(name, error)

    def _fail_unexpectedly(self, name: str, error: Exception) -> None:
        """Somebody waits for the other handouts; the log keeps what went wrong with this one."""
        if self._tell is None:
            raise error
        record_failure("export")
        self._fail(name, MachineError(_UNEXPECTED))

    def _fail(self, name: str, error: UserError) -> None:
        """Tell what could not be written, once for both formats; without anybody to tell it ends the run."""
        if self._tell is None:
            raise error
        failure = Failure(name, error.message, error.exit_status)
        if failure not in self._failures:
            self._failures.append(failure)
            self._tell(failure)

    def _add(
        self, codes: tuple[str, ...], title: str, path: Path, pages: int, warnings: Iterable[str]
    ) -> None:
        written = Written(codes, title, path, pages, tuple(dict.fromkeys(warnings)))
        self.written.append(written)
        if self._tell is not None:
            self._tell(written)


def _with_tail(stem: str, tail: str) -> str:
    """A file name's stem with something behind it, no longer than a file server takes."""
    room = _STEM_BYTES - len(tail.encode())
    return safe_file_name(f"{stem.encode()[:room].decode(errors='ignore')}{tail}")


def _level(name: str) -> str:
    """The form in which Windows (and a Mac) takes two names for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
