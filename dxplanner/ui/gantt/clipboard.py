"""Cut, copy and paste of bars and lanes: whole between schedules and plans, with Excel as rows."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from dxplanner.domain.errors import UserError
from dxplanner.domain.fiscal import fiscal_year_of
from dxplanner.domain.schedule_data import BarData, LaneData
from dxplanner.domain.snapping import day_text
from dxplanner.importers.schedule_table import read_pasted
from dxplanner.services import schedule_clipboard as store
from dxplanner.services import schedule_edit as edit
from dxplanner.services.schedule_import import import_into
from dxplanner.ui.gantt.acts import GanttActs

_HEADS = ("名称", "開始", "終了", "区分")


class BarClipboard:
    """The system's clipboard is the only place where anything is kept."""

    def __init__(self, acts: GanttActs, today: Callable[[], date]) -> None:
        self._acts, self._today = acts, today
        self._cut: tuple[int, ...] = ()
        self._cut_lanes: tuple[int, ...] = ()

    def copy(self, ids: Sequence[int], *, cut: bool = False, text: str | None = None) -> bool:
        """Put bars on the clipboard: whole for this program, as rows (or ``text``) for others.

        Bars that are cut stay until they are pasted; then they move with their 前後関係.
        """
        bars = self._acts.bars(ids)
        edition = self._acts.edition
        if not bars or edition is None:
            return False
        order = {lane.id: at for at, lane in enumerate(edition.lanes)}
        bars.sort(key=lambda bar: (order[bar.lane_id], bar.starts_on, bar.position))
        with self._acts.context.workbench.plan.reading() as session:
            whole = store.copied_bars(session, [bar.id for bar in bars])
        listed = "\n".join("\t".join(row) for row in (_HEADS, *map(self._cells, bars)))
        self._keep(whole, listed if text is None else text)
        self._cut = tuple(bar.id for bar in bars) if cut else ()
        return True

    def copy_lanes(self, lanes: Sequence[LaneData], *, cut: bool = False, text: str | None = None) -> bool:
        """Put lanes with all their bars on the clipboard; those that are cut move when they are pasted."""
        if not lanes:
            return False
        with self._acts.context.workbench.plan.reading() as session:
            whole = store.copied_lanes(session, [lane.id for lane in lanes])
        self._keep(whole, "\n".join(lane.name for lane in lanes) if text is None else text)
        self._cut_lanes = tuple(lane.id for lane in lanes) if cut else ()
        return True

    def _keep(self, whole: str, listed: str) -> None:
        data = QMimeData()
        data.setData(store.MIME_TYPE, whole.encode())
        data.setText(listed)
        QGuiApplication.clipboard().setMimeData(data)
        self._cut = self._cut_lanes = ()

    def paste(self, lane: LaneData | None) -> list[int]:
        """Paste onto a lane and those below it; rows of Excel without a lane get lanes of their own."""
        data = QGuiApplication.clipboard().mimeData()
        edition = self._acts.edition
        if self._acts.read_only or data is None or edition is None:
            return []
        if data.hasFormat(store.MIME_TYPE) and edition.lanes:
            target = store.Target((lane or edition.lanes[0]).id)
            text = bytes(data.data(store.MIME_TYPE).data()).decode(errors="replace")
            cut, lanes = self._cut, self._cut_lanes
            self._cut = self._cut_lanes = ()
            if lanes:
                return self._move_lanes(text, target, lanes)
            keys = self._acts.context.run("工程の貼り付け", store.paste(text, target, cut)) or []
            return self._made(keys)
        return self.paste_rows(data.text(), lane) if data.hasText() else []

    def _move_lanes(self, text: str, target: store.Target, lanes: tuple[int, ...]) -> list[int]:
        """Lanes that were cut: moved below the target in their own 版, else pasted and deleted there."""
        edition = self._acts.edition
        assert edition is not None
        order = [lane.id for lane in edition.lanes]
        if set(lanes) <= set(order):
            group = edition.lane_by_id[target.lane_id].group
            at = order.index(target.lane_id) + 1
            self._acts.context.run("区分の移動", edit.move_lanes(lanes, at, group))
            return []

        def command(session: Any) -> list[int]:
            made = store.paste(text, target)(session)
            edit.delete_lanes(lanes)(session)
            return made

        return self._made(self._acts.context.run("区分の移動", command) or [])

    def paste_rows(self, text: str, lane: LaneData | None) -> list[int]:
        """Paste rows of Excel (名称, 開始, 終了 and more); says what could not be read.

        Onto ``lane`` when the rows name no 区分 themselves; else onto lanes of those names.
        """
        edition = self._acts.edition
        if edition is None:
            return []
        try:
            reading = read_pasted(text, fiscal_year_of(self._today()))
        except UserError as error:
            self._acts.context.said.emit(error.message)
            return []
        onto = None if lane is None or reading.has_lanes else lane.id
        label = edit.bars_label([bar.label for bar in reading.bars], "貼り付け")
        command = import_into(reading.imported.edition, edition.id, onto, today=self._today())
        keys = (self._acts.context.run(label, command) or []) if reading.bars else []
        if reading.problems:
            more = f"（ほか{len(reading.problems) - 1}か所）" if len(reading.problems) > 1 else ""
            first = reading.problems[0].sentence
            self._acts.context.said.emit(
                f"{len(keys)}件を貼り付けました。入れられない所があります：{first}{more}"
            )
        return self._made(keys)

    def _made(self, keys: list[int]) -> list[int]:
        if keys:
            self._acts.made.emit(keys)
        return keys

    def _cells(self, bar: BarData) -> tuple[str, ...]:
        lane = self._acts.edition.lane_by_id.get(bar.lane_id) if self._acts.edition is not None else None
        end = "" if bar.ends_on is None else day_text(bar.ends_on, bar.precision)
        start = day_text(bar.starts_on, bar.precision)
        return bar.label, start, end, lane.name if lane is not None else ""
