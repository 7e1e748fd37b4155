"""How a handout of the plan becomes a document: its page set-up, its enabled blocks in order, its front."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.garbage import no_garbage
from dxplanner.domain.official_numbers import official_numbers
from dxplanner.domain.text import half_width_digits
from dxplanner.handouts import front
from dxplanner.handouts.area import Area, page_area
from dxplanner.handouts.blocks import (
    Block,
    HandoutDocument,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    Table,
)
from dxplanner.handouts.catalogue import KINDS, warnings_of
from dxplanner.handouts.composition import Part, compose
from dxplanner.handouts.frame import with_room_for_head
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.small_print import small_letters
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot

BODY_SIZE: Final = 10.5
"""Size of body text in points, and its floor."""
_DASHES: Final = "-‐‑‒–—―−－ー～〜~"
"""What stands between two page numbers, as keyboards and input methods give it."""
_SPACED: Final = re.compile(rf"\s*([{_DASHES}])\s*")
_RANGE: Final = re.compile(rf"(\d+)(?:([{_DASHES}]+)(\d*))?\Z")
_END: Final = sys.maxsize
"""The last page of a range without an end."""
_DRAFT: Final = "（案）"


@no_garbage()
def build_document(snapshot: PlanSnapshot, handout: Handout) -> HandoutDocument:
    """A handout of the plan as a document.

    Raises:
        InputError: an unknown kind of block, an option that names something not there, a page range that
            cannot be read.
    """
    plan = snapshot.plan
    document = with_room_for_head(
        HandoutDocument(
            handout.code,
            _title(handout),
            handout.number or "",
            page_setup(handout),
            (),
            plan.name,
            plan.city,
            stamp=handout.stage.value if handout.stage else "",
            uid=handout.uid or "",
        )
    )
    area = page_area(document.setup)
    body = _body(snapshot, handout, area)
    warnings = (*document.warnings, *small_letters(body, area), *_doubts(snapshot, handout))
    document = _with_front(snapshot, handout, replace(document, blocks=body, warnings=warnings))
    return replace(document, pages=page_ranges(handout.page_range or ""))


def page_setup(handout: Handout) -> PageSetup:
    """Paper, margins and first page of a handout; margins left empty are the usual ones."""
    usual = PageSetup(handout.paper, handout.orientation, first_page=handout.first_page)
    # The title line stands above the body; its height is not part of the margin that was asked for.
    head = usual.top - usual.bottom
    top = handout.margin_top
    return replace(
        usual,
        left=_margin(handout.margin_left, usual.left),
        right=_margin(handout.margin_right, usual.right),
        top=usual.top if top is None else top + head,
        bottom=_margin(handout.margin_bottom, usual.bottom),
    )


def _margin(asked: int | None, usual: float) -> float:
    return usual if asked is None else float(asked)


def page_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Read 「1-3,5」 as ranges of printed page numbers, 「4-」 as all from the fourth; blank is all pages.

    Raises:
        InputError: something else is written there.
    """
    ranges: list[tuple[int, int]] = []
    for part in re.split(r"[,、，\s]+", _SPACED.sub(r"\1", half_width_digits(text)).strip()):
        found = _RANGE.match(part)
        if found is not None:
            first, dash, last = found.groups()
            ranges.append((int(first), int(last or (_END if dash else first))))
        elif part:
            raise InputError(f"印刷するページ「{text}」を読み取れません。「1-3,5」のように入力してください。")
    return tuple(ranges)


def _title(handout: Handout) -> str:
    return handout.title + _DRAFT if handout.draft and not handout.title.endswith(_DRAFT) else handout.title


def _body(snapshot: PlanSnapshot, handout: Handout, whole: Area) -> tuple[Block, ...]:
    parts = _parts(handout)
    blocks = compose(snapshot, parts, whole)
    while blocks and isinstance(blocks[-1], PageBreak):
        blocks.pop()
    return _numbered(_sized(tuple(blocks), handout.font_size))


def _parts(handout: Handout) -> list[Part]:
    """The enabled parts; where there are several, each with its place in the handout."""
    enabled = [(at, part) for at, part in enumerate(handout.blocks, start=1) if part.enabled is not False]
    return [
        Part(
            part.kind,
            part.options or {},
            part.uid or "",
            f"{at}番目の部品「{KINDS[part.kind].label}」："
            if len(enabled) > 1 and part.kind in KINDS
            else "",
        )
        for at, part in enabled
    ]


def _sized(blocks: tuple[Block, ...], size: Decimal | None) -> tuple[Block, ...]:
    """Body text in the size that the handout asks for; what a builder made smaller or larger stays."""
    if size is None or float(size) == BODY_SIZE:
        return blocks
    return tuple(
        replace(block, size=float(size))
        if isinstance(block, Paragraph | Table) and block.size == BODY_SIZE
        else block
        for block in blocks
    )


def _numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Headings that ask for it get their number in the official order."""
    headings = [block for block in blocks if isinstance(block, Heading) and block.numbered]
    numbers = iter(official_numbers(heading.level for heading in headings))
    return tuple(
        replace(block, text=f"{next(numbers)}　{block.text}".strip("　"))
        if isinstance(block, Heading) and block.numbered
        else block
        for block in blocks
    )


def _doubts(snapshot: PlanSnapshot, handout: Handout) -> Iterator[str]:
    """What the parts say of their own rows: figures that cannot be shown as they are."""
    for part in _parts(handout):
        yield from (part.place + sentence for sentence in warnings_of(part.kind, snapshot, part.options))


def _with_front(snapshot: PlanSnapshot, handout: Handout, document: HandoutDocument) -> HandoutDocument:
    """The document with 表紙 and 目次 before its body, when it has them."""
    area = page_area(document.setup)
    first: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    if handout.cover:
        first = front.cover(snapshot, handout, document.title, area)
        warnings = front.cover_warnings(snapshot, handout, document.title, area)
    if handout.contents:
        layout = lay_out_document(document)
        shift = 1 if first else 0
        # 目次 itself takes pages: how many is known once it has been laid out.
        length = len(lay_out_document(replace(document, blocks=front.contents(layout, 0))).pages)
        first += front.contents(layout, shift + length)
    return replace(document, blocks=(*first, *document.blocks), warnings=(*document.warnings, *warnings))
