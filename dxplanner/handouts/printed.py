"""What stood on the pages of a printing, and how two printings of a handout differ (差替え・正誤)."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Final, TypeVar

from dxplanner.domain.errors import InputError
from dxplanner.handouts.arrangement import rearranged, reordered, same_picture
from dxplanner.handouts.figures import has_moved, redrawn
from dxplanner.handouts.kept_pages import KeptPage, is_packed, unpacked
from dxplanner.handouts.places import split_name

_ALIKE: Final = 0.3
"""Share of equal texts from which two pages are the same page, changed."""

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text of a page; ``name`` is the row that it comes from (see blocks.Cell.name), "" for fixed words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PageContent:
    """A printed page: its printed number, its first heading, its texts from top to bottom as laid out.

    ``kept`` has its title line, its drawings and the days of what they show; None for a page kept in
    format 1, of which nothing but the texts is known.
    """

    number: int
    heading: str
    texts: tuple[PrintedText, ...]
    kept: KeptPage | None = None


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text that differs. ``before`` is empty for a new one, ``after`` for one that is gone.

    ``place`` says what it is where no row does: a part of the title line, the paper. A ``whole`` one is
    another thing as a whole, such as a period, whatever signs both texts share.
    """

    name: str
    before: str
    after: str
    place: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that differs: ``old`` is None for an added page, ``new`` for one that is gone.

    ``figures``: its bars, arrows or surfaces have changed in a way that no text tells. ``arranged``: those of
    its texts that are the same stand in another order, or beside others. A page with nothing changed on it
    stands here when only its number has.
    """

    old: PageContent | None
    new: PageContent | None
    texts: tuple[TextChange, ...] = ()
    figures: bool = False
    arranged: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether nothing but the page's number has changed."""
        changed = self.texts or self.figures or self.arranged
        return self.old is not None and self.new is not None and not changed


def page_contents(pages: Sequence[KeptPage]) -> tuple[PageContent, ...]:
    """What is compared of pages: the texts without the frame around them, and the rest as it is."""
    return tuple(_content(page) for page in pages)


def stored_content(number: int, heading: str | None, texts: Sequence[Any]) -> PageContent:
    """A page as it was kept in the plan file. Raises InputError when the file holds something else."""
    if is_packed(texts):
        return _content(unpacked(texts))
    if not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in texts):
        raise InputError("印刷の記録を読み取れません。計画ファイルの検査をしてください。")
    return PageContent(number, heading or "", tuple(PrintedText(str(one), str(text)) for one, text in texts))


def page_changes(old: Sequence[PageContent], new: Sequence[PageContent]) -> tuple[PageChange, ...]:
    """The pages that must be replaced, in order, each with what changed on it.

    A text that stands on another page now has neither gone nor come: its page is arranged anew.
    """
    changes: list[PageChange] = []
    for before, after in _paired(old, new):
        if before is None or after is None:
            changes.append(PageChange(before, after))
            continue
        change = _page_change(before, after)
        if before.number != after.number or not change.is_moved:
            changes.append(change)
    if all(change.old and change.new for change in changes):
        return tuple(changes)
    before_all, after_all = (_counted(side) for side in (old, new))
    return tuple(_without_turned(change, before_all, after_all) for change in changes)


def _counted(pages: Sequence[PageContent]) -> Counter[tuple[str, str]]:
    """How often each text of a row stands on the pages."""
    return Counter(_of_row(one) for page in pages for one in page.texts)


def _without_turned(
    page: PageChange, before: Counter[tuple[str, str]], after: Counter[tuple[str, str]]
) -> PageChange:
    """A changed page without the texts that only stand on another page of the handout.

    ``before`` and ``after`` count the texts of all its pages. Only where pages have come or gone do texts
    turn over to others.
    """

    def turned(one: TextChange) -> bool:
        if one.place or (one.before and one.after):
            return False
        key = (split_name(one.name)[0], one.before or one.after)
        return after[key] >= before[key] > 0 if one.before else before[key] >= after[key] > 0

    kept = tuple(one for one in page.texts if not turned(one))
    if len(kept) == len(page.texts):
        return page
    return replace(page, texts=kept, arranged=True)


def _page_change(old: PageContent, new: PageContent) -> PageChange:
    texts = _text_changes(old.texts, new.texts)
    before, after = old.kept, new.kept
    if before is None or after is None:
        return PageChange(old, new, texts)
    texts = (*texts, *_period_changes(before, after))
    # Another paper is divided otherwise.
    resized = before.sheet != after.sheet
    arranged = not resized and (reordered if texts else rearranged)(before, after)
    explained = bool(texts) or resized or arranged
    figures = redrawn(before, after, explained=explained) and not same_picture(before, after)
    return PageChange(old, new, (*_head_changes(before, after), *texts), figures, arranged)


def _content(kept: KeptPage) -> PageContent:
    page = kept.page
    texts = tuple(
        PrintedText(box.name, box.text) for item in page.items[1:] for box in item.drawing.boxes if box.text
    )
    return PageContent(page.number, page.bookmarks[0].text if page.bookmarks else "", texts, kept)


