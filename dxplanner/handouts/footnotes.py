"""Footnotes of a budget project on a page: which marks may be put there, and the notes at its foot."""

from collections.abc import Sequence
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Notes, Paragraph
from dxplanner.handouts.marks import Marks
from dxplanner.handouts.row_names import full_name
from dxplanner.handouts.selection import Options, chosen_project, flag_option
from dxplanner.model import BudgetProject, Footnote
from dxplanner.model.snapshot import PlanSnapshot

_SIZE: Final = 9.0


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """脚注 of a project (option ``project``): all of them, or those that option ``footnotes`` lists."""
    project = chosen_project(snapshot, options)
    if project is None:
        return (Paragraph(cells.EMPTY),)
    return PageNotes(snapshot, project, options).every(_SIZE)


class PageNotes:
    """The marks of one block and its notes.

    Option ``footnotes``: ``used`` (those whose words stand in the block, the default), ``all``, or a list of
    those that this block may put, by identifier, mark or words. Option ``notes``: false when another
    block (脚注) prints the notes. ``anew``: the notes are numbered from １ in the order in which their words
    stand there, for a handout that shows only some of a project's notes.
    """

    def __init__(
        self, snapshot: PlanSnapshot, project: BudgetProject, options: Options, *, anew: bool = False
    ) -> None:
        self._snapshot = snapshot
        chosen = options.get("footnotes", "used")
        listed = isinstance(chosen, list) and all(isinstance(mark, str) for mark in chosen)
        if not listed and chosen not in ("used", "all"):
            raise InputError("脚注の設定「footnotes」は used か all、または記号の一覧で指定してください。")
        self._all = chosen == "all"
        self._printed = flag_option(options, "notes", True)
        self._notes = [
            note
            for note in project.footnotes
            if not listed or {note.uid, note.mark, note.anchor, full_name(note)} & set(chosen)
        ]
        self.marks = Marks(self._notes, anew=anew)
        self._shown: list[Footnote] = []

    def blocks(self, size: float) -> tuple[Notes, ...]:
        """The notes whose marks have been put, and those that belong to no word; each of them once."""
        shown = [
            note
            for note in self.marks.ordered(self._notes)
            if (self._all or self.marks.is_used(note) or not note.anchor) and note not in self._shown
        ]
        self._shown += shown
        if not shown or not self._printed:
            return ()
        return (self._notes_of(shown, size),)

    def every(self, size: float) -> tuple[Notes, ...]:
        """All notes that the option lists, whether their words have been met or not."""
        return (self._notes_of(self._notes, size),) if self._notes else ()

    def _notes_of(self, notes: Sequence[Footnote], size: float) -> Notes:
        names = tuple(f"{note.uid}/text" for note in notes)
        return Notes(tuple(self._entry(note) for note in notes), min(_SIZE, size), names)

    def _entry(self, note: Footnote) -> tuple[str, str]:
        mark = cells.INFERRED_MARK if self._snapshot.is_inferred(note, "text") else ""
        return self.marks.shown(note), note.text + mark
