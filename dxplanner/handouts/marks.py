"""Footnote marks put behind the words that they explain, where these first stand on a handout."""

from collections.abc import Iterable

from dxplanner.model import Footnote


class Marks:
    """The footnotes of a project; remembers which marks have been put."""

    def __init__(self, notes: Iterable[Footnote]) -> None:
        self._open = [(note, note.anchor) for note in notes if note.anchor]
        self._used: list[Footnote] = []

    def put(self, text: str) -> str:
        """The text with each mark that is still to be put behind its words (付ける語句)."""
        for note, anchor in list(self._open):
            if anchor in text:
                at = text.index(anchor) + len(anchor)
                text = f"{text[:at]}{note.mark}{text[at:]}"
                self._used.append(note)
                self._open.remove((note, anchor))
        return text

    def is_used(self, note: Footnote) -> bool:
        """Whether a footnote's mark stands on the handout."""
        return any(note is used for used in self._used)
