"""スケジュール of a budget project: its 工程表, with the marks of footnotes at the words they explain."""

from collections.abc import Iterator
from dataclasses import replace

from dxplanner.handouts import cells, schedule
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Paragraph, Picture
from dxplanner.handouts.drawing import Box, Drawing
from dxplanner.handouts.footnotes import PageNotes
from dxplanner.handouts.linebreak import Setting, fit_text
from dxplanner.handouts.marks import Marks
from dxplanner.handouts.pages import block_height
from dxplanner.handouts.selection import Options, chosen_project, named_or_first, text_option
from dxplanner.model.snapshot import PlanSnapshot

_SIZE = 9.0
_FLOOR = 7.0


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The schedule of a project (option ``project``) with its footnotes; other options as of a 工程表.

    A project with several schedules shows the one that option ``schedule`` names, else its first one.
    """
    project = chosen_project(snapshot, options)
    if project is None or not project.schedules:
        return (Paragraph(cells.EMPTY),)
    named = text_option(options, "schedule")
    chosen = named_or_first(project.schedules, named, ("title",), f"「{project.name}」の工程表")
    wanted = {**options, "schedule": chosen.uid if chosen else ""}
    notes = PageNotes(snapshot, project, options)
    # What the marks will be is known when the words are; room for them is kept first.
    _marked(schedule.build(snapshot, wanted, area), notes.marks)
    needed = sum(block_height(note, area) for note in notes.blocks(_SIZE))
    notes = PageNotes(snapshot, project, options)
    blocks = _marked(schedule.build(snapshot, wanted, area.less(needed)), notes.marks)
    return (*blocks, *notes.blocks(_SIZE))


def _marked(blocks: tuple[Block, ...], marks: Marks) -> tuple[Block, ...]:
    return tuple(
        Picture(_with_marks(block.drawing, marks)) if isinstance(block, Picture) else block
        for block in blocks
    )


def _with_marks(drawing: Drawing, marks: Marks) -> Drawing:
    return replace(drawing, boxes=tuple(_boxes(drawing, marks)))


def _boxes(drawing: Drawing, marks: Marks) -> Iterator[Box]:
    for box in drawing.boxes:
        words = marks.put(box.text) if box.name else box.text
        if words == box.text:
            yield box
            continue
        room = box.width - 2 * box.padding
        fit = fit_text(
            words, room, box.height, box.style.size, _FLOOR, bold=box.style.bold, setting=Setting.PHRASES
        )
        yield replace(box, text=words, lines=fit.lines, style=replace(box.style, size=fit.size))
