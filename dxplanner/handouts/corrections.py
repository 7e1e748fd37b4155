"""差替え一覧 and 正誤表: what has changed on the pages of handouts since they were printed for a meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.domain.text_diff import Span, changed_spans, excerpt
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.places import Places
from dxplanner.handouts.printed import PageChange, TextChange, page_changes, page_contents, stored_content
from dxplanner.handouts.selection import Options, text_option
from dxplanner.model import PrintRun
from dxplanner.model.snapshot import PlanSnapshot

REPLACEMENTS: Final = "replacements"
CORRECTIONS: Final = "corrections"
_LONGEST: Final = 80
"""Characters of a text that a list quotes, around its first change."""
_NONE: Final = "（なし）"


@dataclass(frozen=True, slots=True)
class RunChanges:
    """The pages of a printing that have changed since; empty when its handout is still the same."""

    run: PrintRun
    pages: tuple[PageChange, ...]


def chosen_runs(snapshot: PlanSnapshot, options: Options) -> list[PrintRun]:
    """The printings that options name: ``run`` (its uid), or all of ``meeting`` (name or uid).

    Without options: the newest printing of each handout.
    """
    runs = sorted(snapshot.all(PrintRun), key=lambda run: (run.printed_at, run.id))
    uid, meeting = text_option(options, "run"), text_option(options, "meeting")
    if uid:
        runs = [run for run in runs if run.uid == uid]
    elif meeting:
        runs = [
            run for run in runs if run.meeting is not None and meeting in (run.meeting.uid, run.meeting.name)
        ]
    newest = {run.handout_id: run for run in runs if run.handout is not None}
    return sorted(newest.values(), key=lambda run: (run.handout.position, run.id) if run.handout else (0, 0))


def run_changes(snapshot: PlanSnapshot, run: PrintRun) -> RunChanges:
    """What has changed on a printing's pages; a handout of such lists itself is never compared."""
    # The catalogue knows this module as a kind of block, and documents the catalogue.
    from dxplanner.handouts.documents import build_document

    handout = run.handout
    if handout is None or any(block.kind in (REPLACEMENTS, CORRECTIONS) for block in handout.blocks):
        return RunChanges(run, ())
    old = [stored_content(page.number, page.heading, page.texts) for page in run.pages]
    new = page_contents(lay_out_document(build_document(snapshot, handout)))
    return RunChanges(run, page_changes(old, new))


def build_replacements(
    snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE
) -> tuple[Block, ...]:
    """差替え一覧: the pages to be replaced, and what has changed on them (options: see ``chosen_runs``)."""
    runs = chosen_runs(snapshot, options)
    if not runs:
        return (Paragraph("印刷の記録がありません。会議に配る資料を印刷したときに記録してください。"),)
    places = Places(snapshot)
    rows = tuple(
        _replacement(changes.run, page, places)
        for changes in (run_changes(snapshot, run) for run in runs)
        for page in changes.pages
    )
    if not rows:
        return (Paragraph("差替えの必要なページはありません。"),)
    header = (tuple(cells.heading(text) for text in ("資料", "ページ", "区分", "変更した箇所")),)
    return (Table((Column(52), Column(22), Column(22), Column(173)), header, rows),)


def build_corrections(
    snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE
) -> tuple[Block, ...]:
    """正誤表: place, 誤 and 正 of each changed text, changed characters underlined (options as above)."""
    runs = chosen_runs(snapshot, options)
    if not runs:
        return (Paragraph("印刷の記録がありません。会議に配る資料を印刷したときに記録してください。"),)
    places = Places(snapshot)
    rows = tuple(
        row
        for changes in (run_changes(snapshot, run) for run in runs)
        for page in changes.pages
        for row in _corrections(changes.run, page, places)
    )
    if not rows:
        return (Paragraph("正誤はありません。"),)
    header = (tuple(cells.heading(text) for text in ("資料", "ページ", "箇所", "誤", "正")),)
    return (Table((Column(42), Column(16), Column(47), Column(82), Column(82)), header, rows),)


def _replacement(run: PrintRun, page: PageChange, places: Places) -> tuple[Cell, ...]:
    if page.old is None:
        kind, what = "追加", page.new.heading if page.new else ""
    elif page.new is None:
        kind, what = "削除", page.old.heading
    elif not page.texts:
        kind, what = "ページ番号", f"{page.old.number}ページから{page.new.number}ページに変わりました。"
    else:
        kind, what = "差替え", "\n".join(dict.fromkeys(_sentences(page.texts, places)))
    number = _number(page)
    return (cells.text(_title(run)), Cell(number, align=Align.CENTRE), cells.text(kind), cells.text(what))


def _sentences(texts: Sequence[TextChange], places: Places) -> Iterator[str]:
    for change in texts:
        place = places.words(change.name)
        before, after = _quoted(change)
        moved = f"{before[0] or _NONE} → {after[0] or _NONE}"
        yield f"{place}：{moved}" if place else moved


def _corrections(run: PrintRun, page: PageChange, places: Places) -> Iterator[tuple[Cell, ...]]:
    head = (cells.text(_title(run)), Cell(_number(page), align=Align.CENTRE))
    if page.old is None or page.new is None:
        whole = "ページの追加" if page.old is None else "ページの削除"
        content = page.new or page.old
        yield (*head, cells.text(content.heading if content else ""), cells.text(whole), cells.text(""))
        return
    for change in page.texts:
        (before, gone), (after, come) = _quoted(change)
        yield (
            *head,
            cells.text(places.words(change.name)),
            Cell(before or _NONE, underline=gone),
            Cell(after or _NONE, underline=come, name=change.name),
        )


def _quoted(change: TextChange) -> tuple[tuple[str, tuple[Span, ...]], tuple[str, tuple[Span, ...]]]:
    """Both texts without line feeds, shortened around what changed, with the changed ranges."""
    before, after = change.before.replace("\n", ""), change.after.replace("\n", "")
    if not before or not after:
        return excerpt(before, (), _LONGEST), excerpt(after, (), _LONGEST)
    diff = changed_spans(before, after)
    first = min(span.start for span in (*diff.removed, *diff.added)) if diff.removed or diff.added else 0
    return excerpt(before, diff.removed, _LONGEST, first), excerpt(after, diff.added, _LONGEST, first)


def _number(page: PageChange) -> str:
    content = page.new or page.old
    return str(content.number) if content else ""


def _title(run: PrintRun) -> str:
    return f"{run.number}　{run.title}" if run.number else run.title
