"""Footnote marks put behind the words that they explain, where these first stand on a handout."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from dxplanner.domain.text import full_width_digits
from dxplanner.model import Footnote

_NUMBER: Final = re.compile(r"\d+")


class Marks:
    """The footnotes of a project; remembers which marks have been put, and in which order.

    ``anew``: their numbers begin at １ and follow that order, whatever the project calls them.
    """

    def __init__(self, notes: Iterable[Footnote], *, anew: bool = False) -> None:
        self._open = [(note, note.anchor) for note in notes if note.anchor]
        self._anew = anew
        self._counts: Counter[str] = Counter()
        self._shown: dict[Footnote, str] = {}
        self._used: list[Footnote] = []

    def put(self, text: str) -> str:
        """The text with each mark that is still to be put behind its words (付ける語句)."""
        found = [(text.index(anchor) + len(anchor), note) for note, anchor in self._open if anchor in text]
        made, done = "", 0
        for at, note in sorted(found, key=lambda one: one[0]):
            made += text[done:at] + self.shown(note)
            done = at
            self._used.append(note)
        self._open = [(note, anchor) for note, anchor in self._open if note not in self._used]
        return made + text[done:]

    def shown(self, note: Footnote) -> str:
        """A footnote's mark as it is printed; one that is numbered anew takes the next number."""
        if not self._anew:
            return note.mark
        if note not in self._shown:
            before, number, behind = _parted(note.mark)
            self._counts[before] += bool(number)
            digits = full_width_digits(str(self._counts[before])) if number else ""
            self._shown[note] = before + digits + behind
        return self._shown[note]

    def is_used(self, note: Footnote) -> bool:
        """Whether a footnote's mark stands on the handout."""
        return note in self._used

    def ordered(self, notes: Iterable[Footnote]) -> Sequence[Footnote]:
        """Notes in the order of their numbers: those put here first where they are numbered anew."""
        listed = list(notes)
        if not self._anew:
            return listed
        return [note for note in self._used if note in listed] + [
            note for note in listed if note not in self._used
        ]


def _parted(mark: str) -> tuple[str, str, str]:
    """A mark before, in and behind its number."""
    found = _NUMBER.search(mark)
    if found is None:
        return mark, "", ""
    return mark[: found.start()], found[0], mark[found.end() :]
