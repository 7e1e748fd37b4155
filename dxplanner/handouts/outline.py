"""計画の構成: the chapters of the current document beside those of the revised one, with what changes."""

from dataclasses import dataclass, replace
from typing import Final

from dxplanner.domain.vocabulary import ChapterPart
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.changes import changed_ranges
from dxplanner.handouts.drawing import Align, Tone
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.selection import Options, compared_versions
from dxplanner.model import Chapter, PlanVersion
from dxplanner.model.snapshot import PlanSnapshot

_WIDTHS: Final = (20.0, 77.0, 20.0, 68.0, 62.0, 22.0)
_LARGEST: Final = 13.0
_NOTE: Final = "下線は現行計画から章の名称を変更した部分です。"
Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row: a current chapter, and how many rows its revised one takes from here (0: covered)."""

    old: Chapter | None
    new: Chapter | None
    span: int


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The chapters of two versions (options ``old`` and ``new``): 本編, then 別冊."""
    old, new = compared_versions(snapshot, options)
    if old is None or new is None or not (old.chapters or new.chapters):
        return (Paragraph(cells.EMPTY),)
    before, after = old, new
    rows: list[Row] = []
    for part in ChapterPart:
        pairs = _pairs(before, after, part)
        if pairs:
            title = Cell(part.value, bold=True, tone=Tone.SOFT, column_span=len(_WIDTHS))
            rows.append((title, *(None for _ in _WIDTHS[1:])))
            rows += [_row(snapshot, pair) for pair in pairs]
    underlined = any(cell.underline for row in rows for cell in row if cell)

    def blocks(size: float) -> tuple[Block, ...]:
        header = (
            cells.heading(before.name, 2, name=f"{before.uid}/name"),
            None,
            cells.heading(after.name, 2, name=f"{after.uid}/name"),
            None,
            cells.heading("変更内容"),
            cells.heading("素案のページ"),
        )
        table = Table(
            tuple(map(Column, _WIDTHS)), (header,), tuple(rows), size, description="計画の構成の新旧"
        )
        return (table, *((cells.inferred_notes(_NOTE),) if underlined else ()))

    return largest_that_fits(blocks, area, _LARGEST)


def _pairs(old: PlanVersion, new: PlanVersion, part: ChapterPart) -> list[_Pair]:
    """Revised chapters in their order, each beside the current ones that it comes from.

    A current chapter without a successor stands in its own place, beside nothing.
    """
    waiting = [chapter for chapter in old.chapters if chapter.part is part]
    pairs: list[_Pair] = []
    for chapter in new.chapters:
        if chapter.part is not part:
            continue
        origins = [origin.old_chapter for origin in chapter.origins if origin.old_chapter.version is old]
        while waiting and not waiting[0].successors and origins and waiting[0] not in origins:
            pairs.append(_Pair(waiting.pop(0), None, 1))
        for index, origin in enumerate(origins or [None]):
            pairs.append(_Pair(origin, chapter, 0 if index else max(len(origins), 1)))
            if origin in waiting:
                waiting.remove(origin)
    rest = [chapter for chapter in waiting if not chapter.successors]
    if part is ChapterPart.ANNEX and pairs and pairs[-1].span == 1 and pairs[-1].new is not None:
        # What a 別冊 is made of stands beside the new 別冊 as a whole.
        pairs[-1] = replace(pairs[-1], span=1 + len(rest))
        return [*pairs, *(_Pair(chapter, pairs[-1].new, 0) for chapter in rest)]
    return [*pairs, *(_Pair(chapter, None, 1) for chapter in rest)]


def _row(snapshot: PlanSnapshot, pair: _Pair) -> Row:
    left = _chapter_cells(snapshot, pair.old, 1, ())
    if not pair.span:
        return (*left, None, None, None, None)
    new = pair.new
    olds = [origin.old_chapter.title for origin in new.origins] if new else []
    return (
        *left,
        *_chapter_cells(snapshot, new, pair.span, tuple(olds)),
        _changes(snapshot, new, pair.span),
        _pages(new, pair.span),
    )


def _chapter_cells(
    snapshot: PlanSnapshot, chapter: Chapter | None, span: int, olds: tuple[str, ...]
) -> tuple[Cell, Cell]:
    if chapter is None:
        return Cell("", row_span=span), Cell("", row_span=span)
    inferred = snapshot.is_inferred(chapter) or snapshot.is_inferred(chapter, "title")
    mark = cells.INFERRED_MARK if inferred else ""
    changed = changed_ranges(chapter.title, olds) if olds else ()
    return (
        Cell(chapter.number or "", align=Align.CENTRE, row_span=span, name=f"{chapter.uid}/number"),
        Cell(
            chapter.title + mark,
            row_span=span,
            inferred=inferred,
            name=f"{chapter.uid}/title",
            underline=changed,
        ),
    )


def _pages(chapter: Chapter | None, span: int) -> Cell:
    if chapter is None:
        return Cell("", row_span=span)
    words, name = chapter.draft_pages or "", f"{chapter.uid}/draft_pages"
    return Cell(words, align=Align.CENTRE, row_span=span, name=name)


def _changes(snapshot: PlanSnapshot, chapter: Chapter | None, span: int) -> Cell:
    if chapter is None:
        return Cell("", row_span=span)
    changes = [
        change.text + (cells.INFERRED_MARK if snapshot.is_inferred(change) else "")
        for change in chapter.changes
    ]
    if chapter.status:
        changes.append(chapter.status)
    words = "\n".join(f"・{change}" for change in changes) if len(changes) > 1 else "".join(changes)
    name = chapter.changes[0].uid if chapter.changes else f"{chapter.uid}/status"
    return Cell(words, row_span=span, name=name)
