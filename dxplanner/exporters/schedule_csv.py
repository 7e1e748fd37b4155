"""A 工程表 as a list: CSV for other programs, one row a bar, in the columns that the importer reads back."""

import csv
import io
from typing import Final

from dxplanner.domain.mspdi_terms import OPEN_END
from dxplanner.domain.schedule_columns import LINK_JOINT, NO_GROUP, WRITTEN, ListColumn, link_text
from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.domain.snapping import day_text
from dxplanner.domain.time_units import unit_end, unit_of, unit_start
from dxplanner.domain.vocabulary import Precision
from dxplanner.domain.work_calendar import WorkCalendar

_FORMULA: Final = ("=", "+", "-", "@")

_NEAR: Final = {"〜": "～", "−": "－", "—": "―", "▸": "＞"}
"""What stands in CP932 for characters that it lacks, without a loss."""

Cell = str | int


def write_csv(edition: EditionData, *, cp932: bool = False) -> bytes:
    """The list as CSV: UTF-8 with a mark that Excel needs, or CP932 (Shift_JIS) for older programs.

    In CP932 a character that it lacks becomes 〓.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.value for column in WRITTEN])
    for row in list_rows(edition):
        writer.writerow([_safe(row[column]) for column in WRITTEN])
    if not cp932:
        return text.getvalue().encode("utf-8-sig")
    return "".join(_in_cp932(char) for char in text.getvalue()).encode("cp932")


def missing_in_cp932(edition: EditionData) -> tuple[str, ...]:
    """Characters that CP932 lacks, each once: to be named before they are lost."""
    texts = "".join(str(cell) for row in list_rows(edition) for cell in row.values())
    return tuple(char for char in dict.fromkeys(texts) if char != "〓" and _in_cp932(char) == "〓")


def list_rows(edition: EditionData) -> list[dict[ListColumn, Cell]]:
    """The list's rows in the order of lanes and bars; a lane without bars has a row of its own."""
    numbers = {bar.id: number for number, bar in enumerate(_bars(edition), start=1)}
    waits: dict[int, list[str]] = {}
    for link in edition.links:
        if link.before_id in numbers:
            waits.setdefault(link.after_id, []).append(link_text(link, numbers[link.before_id]))
    calendar = WorkCalendar(edition.closed_days)
    rows: list[dict[ListColumn, Cell]] = []
    # A blank cell would read as the group of the row above.
    no_group = NO_GROUP if any(lane.group for lane in edition.lanes) else ""
    for lane in edition.lanes:
        head: dict[ListColumn, Cell] = dict.fromkeys(WRITTEN, "")
        head |= {ListColumn.GROUP: lane.group or no_group, ListColumn.LANE: lane.name}
        bars = edition.bars_of(lane.id)
        if not bars:
            rows.append(head)
        for bar in bars:
            before = LINK_JOINT.join(waits.get(bar.id, ()))
            rows.append(
                {
                    **head,
                    **_cells(bar, calendar),
                    ListColumn.NUMBER: numbers[bar.id],
                    ListColumn.BEFORE: before,
                }
            )
    return rows


def _bars(edition: EditionData) -> list[BarData]:
    return [bar for lane in edition.lanes for bar in edition.bars_of(lane.id)]


def _cells(bar: BarData, calendar: WorkCalendar) -> dict[ListColumn, Cell]:
    last = bar.last_day
    counted = last is not None and not bar.is_point
    return {
        ListColumn.LABEL: bar.label,
        ListColumn.KIND: bar.kind.value,
        ListColumn.START: _start_text(bar),
        ListColumn.END: _end_text(bar),
        ListColumn.DAYS: (last - bar.starts_on).days + 1 if counted and last else "",
        ListColumn.WORKING: (
            calendar.count(bar.starts_on.toordinal(), last.toordinal()) if counted and last else ""
        ),
        ListColumn.PROGRESS: "" if bar.progress is None else bar.progress,
        ListColumn.DEPARTMENT: bar.department,
        ListColumn.FIXED: "○" if bar.fixed else "",
        ListColumn.PRECISION: bar.precision.value,
        ListColumn.SHAPE: bar.shape.value,
        ListColumn.GLYPH: bar.glyph.value,
        ListColumn.COLOUR: bar.colour.value,
        ListColumn.NOTE: bar.note,
    }


def _start_text(bar: BarData) -> str:
    whole = unit_start(bar.starts_on, unit_of(bar.precision)) == bar.starts_on
    return day_text(bar.starts_on, bar.precision if whole else Precision.DAY)


def _end_text(bar: BarData) -> str:
    if bar.ends_on is None:
        return "" if bar.is_point else OPEN_END
    whole = unit_end(bar.ends_on, unit_of(bar.precision)) == bar.ends_on
    return day_text(bar.ends_on, bar.precision if whole else Precision.DAY)


def _safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets the apostrophe that makes it a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _in_cp932(char: str) -> str:
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return _NEAR.get(char, "〓")
    return char
