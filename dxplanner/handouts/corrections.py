"""差替え一覧 and 正誤表: what has changed on the pages of handouts since they were printed for a meeting."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.text_diff import Span, changed_spans, excerpt
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Paragraph, Table
from dxplanner.handouts.choices import chosen_meeting
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.kept_pages import is_packed, kept_pages
from dxplanner.handouts.meeting_words import given_out
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.places import Places
from dxplanner.handouts.printed import (
    PageChange,
    PageContent,
    TextChange,
    page_changes,
    page_contents,
    stored_content,
)
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
_FIGURES: Final = "図（帯・矢印）の変更"
_ARRANGED: Final = "並び順・組合せの変更"
_WHOLE_HANDOUT: Final = "資料全体"
_WITHDRAWN: Final = "資料の取りやめ"
_AS_GIVEN_OUT: Final = "配付したページのとおり"
_AS_REPLACED: Final = "差し替えるページのとおり"
_TOGETHER: Final = 8
"""Most rows under one cell: a page ends between such groups."""
Row = tuple[Cell | None, ...]
Line = tuple[str, Row]
"""The number of a page, and what stands behind it."""
Lines = Callable[[Sequence[PageChange], Places], Iterator[Line]]
"""What is listed of a handout's changed pages."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A list: its columns with their widths, what it says of changes, of none, and of a deleted handout."""

    columns: tuple[tuple[str, float], ...]
    changed: str
    nothing: str
    withdrawn: Row

    def failed(self, reason: str) -> Line:
        """What stands for a handout whose pages cannot be compared."""
        words = Cell(f"変更を調べられません。{reason}", column_span=len(self.columns) - 2)
        return "－", (words, *(None for _ in self.columns[3:]))


_REPLACEMENTS: Final = _Form(
    (("資料", 62.0), ("ページ", 24.0), ("区分", 31.0), ("変更した箇所", 152.0)),
    "差し替えるページです。",
    "差替えの必要なページはありません。",
    (Cell("削除", align=Align.CENTRE), Cell(_WITHDRAWN)),
)
_CORRECTIONS: Final = _Form(
    (("資料", 42.0), ("ページ", 16.0), ("箇所", 63.0), ("誤", 74.0), ("正", 74.0)),
    "変更した箇所です。下線は変更部分です。",
    "正誤はありません。",
    (Cell(_WHOLE_HANDOUT), Cell(_AS_GIVEN_OUT), Cell(_WITHDRAWN)),
)


@dataclass(frozen=True, slots=True)
class RunChanges:
    """The pages of a printing that have changed since; empty when its handout is still the same."""

    run: PrintRun
    pages: tuple[PageChange, ...]


def chosen_runs(snapshot: PlanSnapshot, options: Options) -> list[PrintRun]:
    """The printings that options name: ``run`` (its uid), or all of ``meeting`` (name or uid).

    Without options: the newest printing of each handout. One that has been deleted is known by its number
    and name.

    Raises:
        InputError: no such meeting.
    """
    runs = sorted(snapshot.all(PrintRun), key=lambda run: (run.printed_at, run.id))
    uid = text_option(options, "run")
    meeting = None if uid else chosen_meeting(snapshot, options)
    if uid:
        runs = [run for run in runs if run.uid == uid]
    elif meeting is not None:
        runs = [run for run in runs if run.meeting is meeting]
    newest = {run.handout_id or (run.number, run.title): run for run in runs}
    return sorted(
        filter(is_told, newest.values()),
        key=lambda run: (run.handout is None, run.handout.position if run.handout else 0, run.id),
    )


def is_told(run: PrintRun) -> bool:
    """Whether anything is said of a printing: not of such a list itself when that has been deleted."""
    return run.handout is not None or not _lists_changes(run)


