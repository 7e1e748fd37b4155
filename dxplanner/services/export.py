"""Writing handouts: from a snapshot to PDF and Excel files. Runs on any thread (decision 6)."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dxplanner.domain.errors import InputError, UserError
from dxplanner.domain.text import safe_file_name
from dxplanner.handouts.blocks import HandoutDocument
from dxplanner.handouts.documents import build_document
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.output import output_folder, whole_file


class Format(StrEnum):
    """A file format of handouts; the value is its extension."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Written:
    """One written file. ``pages`` counts PDF pages, or sheets of a workbook."""

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


def export_handouts(
    snapshot: PlanSnapshot,
    folder: Path,
    codes: Sequence[str] = (),
    formats: Sequence[Format] = tuple(Format),
    progress: Progress = lambda done, total, title: None,
    cancel: threading.Event | None = None,
) -> list[Written]:
    """Write handouts into a folder, one file a handout and format; ``progress(done, total, title)``.

    Raises:
        InputError: an unknown code, or a block that names something not there.
        MachineError: a file cannot be written; it keeps its former content.
        Cancelled: ``cancel`` was set.
    """
    handouts = handouts_named(snapshot, codes)
    output_folder(folder)
    total = len(handouts) * len(formats)
    written: list[Written] = []
    taken: set[Path] = set()
    for handout in handouts:
        document = build_document(snapshot, handout)
        for format_ in formats:
            if cancel is not None and cancel.is_set():
                raise Cancelled
            progress(len(written), total, document.title)
            target = folder / file_name(document, format_)
            if target in taken:
                target = target.with_name(f"{target.stem}_{document.code}{target.suffix}")
            taken.add(target)
            with whole_file(target) as part:
                pages, warnings = _paint(document, format_, part)
            written.append(
                Written(document.code, document.title, target, pages, tuple(dict.fromkeys((*document.warnings, *warnings))))
            )
    progress(total, total, "")
    return written


def _paint(document: HandoutDocument, format_: Format, target: Path) -> tuple[int, tuple[str, ...]]:
    if format_ is Format.PDF:
        from dxplanner.exporters.pdf import write_pdf

        result = write_pdf(document, target)
        return result.pages, result.warnings
    from dxplanner.exporters.xlsx import write_xlsx

    workbook = write_xlsx([document], target)
    return len(workbook.sheets), workbook.warnings
