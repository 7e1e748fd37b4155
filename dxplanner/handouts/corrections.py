"""差替え一覧 and 正誤表: what has changed on the pages of handouts since they were printed for a meeting."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from dxplanner.domain.text_diff import Span, changed_spans, excerpt
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.meeting_words import given_out
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
_BODY: Final = "本文"
"""Where a text stands that no row and no heading names."""
_WHOLE: Final = "ページ全体"
_TOGETHER: Final = 8
"""Most rows under one cell: a page ends between such groups."""
Row = tuple[Cell | None, ...]
Line = tuple[str, Row]
"""The number of a page, and what stands behind it."""
Lines = Callable[[Sequence[PageChange], Places], Iterator[Line]]
"""What is listed of a handout's changed pages."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A list: its columns with their widths, what it says of changes, and of none."""

    columns: tuple[tuple[str, float], ...]
    changed: str
    nothing: str


_REPLACEMENTS: Final = _Form(
    (("資料", 62.0), ("ページ", 24.0), ("区分", 31.0), ("変更した箇所", 152.0)),
    "差し替えるページです。",
    "差替えの必要なページはありません。",
)
_CORRECTIONS: Final = _Form(
    (("資料", 42.0), ("ページ", 16.0), ("箇所", 63.0), ("誤", 74.0), ("正", 74.0)),
    "変更した箇所です。下線は変更部分です。",
    "正誤はありません。",
)


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
    return _listed(snapshot, options, _REPLACEMENTS, _replacements)


def build_corrections(
    snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE
) -> tuple[Block, ...]:
    """正誤表: place, 誤 and 正 of each changed text, changed characters underlined (options as above)."""
    return _listed(snapshot, options, _CORRECTIONS, _corrections)


def _listed(snapshot: PlanSnapshot, options: Options, form: _Form, lines_of: Lines) -> tuple[Block, ...]:
    runs = chosen_runs(snapshot, options)
    if not runs:
        return (Paragraph("印刷の記録がありません。会議に配る資料を印刷したときに記録してください。"),)
    places = Places(snapshot)
    found = [(run, list(lines_of(run_changes(snapshot, run).pages, places))) for run in runs]
    made = [(run, lines) for run, lines in found if lines]
    if not made:
        return (Paragraph(form.nothing),)
    since = list(dict.fromkeys(given_out(run) for run, _ in made))
    header: list[Row] = []
    if len(since) == 1:
        sentence = f"{since[0]}から{form.changed}"
        header.append((Cell(sentence, column_span=len(form.columns)), *(None for _ in form.columns[1:])))
    header.append(tuple(cells.heading(text) for text, _ in form.columns))
    body = tuple(
        row
        for run, lines in made
        for row in _named(_title(run) + (f"\n（{given_out(run)}）" if len(since) > 1 else ""), lines)
    )
    return (Table(tuple(Column(width) for _, width in form.columns), tuple(header), body),)


def _named(title: str, lines: Sequence[Line]) -> Iterator[Row]:
    """The rows of one handout in groups that share a cell with its name, and one with the page's number."""
    block: list[Row] = []
    for number, found in groupby(lines, key=itemgetter(0)):
        page = [row for _, row in found]
        for start in range(0, len(page), _TOGETHER):
            part = page[start : start + _TOGETHER]
            if len(block) + len(part) > _TOGETHER:
                yield from _under(title, block)
                block = []
            block += _under(number, part, Align.CENTRE)
    yield from _under(title, block)


def _under(words: str, rows: Sequence[Row], align: Align = Align.LEFT) -> Iterator[Row]:
    for at, row in enumerate(rows):
        yield (Cell(words, row_span=len(rows), align=align) if at == 0 else None, *row)


def _replacements(pages: Sequence[PageChange], places: Places) -> Iterator[Line]:
    """A row a page; pages of which only the number has changed, by as much, share one."""
    for (shift, _), found in groupby(
        enumerate(pages), key=lambda pair: (_shift(pair[1]), pair[0] - _at(pair[1]))
    ):
        same = [page for _, page in found]
        if shift:
            old, new = (_range([_at(page) for page in same], less) for less in (shift, 0))
            yield _replacement(new, "番号のみ", f"{old}ページから{new}ページに変わりました。")
            continue
        for page in same:
            if page.old is None or page.new is None:
                yield _replacement(_number(page), "追加" if page.new else "削除", _heading(page) or _WHOLE)
            else:
                yield _replacement(_number(page), "差替え", "\n".join(_sentences(page, places)))


def _replacement(number: str, kind: str, what: str) -> Line:
    return number, (Cell(kind, align=Align.CENTRE), cells.text(what))


def _shift(page: PageChange) -> int:
    """By how much the number of a page has changed of which nothing else has; 0 for other pages."""
    return 0 if page.texts or page.old is None or page.new is None else page.new.number - page.old.number


def _range(numbers: Sequence[int], less: int) -> str:
    first, last = numbers[0] - less, numbers[-1] - less
    return str(first) if first == last else f"{first}～{last}"


def _sentences(page: PageChange, places: Places) -> list[str]:
    """What has changed on a page, each once; several with a dot before each."""
    found: dict[str, None] = {}
    for change in page.texts:
        before, after = _quoted(change)
        found[f"{_place(page, change, places)}：{before[0] or _NONE} → {after[0] or _NONE}"] = None
    return [f"{'・' if len(found) > 1 else ''}{sentence}" for sentence in found]


def _corrections(pages: Sequence[PageChange], places: Places) -> Iterator[Line]:
    for page in pages:
        whole = cells.text(_heading(page) or _WHOLE)
        if page.old is None:
            yield _number(page), (whole, cells.text(_NONE), cells.text("ページの追加"))
        elif page.new is None:
            yield _number(page), (whole, cells.text("ページの削除"), cells.text(_NONE))
        else:
            for change in page.texts:
                (before, gone), (after, come) = _quoted(change)
                wrong = Cell(before or _NONE, underline=gone)
                right = Cell(after or _NONE, underline=come, name=change.name)
                yield _number(page), (cells.text(_place(page, change, places)), wrong, right)


def _place(page: PageChange, change: TextChange, places: Places) -> str:
    """What a text is called; a heading, or one whose row is gone, by the page on which it stands."""
    return places.words(change.name) or _heading(page) or _BODY


def _heading(page: PageChange) -> str:
    content = page.new or page.old
    return content.heading if content else ""


def _quoted(change: TextChange) -> tuple[tuple[str, tuple[Span, ...]], tuple[str, tuple[Span, ...]]]:
    """Both texts without line feeds, shortened around what changed, with the changed ranges."""
    before, after = change.before.replace("\n", ""), change.after.replace("\n", "")
    if not before or not after:
        return excerpt(before, (), _LONGEST), excerpt(after, (), _LONGEST)
    diff = changed_spans(before, after)
    first = min(span.start for span in (*diff.removed, *diff.added)) if diff.removed or diff.added else 0
    return excerpt(before, diff.removed, _LONGEST, first), excerpt(after, diff.added, _LONGEST, first)


def _number(page: PageChange) -> str:
    """The page's number; that of one that is gone is the former."""
    return str(_at(page)) if page.new is not None else f"旧{_at(page)}"


def _at(page: PageChange) -> int:
    content = page.new or page.old
    return content.number if content else 0


def _title(run: PrintRun) -> str:
    return f"{run.number}\n{run.title}" if run.number else run.title
