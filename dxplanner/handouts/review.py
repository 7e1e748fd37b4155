"""Looking a layout over before it is printed: text outside its box, text too small, missing characters."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.linebreak import line_height
from dxplanner.handouts.metrics import SUBSTITUTE, bundled_metrics

if TYPE_CHECKING:
    from dxplanner.handouts.pages import PageLayout

READABLE: Final = 7.0
"""Smallest size in points that is printed without a warning."""
_TOLERANCE: Final = 0.05


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


def document_warnings(pages: "Iterable[PageLayout]") -> Iterator[str]:
    """Characters that the font lacks, each with the first page that has it."""
    metrics = bundled_metrics()
    seen: set[str] = set()
    for page in pages:
        text = "".join(box.text for item in page.items for box in item.drawing.boxes)
        for char in metrics.missing(text):
            if char not in seen:
                seen.add(char)
                yield (
                    f"「{char}」(U+{ord(char):04X})は印刷用の書体にないため、"
                    f"{page.number}ページでは「{SUBSTITUTE}」と印刷します。"
                )


def _short(text: str) -> str:
    flat = text.replace("\n", "")
    return flat if len(flat) <= 20 else f"{flat[:20]}…"
