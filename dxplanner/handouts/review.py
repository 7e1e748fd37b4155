"""Looking a layout over before it is printed: text outside its box, text too small, missing characters."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dxplanner.domain.text import VARIANTS
from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.metrics import SUBSTITUTE, bundled_metrics

if TYPE_CHECKING:
    from dxplanner.handouts.pages import DocumentLayout, PageLayout

READABLE: Final = 7.0
"""Smallest size in points that is printed without a warning."""
_TOLERANCE: Final = 0.05
_SHOWN: Final = 3
"""Places that a sentence names; the others are counted."""


def overflows(box: Box) -> bool:
    """Whether a box's text sticks out of it by more than a hair."""
    if not box.text:
        return False
    style, metrics = box.style, bundled_metrics()
    pitch = line_height(style.size, style.leading)
    if style.vertical:
        tallest = max((len(line) for line in box.lines), default=0) * line_height(style.size, 1.0)
        return tallest > box.height + _TOLERANCE or pitch * len(box.lines) > box.width + _TOLERANCE
    # The leading above the first and below the last line may reach into the padding.
    height = pitch * (len(box.lines) - 1) + line_height(style.size, 1.0)
    if height > box.height + _TOLERANCE:
        return True
    widest = max((metrics.width(line, style.size, style.bold) for line in box.lines), default=0.0)
    return widest > box.width - 2 * box.padding + _TOLERANCE


def drawing_warnings(drawing: Drawing) -> Iterator[str]:
    """What a user should know about the texts of a drawing."""
    for box in drawing.boxes:
        if overflows(box):
            yield f"「{_short(box.text)}」が枠に収まりません。文字を減らすか、用紙を大きくしてください。"
        elif box.text and box.style.size < READABLE:
            yield f"「{_short(box.text)}」の文字が{box.style.size:g}ポイントまで小さくなりました。"


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that is not printed as it was typed, where it stands: page number, the text and its name.

    The font lacks it, or it asks for another shape of the character before it (異体字).
    """

    character: str
    page: int
    text: str
    name: str


def missing_characters(pages: "Iterable[PageLayout]") -> Iterator[Missing]:
    """Each place of each character that is not printed as it was typed, in the order of the pages."""
    for page in pages:
        boxes = [box for item in page.items for box in item.drawing.boxes]
        # Nearly always nothing is missing: one look at the whole page instead of one at each box.
        if _missing("".join(box.text for box in boxes)):
            for box in boxes:
                for character in _missing(box.text):
                    yield Missing(character, page.number, box.text, box.name)


def _missing(text: str) -> tuple[str, ...]:
    return (*bundled_metrics().missing(text), *(char for char in dict.fromkeys(text) if char in VARIANTS))


def document_warnings(pages: "Sequence[PageLayout]") -> Iterator[str]:
    """What a user should know of whole pages: title lines too long for them, characters that are missing."""
    for page in pages:
        # The frame is no part of what was placed between the margins and looked over there.
        yield from drawing_warnings(page.items[0].drawing)
    yield from missing_warnings(pages)


def missing_warnings(
    pages: "Iterable[PageLayout]", called: Callable[[Missing], str] = lambda one: ""
) -> Iterator[str]:
    """A sentence for each character that the font lacks, and one for all 異体字, with their places.

    ``called`` says what the place of a character is called (handouts.places); without it the text itself is
    shown.
    """
    places: dict[str, dict[str, None]] = {}
    for one in missing_characters(pages):
        words = called(one) or f"「{_short(one.text)}」"
        places.setdefault(_said(one.character), {})[f"{one.page}ページの{words}"] = None
    for sentence, found in places.items():
        more = f"ほか{len(found) - _SHOWN}か所" if len(found) > _SHOWN else ""
        yield f"{sentence}：{'、'.join(list(found)[:_SHOWN])}{more}"


def _said(character: str) -> str:
    if character in VARIANTS:
        return "異体字は標準の字形で印刷します"
    return f"「{character}」(U+{ord(character):04X})は印刷用の書体にないため、「{SUBSTITUTE}」と印刷します"


def name_places(layout: "DocumentLayout", called: Callable[[Missing], str]) -> "DocumentLayout":
    """A layout whose warnings name the places of missing characters in the office's words."""
    bare = tuple(missing_warnings(layout.pages))
    if not bare:
        return layout
    others = (warning for warning in layout.warnings if warning not in bare)
    return replace(layout, warnings=(*others, *missing_warnings(layout.pages, called)))


def _short(text: str) -> str:
    flat = text.replace("\n", "")
    return flat if len(flat) <= 20 else f"{flat[:20]}…"
