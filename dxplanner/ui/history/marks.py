"""Changed characters marked for the eye: struck out or underlined, and in a colour besides."""

from html import escape
from typing import Final, NamedTuple

from dxplanner.domain.text_diff import Span, changed_spans, excerpt
from dxplanner.services.change_text import EMPTY
from dxplanner.services.history import FieldChange
from dxplanner.ui.theme import Theme

ARROW: Final = " → "
REMOVED: Final = "error"
"""Meaning of the colour of what went (it is struck out too)."""
ADDED: Final = "good"
"""Meaning of the colour of what came (it is underlined too)."""


class Run(NamedTuple):
    """A piece of text in one look: plain (empty), REMOVED, ADDED, or quiet."""

    text: str
    look: str


NOTHING: Final = Run(EMPTY, "quiet")
"""An empty value: nothing that was written, so nothing to strike out."""


def runs(change: FieldChange, length: int) -> list[Run]:
    """One line 「変更前 → 変更後」, each side at most ``length`` characters around the first change."""
    diff = changed_spans(change.before, change.after)
    before, after = change.before, change.after
    first = min([span.start for span in (*diff.removed, *diff.added)], default=0)
    made: list[Run] = []
    if before:
        made += [NOTHING] if before == EMPTY else _cut(*excerpt(before, diff.removed, length, first), REMOVED)
    if before and after:
        made.append(Run(ARROW, ""))
    if after:
        made += [NOTHING] if after == EMPTY else _cut(*excerpt(after, diff.added, length, first), ADDED)
    return [Run(" ".join(run.text.split("\n")), run.look) for run in made]


def marked_html(text: str, spans: tuple[Span, ...], look: str, theme: Theme) -> str:
    """A text as HTML with its changed characters marked."""
    made = []
    for run in [NOTHING] if text == EMPTY else _cut(text, spans, look):
        piece = escape(run.text).replace("\n", "<br>")
        if run is NOTHING:
            piece = f'<span style="color:{theme.colour(run.look).name()}">{piece}</span>'
        elif run.look:
            tag = "s" if run.look == REMOVED else "u"
            colour = theme.colour(run.look).name()
            piece = f'<{tag}><span style="color:{colour}; font-weight:bold">{piece}</span></{tag}>'
        made.append(piece)
    return "".join(made)


def _cut(text: str, spans: tuple[Span, ...], look: str) -> list[Run]:
    made: list[Run] = []
    place = 0
    for start, end in spans:
        made += [Run(text[place:start], ""), Run(text[start:end], look)]
        place = end
    made.append(Run(text[place:], ""))
    return [run for run in made if run.text]
