"""What stood on the pages of a printing, and how two printings of a handout differ (差替え・正誤)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts.figures import has_moved, redrawn
from dxplanner.handouts.kept_pages import KeptPage, is_packed, unpacked
from dxplanner.handouts.places import split_name

_ALIKE: Final = 0.3
"""Share of equal texts from which two pages are the same page, changed."""


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

    ``figures``: its bars, arrows or surfaces have changed in a way that no text tells. A page with nothing
    changed on it stands here when only its number has.
    """

    old: PageContent | None
    new: PageContent | None
    texts: tuple[TextChange, ...] = ()
    figures: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether nothing but the page's number has changed."""
        return self.old is not None and self.new is not None and not (self.texts or self.figures)


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
    """The pages that must be replaced, in order, each with what changed on it."""
    changes: list[PageChange] = []
    for before, after in _paired(old, new):
        if before is None or after is None:
            changes.append(PageChange(before, after))
            continue
        texts = _text_changes(before.texts, after.texts)
        figures = False
        if before.kept is not None and after.kept is not None:
            texts = (*texts, *_period_changes(before.kept, after.kept))
            paper = before.kept.sheet != after.kept.sheet
            figures = redrawn(before.kept, after.kept, explained=bool(texts) or paper)
            texts = (*_head_changes(before.kept, after.kept), *texts)
        if texts or figures or before.number != after.number:
            changes.append(PageChange(before, after, texts, figures))
    return tuple(changes)


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
    changes: list[TextChange] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            changes += _replaced(list(old[i1:i2]), list(new[j1:j2]))
    return _without_moves(changes)


def _replaced(old: list[PrintedText], new: list[PrintedText]) -> list[TextChange]:
    """Texts of one row belong together; what is left is paired in order when it comes out even."""
    changes: list[TextChange] = []
    left: list[PrintedText] = []
    for before in old:
        after = next((one for one in new if before.name and one.name == before.name), None)
        if after is None:
            left.append(before)
        else:
            new.remove(after)
            changes.append(TextChange(before.name, before.text, after.text))
    if len(left) == len(new):
        pairs = [(one.name or two.name, one.text, two.text) for one, two in zip(left, new, strict=True)]
        return changes + [TextChange(*pair) for pair in pairs]
    gone = [TextChange(one.name, one.text, "") for one in left]
    return changes + gone + [TextChange(one.name, "", one.text) for one in new]


def _without_moves(changes: list[TextChange]) -> tuple[TextChange, ...]:
    """A text of a row that only stands elsewhere on its page has not changed.

    Which field of its row it is called after does not matter: versions of the program may differ in that.
    """
    gone = Counter(_of_row(one.name, one.before) for one in changes if not one.after)
    come = Counter(_of_row(one.name, one.after) for one in changes if not one.before)
    moved = gone & come
    left_gone, left_come = Counter(moved), Counter(moved)
    kept: list[TextChange] = []
    for one in changes:
        before, after = _of_row(one.name, one.before), _of_row(one.name, one.after)
        if not one.after and left_gone[before]:
            left_gone[before] -= 1
        elif not one.before and left_come[after]:
            left_come[after] -= 1
        elif one.before != one.after:
            kept.append(one)
    return tuple(kept)


def _of_row(name: str, text: str) -> tuple[str, str]:
    return split_name(name)[0], text
