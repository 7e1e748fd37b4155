"""事業説明 of a project: 目指す姿, 現状と課題, 対応方針 and so on, section by section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import PointSection
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, Paragraph, Table
from dxplanner.handouts.budget import with_notes
from dxplanner.handouts.drawing import Tone
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.footnotes import PageNotes
from dxplanner.handouts.marks import Marks
from dxplanner.handouts.point_vision import vision_blocks
from dxplanner.handouts.selection import Options, chosen_project, text_option
from dxplanner.handouts.wording import list_mark
from dxplanner.model import BudgetProject, ProjectPoint
from dxplanner.model.snapshot import PlanSnapshot

_LARGEST: Final = 12.5
_WIDTHS: Final = (78.0, 191.0)
_LISTED: Final = {PointSection.EXAMPLE: "〇", PointSection.TOPIC: "●", PointSection.EFFECT: "・"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A section as the options ask for it."""

    section: PointSection
    heading: str
    headings: str = ""
    """Style of the numbers of the points' own headings."""
    marks: str = ""
    """Style of the numbers of the points."""
    only: tuple[str, ...] = ()
    """Headings of the points that are wanted; all when empty. A blank one is a point without heading."""
    titled: bool = True


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """Sections of a project (option ``project``), each under its heading, with the footnotes at the foot.

    Option ``sections`` lists them: names of 欄, or mappings with ``section`` and, as wanted, ``heading``
    (its printed title; "" for none), ``headings`` and ``marks`` (the first number of the points' headings
    and of the points, see wording.STYLES), ``only`` (headings of the points that are wanted, or
    identifiers of points with such headings, which stay true when the heading is changed).
    """
    project = chosen_project(snapshot, options)
    if project is None or not project.points:
        return (Paragraph(cells.EMPTY),)
    asked = _asked(options, project)

    def blocks(size: float) -> tuple[Block, ...]:
        notes = PageNotes(snapshot, project, options)
        made: list[Block] = []
        for section in asked:
            made += _section(snapshot, project, section, notes.marks, size)
        return with_notes(tuple(made), notes, size)

    return largest_that_fits(blocks, area, _LARGEST)


def _asked(options: Options, project: BudgetProject) -> list[_Asked]:
    wanted = options.get("sections")
    if wanted is None:
        present = dict.fromkeys(point.section for point in project.points)
        return [_Asked(section, section.value) for section in PointSection if section in present]
    if not isinstance(wanted, list):
        raise InputError("事業説明の設定「sections」は欄の一覧で指定してください。")
    headings = {point.uid: point.heading or "" for point in project.points}
    return [_one(entry, headings) for entry in wanted]


def _one(entry: Any, headings: Mapping[str, str]) -> _Asked:
    given: Mapping[str, Any] = entry if isinstance(entry, dict) else {"section": entry}
    name = given.get("section")
    known = {section.value: section for section in PointSection}
    if not isinstance(name, str) or name not in known:
        raise InputError(f"事業説明の欄「{name}」は使えません。使えるのは{'、'.join(known)}です。")
    only = given.get("only", [])
    if not isinstance(only, list) or not all(isinstance(heading, str) for heading in only):
        raise InputError("事業説明の設定「only」は見出しの一覧で指定してください。")
    return _Asked(
        known[name],
        text_option(given, "heading", name),
        text_option(given, "headings"),
        text_option(given, "marks"),
        tuple(headings.get(heading, heading) for heading in only),
    )


def _section(
    snapshot: PlanSnapshot, project: BudgetProject, asked: _Asked, marks: Marks, size: float
) -> Sequence[Block]:
    points = [
        point
        for point in project.points
        if point.section is asked.section and (not asked.only or (point.heading or "") in asked.only)
    ]
    if not points:
        return ()
    title = (Heading(asked.heading, 1),) if asked.heading else ()
    if asked.section is PointSection.VISION:
        return (*title, *vision_blocks(snapshot, project, points, marks, size))
    rows = _headed(snapshot, points, asked, marks) if _has_headings(points) else ()
    if rows:
        columns = tuple(map(Column, _WIDTHS))
        return (*title, Table(columns, (), rows, size, description=asked.section.value))
    plain = tuple((_text(snapshot, point, index, asked, marks),) for index, point in enumerate(points))
    joined = tuple((replace(row[0], joined=index > 0),) for index, row in enumerate(plain))
    return (*title, Table((Column(1.0),), (), joined, size, description=asked.section.value))


def _has_headings(points: Sequence[ProjectPoint]) -> bool:
    return any(point.heading for point in points)


def _headed(
    snapshot: PlanSnapshot, points: Sequence[ProjectPoint], asked: _Asked, marks: Marks
) -> tuple[tuple[Cell | None, ...], ...]:
    """Headings at the left, each beside its points."""
    rows: list[tuple[Cell | None, ...]] = []
    for number, (heading, found) in enumerate(groupby(points, key=lambda point: point.heading or "")):
        members = list(found)
        mark = list_mark(asked.headings, number)
        for index, point in enumerate(members):
            first = None
            if index == 0:
                words = marks.put(f"{mark}　{heading}" if mark else heading)
                name = f"{point.uid}/heading"
                first = Cell(words, bold=True, tone=Tone.SOFT, row_span=len(members), name=name)
            text = _text(snapshot, point, index, asked, marks)
            rows.append((first, replace(text, joined=index > 0)))
    return tuple(rows)


def _text(snapshot: PlanSnapshot, point: ProjectPoint, index: int, asked: _Asked, marks: Marks) -> Cell:
    style = asked.marks or _LISTED.get(asked.section, "")
    mark = list_mark(style, index)
    inferred = snapshot.is_inferred(point, "text")
    words = marks.put(
        f"{mark}{'' if style in ('・', '〇', '○', '●') else '　'}{point.text}" if mark else point.text
    )
    return replace(cells.text(words, inferred=inferred), name=f"{point.uid}/text")
