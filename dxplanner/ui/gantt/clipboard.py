"""Cut, copy and paste of bars: between lanes and schedules whole, with Excel as rows of name, start, end."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import fiscal_year_of, format_date
from dxplanner.domain.schedule_data import BarData, EditionData, LaneData
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph, Precision
from dxplanner.importers.schedule_table import read_pasted
from dxplanner.services.schedule_edit import NewBar
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.lane_acts import LaneActs

MIME_TYPE: Final = "application/x-dxplanner-bars"
_HEADS: Final = ("名称", "開始", "終了", "区分")


class BarClipboard:
    """The system's clipboard is the only place where anything is kept."""

    def __init__(self, acts: GanttActs, lanes: LaneActs, today: Callable[[], date]) -> None:
        self._acts, self._lanes, self._today = acts, lanes, today

    def copy(self, ids: Sequence[int]) -> bool:
        """Put bars on the clipboard: whole for this program, as rows for others."""
        bars = self._acts.bars(ids)
        if not bars or self._acts.edition is None:
            return False
        order = {lane.id: at for at, lane in enumerate(self._acts.edition.lanes)}
        bars.sort(key=lambda bar: (order[bar.lane_id], bar.starts_on, bar.position))
        data = QMimeData()
        first = order[bars[0].lane_id]
        packed = [_packed(bar, order[bar.lane_id] - first) for bar in bars]
        data.setData(MIME_TYPE, json.dumps(packed, ensure_ascii=False).encode())
        rows = ["\t".join(_HEADS), *("\t".join(self._cells(bar)) for bar in bars)]
        data.setText("\n".join(rows))
        QGuiApplication.clipboard().setMimeData(data)
        return True

    def cut(self, ids: Sequence[int]) -> bool:
        """Copy bars and delete them: one step of undo brings them back."""
        return self.copy(ids) and self._acts.delete(ids)

    def paste(self, lane: LaneData | None) -> list[int]:
        """Paste onto a lane and those below it; rows of Excel without a lane become lanes of their own."""
        data = QGuiApplication.clipboard().mimeData()
        if self._acts.read_only or data is None:
            return []
        if data.hasFormat(MIME_TYPE):
            return self._paste_bars(bytes(data.data(MIME_TYPE).data()), lane)
        return self.paste_rows(data.text(), lane) if data.hasText() else []

    def paste_rows(self, text: str, lane: LaneData | None) -> list[int]:
        """Paste rows of Excel (名称, 開始, 終了 and more); says what could not be read.

        Onto ``lane`` when the rows name no 区分 themselves; else onto lanes of those names.
        """
        try:
            reading = read_pasted(text, fiscal_year_of(self._today()))
        except InputError as error:
            self._acts.context.said.emit(error.message)
            return []
        edition = self._acts.edition
        keys: list[int] = []
        if edition is not None and reading.bars:
            onto = {one.id: lane.id for one in reading.imported.edition.lanes} if lane is not None else {}
            if lane is None or reading.has_lanes:
                onto = self._lanes_for(reading.imported.edition)
            bars = [_copied(bar, onto[bar.lane_id]) for bar in reading.bars if bar.lane_id in onto]
            keys = self._acts.add(bars, "貼り付け")
        if reading.problems:
            more = f"（ほか{len(reading.problems) - 1}か所）" if len(reading.problems) > 1 else ""
            first = reading.problems[0].sentence
            self._acts.context.said.emit(
                f"{len(keys)}件を貼り付けました。読めない所があります：{first}{more}"
            )
        return keys

    def _lanes_for(self, pasted: EditionData) -> dict[int, int]:
        """A lane of this edition for each pasted one: the one of that name, else a new one."""
        edition = self._acts.edition
        assert edition is not None
        known = {comparison_key(lane.name): lane.id for lane in edition.lanes}
        missing = [lane for lane in pasted.lanes if comparison_key(lane.name) not in known]
        made = self._lanes.add(None, [lane.name for lane in missing]) if missing else []
        new = {lane.id: key for lane, key in zip(missing, made, strict=False)}
        return {
            lane.id: new.get(lane.id) or known.get(comparison_key(lane.name), 0)
            for lane in pasted.lanes
            if lane.id in new or comparison_key(lane.name) in known
        }

    def _paste_bars(self, packed: bytes, lane: LaneData | None) -> list[int]:
        edition = self._acts.edition
        if edition is None or not edition.lanes:
            return []
        ids = [one.id for one in edition.lanes]
        start = ids.index(lane.id) if lane is not None and lane.id in ids else 0
        bars = []
        for one in json.loads(packed.decode()):
            at = min(start + int(one["lane"]), len(ids) - 1)
            bars.append(_unpacked(one, ids[at]))
        return self._acts.add(bars, "貼り付け")

    def _cells(self, bar: BarData) -> tuple[str, ...]:
        lane = self._acts.edition.lane_by_id.get(bar.lane_id) if self._acts.edition is not None else None
        end = "" if bar.ends_on is None else format_date(bar.ends_on)
        return bar.label, format_date(bar.starts_on), end, lane.name if lane is not None else ""


def _copied(bar: BarData, lane_id: int) -> NewBar:
    return NewBar(
        lane_id, bar.label, bar.starts_on, bar.ends_on, bar.precision, bar.kind, bar.shape, bar.glyph,
        bar.colour, bar.progress, bar.fixed, None, bar.note,
    )  # fmt: skip


def _packed(bar: BarData, lane: int) -> dict[str, Any]:
    return {
        "lane": lane, "label": bar.label, "start": bar.starts_on.isoformat(),
        "end": bar.ends_on.isoformat() if bar.ends_on else None, "precision": bar.precision.value,
        "kind": bar.kind.value, "shape": bar.shape.value, "glyph": bar.glyph.value,
        "colour": bar.colour.value, "progress": bar.progress, "fixed": bar.fixed, "note": bar.note,
    }  # fmt: skip


def _unpacked(one: dict[str, Any], lane_id: int) -> NewBar:
    return NewBar(
        lane_id, one["label"], date.fromisoformat(one["start"]),
        date.fromisoformat(one["end"]) if one["end"] else None, Precision(one["precision"]),
        BarKind(one["kind"]), BarShape(one["shape"]), Glyph(one["glyph"]), ColourRole(one["colour"]),
        one["progress"], one["fixed"], None, one["note"],
    )  # fmt: skip