def _lists_changes(run: PrintRun) -> bool:
    """Whether a printing whose handout is gone was of such lists itself: nobody waits for their pages."""
    try:
        pages = [stored_content(page.number, page.heading, page.texts) for page in run.pages]
    except InputError:
        return False
    said = {one.text for page in pages for one in page.texts}
    return any(said.issuperset(title for title, _ in form.columns) for form in (_REPLACEMENTS, _CORRECTIONS))


def run_changes(snapshot: PlanSnapshot, run: PrintRun) -> RunChanges:
    """What has changed on a printing's pages; a handout of such lists itself is never compared."""
    # The catalogue knows this module as a kind of block, and documents the catalogue.
    from dxplanner.handouts.documents import build_document

    handout = run.handout
    if handout is None or any(block.kind in (REPLACEMENTS, CORRECTIONS) for block in handout.blocks):
        return RunChanges(run, ())
    old = [stored_content(page.number, page.heading, page.texts) for page in run.pages]
    document = build_document(snapshot, handout)
    if any(is_packed(page.texts) for page in run.pages):
        # Which pages are printed now is no matter: those that were given out are looked for among all.
        document = replace(document, pages=())
    new = page_contents(kept_pages(snapshot, document, lay_out_document(document)))
    changes = page_changes(old, new)
    return RunChanges(run, tuple(page for page in changes if _was_given_out(page, old)))


def _was_given_out(page: PageChange, old: Sequence[PageContent]) -> bool:
    """Whether a page belongs to those that were given out; an added one does by its number."""
    ranges = next((one.kept.ranges for one in old if one.kept is not None), ())
    number = page.new.number if page.new is not None and page.old is None else None
    return number is None or not ranges or any(first <= number <= last for first, last in ranges)


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
    found = [(run, _lines(snapshot, run, form, lines_of, places)) for run in runs]
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


def _lines(snapshot: PlanSnapshot, run: PrintRun, form: _Form, lines_of: Lines, places: Places) -> list[Line]:
    """What is listed of one handout; one that cannot be made says why, and stops no other."""
    if run.handout is None:
        return [(_ranges(page.number for page in run.pages), form.withdrawn)]
    try:
        changes = run_changes(snapshot, run)
    except InputError as error:
        return [form.failed(error.message)]
    return list(lines_of(changes.pages, places))


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
    """A row a page; pages that follow each other share one when the same has changed on them that does not
    belong to one page (title line, paper, figures), or only their numbers, by as much.
    """
    for (shift, shared, _), found in groupby(
        enumerate(pages), key=lambda pair: (_shift(pair[1]), _shared(pair[1]), pair[0] - _at(pair[1]))
    ):
        same = [page for _, page in found]
        if shift:
            old, new = (_range([_at(page) - less for page in same]) for less in (shift, 0))
            yield _replacement(new, "番号のみ", f"{old}ページから{new}ページに変わりました。")
        elif shared:
            yield _replacement(
                _range([_at(page) for page in same]), "差替え", "\n".join(_sentences(same[0], places))
            )
        else:
            yield from (_replaced_page(page, places) for page in same)


def _replaced_page(page: PageChange, places: Places) -> Line:
    if page.old is None or page.new is None:
        return _replacement(_number(page), "追加" if page.new else "削除", _heading(page) or _WHOLE)
    return _replacement(_number(page), "差替え", "\n".join(_sentences(page, places)))


def _replacement(number: str, kind: str, what: str) -> Line:
    return number, (Cell(kind, align=Align.CENTRE), cells.text(what))


def _shift(page: PageChange) -> int:
    """By how much the number of a page has changed of which nothing else has; 0 for other pages."""
    if not page.is_moved or page.old is None or page.new is None:
        return 0
    return page.new.number - page.old.number


def _shared(page: PageChange) -> tuple[tuple[TextChange, ...], bool, bool] | None:
    """What has changed on a page when it can have changed alike on others; None for a page's own changes."""
    own = page.old is None or page.new is None or any(not change.place for change in page.texts)
    return None if own or page.is_moved else (page.texts, page.figures, page.arranged)


