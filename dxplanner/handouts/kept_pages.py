"""The pages of a printing as the plan keeps them: drawings and all, to be looked at and printed again."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

from dxplanner import __version__
from dxplanner.domain.errors import InputError
from dxplanner.domain.snapping import period_text
from dxplanner.domain.vocabulary import BarKind, Precision
from dxplanner.handouts.blocks import HandoutDocument, Picture
from dxplanner.handouts.pages import DocumentLayout, PageLayout
from dxplanner.handouts.places import split_name
from dxplanner.model import Bar
from dxplanner.model.snapshot import PlanSnapshot

FORMAT: Final = 2
"""How a page is stored. Format 1 was a list of [name, text] pairs, without drawings."""
_DIGITS: Final = 4
"""Places after the point that are kept of a millimetre."""
_UNREADABLE: Final = "印刷の記録を読み取れません。計画ファイルの検査をしてください。"
_NEWER: Final = "この記録は、新しい版のソフトで作られています。新しい版のソフトで開いてください。"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was printed."""

    page: PageLayout
    head: Pairs = ()
    """What the title line says and the paper, as (what it is, text); on a cover only the paper."""
    periods: Pairs = ()
    """When the 工程 drawn on the page are, as (uid, 「R7.1～R7.3」)."""
    pictures: tuple[int, ...] = ()
    """Which of the page's items are pictures."""
    ranges: tuple[tuple[int, int], ...] = ()
    """The printed page numbers that were given out (first, last); all when empty."""
    version: str = __version__
    """The program that laid the page out."""

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the paper in mm."""
        frame = self.page.items[0].drawing
        return frame.width, frame.height


def kept_pages(
    snapshot: PlanSnapshot, document: HandoutDocument, layout: DocumentLayout
) -> tuple[KeptPage, ...]:
    """The pages of a laid-out handout with what is to be known of them later."""
    paper = (("用紙", f"{document.setup.paper.value}（{document.setup.orientation.value}）"),)
    title = (("資料名", document.title), ("資料番号", document.number), ("段階の表示", document.stamp))
    periods = _periods(snapshot)
    drawn = {id(block.drawing) for block in document.blocks if isinstance(block, Picture)}
    return tuple(
        KeptPage(
            page,
            (*title, *paper) if page.items[0].drawing.boxes else paper,
            _on_page(page, periods),
            tuple(index for index, item in enumerate(page.items) if id(item.drawing) in drawn),
            document.pages,
        )
        for page in layout.pages
    )


def packed(page: KeptPage) -> list[Any]:
    """A page as the plan file keeps it (format 2): short, so that a plan with many printings stays small."""
    text = json.dumps(_plain(page), ensure_ascii=False, separators=(",", ":"))
    return [FORMAT, base64.b64encode(zlib.compress(text.encode(), 9)).decode()]


def is_packed(stored: Sequence[Any]) -> bool:
    """Whether a stored page has its drawings (format 2 or newer)."""
    return bool(stored) and isinstance(stored[0], int)


def unpacked(stored: Sequence[Any]) -> KeptPage:
    """A page as ``packed`` has stored it. Raises InputError when it is something else."""
    if stored[0] > FORMAT:
        raise InputError(_NEWER)
    try:
        text = zlib.decompress(base64.b64decode(stored[1]))
        return cast("KeptPage", _made(KeptPage, json.loads(text)))
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error) as error:
        raise InputError(_UNREADABLE) from error


def _periods(snapshot: PlanSnapshot) -> Mapping[str, str]:
    """The days of every 工程 as they are meant, by its uid."""
    return {bar.uid: _period(bar) for bar in snapshot.all(Bar)}


def _period(bar: Bar) -> str:
    is_open = bar.ends_on is None and bar.kind in (None, BarKind.BAR)
    last = None if is_open else bar.ends_on or bar.starts_on
    return period_text(bar.starts_on, last, bar.precision or Precision.MONTH)


def _on_page(page: PageLayout, periods: Mapping[str, str]) -> Pairs:
    drawings = [item.drawing for item in page.items]
    names = [box.name for drawing in drawings for box in drawing.boxes]
    names += [sign.name for drawing in drawings for sign in drawing.glyphs]
    uids = dict.fromkeys(split_name(name)[0] for name in names)
    return tuple((uid, periods[uid]) for uid in uids if uid in periods)


def _plain(value: Any) -> Any:
    """A value as JSON has it; of an object, the fields that are not as usual."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((one.name, getattr(value, one.name), one.default) for one in fields(value))
        return {name: _plain(found) for name, found, usual in pairs if usual is MISSING or found != usual}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return round(value, _DIGITS) if isinstance(value, float) else value


def _made(kind: Any, value: Any) -> Any:
    """The value of a type that ``_plain`` has made plain; fields that are unknown by now are left out."""
    if isinstance(kind, UnionType):
        return None if value is None else _made(get_args(kind)[0], value)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        if kinds[-1] is Ellipsis:
            return tuple(_made(kinds[0], one) for one in value)
        return tuple(_made(one, part) for one, part in zip(kinds, value, strict=True))
    known = _kinds(kind)
    if known is None:
        return kind(value)
    return kind(**{name: _made(known[name], one) for name, one in value.items() if name in known})


@cache
def _kinds(kind: Any) -> Mapping[str, Any] | None:
    """The types of the fields of a dataclass; None for another type."""
    return get_type_hints(kind) if is_dataclass(kind) else None