def _head_changes(old: KeptPage, new: KeptPage) -> tuple[TextChange, ...]:
    """What has changed in the title line and of the paper; a cover says the former in its texts."""
    after = dict(new.head)
    return tuple(
        TextChange("", text, after[place], place)
        for place, text in old.head
        if place in after and after[place] != text
    )


def _period_changes(old: KeptPage, new: KeptPage) -> tuple[TextChange, ...]:
    """The 工程 drawn on both pages whose days are now others, where the paper shows it."""
    after = dict(new.periods)
    return tuple(
        TextChange(uid, period, after[uid], whole=True)
        for uid, period in old.periods
        if uid in after and after[uid] != period and has_moved(old, new, uid)
    )


def _paired(
    old: Sequence[PageContent], new: Sequence[PageContent]
) -> list[tuple[PageContent | None, PageContent | None]]:
    """Pages that belong together: equal ones, then the most similar ones between these, in order."""
    pairs: list[tuple[PageContent | None, PageContent | None]] = []
    matcher = SequenceMatcher(None, [page.texts for page in old], [page.texts for page in new], False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            pairs += _aligned(old[i1:i2], new[j1:j2])
    return pairs


def _aligned(
    old: Sequence[PageContent], new: Sequence[PageContent]
) -> list[tuple[PageContent | None, PageContent | None]]:
    """The pairing in order whose likenesses add up to most (as in an alignment of sequences)."""
    likeness = [[_likeness(before, after) for after in new] for before in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[PageContent | None, PageContent | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and best[i][j] == likeness[i][j] + best[i + 1][j + 1] > 0:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i + 1][j] == best[i][j]):
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs


def _likeness(old: PageContent, new: PageContent) -> float:
    """Share of a page's texts that the other page has too: the same row, or the same fixed words."""
    before = Counter(one.name or one.text for one in old.texts)
    after = Counter(one.name or one.text for one in new.texts)
    common = sum((before & after).values())
    return common / max(sum(before.values()), sum(after.values()), 1)


def _text_changes(old: Sequence[PrintedText], new: Sequence[PrintedText]) -> tuple[TextChange, ...]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts = [_Part(list(old[i1:i2]), list(new[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]
    _drop_moved(parts)
    _pair_by_name(parts)
    return _without_moves([change for part in parts for change in part.changes()])


@dataclass
class _Part:
    """Texts of a page in place of which others stand, and those that are known to belong together."""

    old: list[PrintedText]
    new: list[PrintedText]
    pairs: list[tuple[PrintedText, PrintedText]] = field(default_factory=list)

    def changes(self) -> Iterator[TextChange]:
        """The pairs; what is left belongs together in order when it comes out even."""
        pairs = list(self.pairs)
        even = len(self.old) == len(self.new)
        if even:
            pairs += zip(self.old, self.new, strict=True)
        yield from (TextChange(one.name or two.name, one.text, two.text) for one, two in pairs)
        if not even:
            yield from (TextChange(one.name, one.text, "") for one in self.old)
            yield from (TextChange(one.name, "", one.text) for one in self.new)


def _drop_moved(parts: Sequence[_Part]) -> None:
    """Take out the texts of rows that stand on both pages, wherever."""
    sides = [part.old for part in parts], [part.new for part in parts]
    gone, come = (Counter(_of_row(one) for texts in side for one in texts if one.name) for side in sides)
    for side in sides:
        left = gone & come
        for texts in side:
            texts[:] = [one for one in texts if not _taken(left, _of_row(one))]


def _taken(left: Counter[_Key], key: _Key) -> bool:
    """Whether one of these was left, which is now taken."""
    left[key] -= 1
    return left[key] >= 0


def _pair_by_name(parts: Sequence[_Part]) -> None:
    """Bring together the texts of one name: those of one unit first, then those that stand nearest."""
    named: defaultdict[str, list[tuple[int, PrintedText]]] = defaultdict(list)
    for at, part in enumerate(parts):
        for one in part.new:
            if one.name:
                named[one.name].append((at, one))
    for at, part in enumerate(parts):
        for before in list(part.old):
            candidates = named[before.name]
            if not candidates:
                continue
            unit = _unit(before.text)
            place, after = min(
                candidates, key=lambda found: (_unit(found[1].text) != unit, abs(found[0] - at))
            )
            candidates.remove((place, after))
            part.old.remove(before)
            parts[place].new.remove(after)
            part.pairs.append((before, after))


def _unit(text: str) -> str:
    """A text without its figures."""
    return "".join(character for character in text if not (character.isdecimal() or character in ",."))


def _without_moves(changes: list[TextChange]) -> tuple[TextChange, ...]:
    """Fixed words that only stand elsewhere on their page have not changed."""
    gone = Counter(one.before for one in changes if not (one.name or one.after))
    come = Counter(one.after for one in changes if not (one.name or one.before))
    left_gone, left_come = gone & come, gone & come
    kept: list[TextChange] = []
    for one in changes:
        if one.before == one.after:
            continue
        side = left_come if not one.before else left_gone if not one.after else None
        if one.name or side is None or not _taken(side, one.before or one.after):
            kept.append(one)
    return tuple(kept)


def _of_row(one: PrintedText) -> tuple[str, str]:
    """A text with its row: which field it is called after may differ between versions of the program."""
    return split_name(one.name)[0], one.text