def _range(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return str(first) if first == last else f"{first}～{last}"


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers in order, those that follow each other as a range: 1～3、5."""
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return "、".join(_range([number for _, number in run]) for _, run in runs)


def _sentences(page: PageChange, places: Places) -> list[str]:
    """What has changed on a page, each once; several with a dot before each."""
    found: dict[str, None] = {}
    for change in _without_twins(page.texts):
        before, after = _quoted(change)
        found[f"{_place(page, change, places)}：{before[0] or _NONE} → {after[0] or _NONE}"] = None
    for what in _unsaid(page):
        found[what] = None
    return [f"{'・' if len(found) > 1 else ''}{sentence}" for sentence in found]


def _corrections(pages: Sequence[PageChange], places: Places) -> Iterator[Line]:
    for change, changed in _heads(pages).items():
        yield _ranges(_at(page) for page in changed), _correction(change.place, change)
    for page in pages:
        whole = cells.text(_heading(page) or _WHOLE)
        if page.old is None:
            yield _number(page), (whole, cells.text(_NONE), cells.text("ページの追加"))
        elif page.new is None:
            yield _number(page), (whole, cells.text("ページの削除"), cells.text(_NONE))
        for change in _without_twins(page.texts):
            if not change.place:
                yield _number(page), _correction(_place(page, change, places), change)
        for what in _unsaid(page):
            where = "　".join(part for part in (_heading(page), what) if part)
            yield _number(page), (cells.text(where), cells.text(_AS_GIVEN_OUT), cells.text(_AS_REPLACED))


def _unsaid(page: PageChange) -> Iterator[str]:
    """What has changed on a page beside its texts."""
    if page.arranged:
        yield _ARRANGED
    if page.figures:
        yield _FIGURES


def _without_twins(changes: Sequence[TextChange]) -> list[TextChange]:
    """Changes without those that another one of their name says too, with the unit: 36.3 and 36.3%."""
    named: defaultdict[str, list[TextChange]] = defaultdict(list)
    once: list[TextChange] = []
    for change in changes:
        if not change.name or change not in named[change.name]:
            named[change.name].append(change)
            once.append(change)
    return [one for one in once if not any(_says_too(other, one) for other in named[one.name])]


def _says_too(change: TextChange, other: TextChange) -> bool:
    """Whether a change tells the other one with a unit before or behind both texts."""
    if not (other.name and other.before and other.after):
        return False
    first, found, last = change.before.partition(other.before)
    unit = first + last
    more = found and unit and not any(sign.isdecimal() for sign in unit)
    return bool(more) and change.after == first + other.after + last


def _heads(pages: Sequence[PageChange]) -> dict[TextChange, list[PageChange]]:
    """The changes of title lines, each with the pages that bear it."""
    found: dict[TextChange, list[PageChange]] = {}
    for page in pages:
        for change in page.texts:
            if change.place:
                found.setdefault(change, []).append(page)
    return found


def _correction(place: str, change: TextChange) -> Row:
    (before, gone), (after, come) = _quoted(change)
    wrong = Cell(before or _NONE, underline=gone)
    return cells.text(place), wrong, Cell(after or _NONE, underline=come, name=change.name)


def _place(page: PageChange, change: TextChange, places: Places) -> str:
    """What a text is called; a heading, or one whose row is gone, by the page on which it stands."""
    return change.place or places.words_on_page(change.name) or _heading(page) or _BODY


def _heading(page: PageChange) -> str:
    content = page.new or page.old
    return content.heading if content else ""


def _quoted(change: TextChange) -> tuple[tuple[str, tuple[Span, ...]], tuple[str, tuple[Span, ...]]]:
    """Both texts without line feeds, shortened around what changed, with the changed ranges."""
    before, after = change.before.replace("\n", ""), change.after.replace("\n", "")
    if not before or not after:
        return excerpt(before, (), _LONGEST), excerpt(after, (), _LONGEST)
    if change.whole:
        return (before, (Span(0, len(before)),)), (after, (Span(0, len(after)),))
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
