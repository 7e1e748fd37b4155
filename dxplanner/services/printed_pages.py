"""配付時の内容: the pages of a printing as they were given out, to look at and to write as PDF again.

They are kept with the record itself: whatever becomes of the handout and of what it shows, they stay.
"""

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import format_date
from dxplanner.domain.moments import format_moment, local_time
from dxplanner.domain.text import safe_file_name
from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.handouts.blocks import HandoutDocument, PageSetup, Picture
from dxplanner.handouts.kept_pages import KeptPage, is_packed, unpacked
from dxplanner.handouts.meeting_words import given_out
from dxplanner.handouts.pages import DocumentLayout
from dxplanner.model import ChangeSet, Plan, PrintRun
from dxplanner.services.output import spare_plans, whole_file
from dxplanner.services.preview import Preview

_GONE: Final = "この印刷の記録は、もう削除されています。"
_ONLY_TEXTS: Final = (
    "この記録には文字だけが残っているため、ページを表示できません。変わったページを調べることはできます。"
)


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """A printing as it was: its pages, what it is called, and the name that its PDF gets (no extension)."""

    preview: Preview
    words: str
    """令和６年８月28日の第２回委員会で配付した資料「成果指標」."""
    state: str
    """When it was recorded, and the last change of the plan that it shows."""
    file_name: str


def printed_pages(session: Session, uid: str) -> PrintedPages:
    """The pages of the printing of that uid as they were given out.

    Raises:
        InputError: its record is gone, or has no pages but only their texts.
    """
    run = session.scalar(sa.select(PrintRun).where(PrintRun.uid == uid))
    if run is None:
        raise InputError(_GONE)
    if not run.pages or not all(is_packed(page.texts) for page in run.pages):
        raise InputError(_ONLY_TEXTS)
    pages = [unpacked(page.texts) for page in run.pages]
    layout = DocumentLayout(*pages[0].sheet, tuple(kept.page for kept in pages), ())
    preview = Preview(run.uid, _document(session, run, pages), layout)
    title = f"{run.number}_{run.title}" if run.number else run.title
    day = format_date(local_time(run.printed_at).date())
    return PrintedPages(
        preview, f"{given_out(run)}「{run.title}」", _state(session, run), safe_file_name(f"{title}_{day}")
    )


def save_printed(printed: PrintedPages, target: Path) -> None:
    """Write the pages as PDF.

    Raises:
        InputError: the target is a plan.
        MachineError: it cannot be written; the file keeps its former content.
    """
    from dxplanner.exporters.pdf import write_pdf

    spare_plans(target)
    with whole_file(target) as part:
        write_pdf(printed.preview.document, part, printed.preview.layout)


def _document(session: Session, run: PrintRun, pages: list[KeptPage]) -> HandoutDocument:
    """What the painter asks beside the pages: title and 資料番号 as they were, what is a picture."""
    plan = session.scalars(sa.select(Plan)).first()
    pictures = tuple(Picture(kept.page.items[index].drawing) for kept in pages for index in kept.pictures)
    return HandoutDocument(
        "" if run.handout is None else run.handout.code,
        run.title,
        run.number or "",
        _setup(pages[0].sheet),
        pictures,
        "" if plan is None else plan.name,
        "" if plan is None else plan.city or "",
    )


def _setup(size: tuple[float, float]) -> PageSetup:
    setups = (PageSetup(paper, orientation) for paper, orientation in product(Paper, Orientation))
    return next((setup for setup in setups if setup.paper_size == size), PageSetup())


def _state(session: Session, run: PrintRun) -> str:
    change_set = session.get(ChangeSet, run.last_change)
    recorded = f"{format_moment(run.printed_at)}に記録"
    if change_set is None:
        return recorded
    return f"{recorded}。計画の最後の変更は{format_moment(change_set.made_at)}の「{change_set.label}」"
