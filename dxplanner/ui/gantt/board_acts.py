"""What the keys and menus of the board do, with the questions that have to be asked first."""

from collections.abc import Sequence
from datetime import date

from dxplanner.domain.schedule_data import LaneData, LinkData
from dxplanner.domain.snapping import common_span, shifted
from dxplanner.domain.text import half_width_digits
from dxplanner.domain.time_units import precision_of, unit_end, unit_start, units_between
from dxplanner.domain.vocabulary import LagUnit
from dxplanner.services import schedule_edit as edit
from dxplanner.services.schedule_edit import BarPlace, NewBar
from dxplanner.ui.gantt.ask_line import AskLine
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.clipboard import BarClipboard
from dxplanner.ui.gantt.repeat_dialog import RepeatDialog
from dxplanner.ui.gantt.rows import RowKind
from dxplanner.ui.gantt.sheet import Sheet
from dxplanner.ui.tree.confirm import ConfirmBar


class BoardActs:
    """Acts on what is selected on a board."""

    def __init__(self, board: Board, ask: AskLine, confirm: ConfirmBar) -> None:
        self.board, self.ask, self.confirm = board, ask, confirm
        self.clipboard = BarClipboard(board.acts, board.today)
        self.sheet = Sheet(board.table, board.cells, self.clipboard, self.delete_rows, board.today)

    # Bars -----------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Ctrl+C: the selected bars, else the lanes of the table's rows."""
        ids = self.board.selection.ids
        if not ids and self.clipboard.copy_lanes(self.chosen_lanes()):
            self._say("区分を工程ごとコピーしました。")
            return
        if self.clipboard.copy(ids):
            self._say(f"工程{len(ids)}件をコピーしました。")

    def cut(self) -> None:
        """Ctrl+X."""
        ids = self.board.selection.ids
        if not self.board.acts.read_only and self.clipboard.copy(ids, cut=True):
            self._say(f"工程{len(ids)}件を切り取りました。貼り付けると移動します。")

    def paste(self) -> None:
        """Ctrl+V: onto the lane of the cursor."""
        self.clipboard.paste(self.lane())

    def delete(self) -> None:
        """Delete: the arrow that was clicked, else the selected bars."""
        link = self.marked_link()
        if link is not None:
            self.board.acts.unlink([link])
        else:
            self.board.acts.delete(self.board.selection.ids)

    def marked_link(self) -> LinkData | None:
        """The arrow that was clicked."""
        key, edition = self.board.chart.marked_link, self.board.edition
        return next((link for link in edition.links if link.id == key), None) if edition is not None else None

    def ask_lag(self, link: LinkData) -> None:
        """間隔を決める: days, or 開庁日 when the text says so."""

        def take(text: str) -> None:
            plain = half_width_digits(text).replace("日", "").strip()
            open_days = "開庁" in plain
            try:
                lag = int(plain.replace("開庁", ""))
            except ValueError:
                self._say(f"「{text}」は間隔として読めません。3日、3開庁日のように入力してください。")
                return
            unit = LagUnit.WORKING_DAYS if open_days else LagUnit.CALENDAR_DAYS
            self.board.acts.change_link(link, {"lag": lag, "lag_unit": unit})

        self.ask.ask("前後関係の間隔", f"{link.lag}{link.lag_unit.value}", take, self.board.chart)

    def chain(self) -> None:
        """Ctrl+L: tie the selected bars one after the other."""
        ids = self.board.selection.ids
        if len(ids) < 2:
            self._say("前後関係を付けるには、工程を二つ以上選びます（Shift＋↑↓、Ctrl＋クリック）。")
        else:
            self.board.acts.chain(ids)

    def unchain(self) -> None:
        """Ctrl+Shift+L: untie the selected bars."""
        self.board.acts.unlink(self.board.acts.links_of(self.board.selection.ids))

    def duplicate(self) -> None:
        """Ctrl+D: copies of the selected bars, right after them."""
        bars, unit = self.board.acts.bars(self.board.selection.ids), self.board.chart.snap_unit()
        span = common_span([(bar.starts_on, bar.last_day) for bar in bars])
        if span is not None:
            count = units_between(*span, unit)
            places = [BarPlace(bar.id, *shifted(bar.starts_on, bar.ends_on, unit, count)) for bar in bars]
            self.board.acts.copy(places)

    def select_all(self) -> None:
        """Ctrl+A."""
        edition = self.board.edition
        if edition is not None:
            kept = self.board.shown
            self.board.selection.set([bar.id for bar in edition.bars if kept is None or bar.id in kept])

    def add_bar(self) -> None:
        """Insert on the chart: a bar of one unit on the lane of the cursor, its text to be typed."""
        lane, chart = self.lane(), self.board.chart
        if lane is None or chart.scale is None:
            self.add_lane()
            return
        unit = chart.snap_unit()
        day = self._next_day(lane) or chart.scale.day_at(
            chart.view_rect().left() + chart.viewport().width() / 3
        )
        new = NewBar(lane.id, "", unit_start(day, unit), unit_end(day, unit), precision_of(unit))
        keys = self.board.acts.draw(new)
        if keys:
            chart.edit_text(keys[0])

    def repeat(self) -> None:
        """繰り返す: copies of the selected bar on dates of a rule."""
        bars = self.board.acts.bars(self.board.selection.ids)
        edition = self.board.edition
        if len(bars) != 1 or edition is None:
            return
        dialog = RepeatDialog(bars[0], edition, self.board.context.theme, self.board)
        if dialog.exec():
            days = dialog.days()
            label = edit.bars_label(self.board.acts.names([bars[0].id]), "繰り返し")
            self.board.context.run(label, edit.repeat_bar(bars[0].id, days))

    # Lanes ----------------------------------------------------------------------------------------

    def lane(self) -> LaneData | None:
        """The lane of the cursor: of the table's row, else of the current bar."""
        row = self.board.table.current_row()
        if row is not None and row.lane is not None:
            return row.lane
        bars = self.board.acts.bars(self.board.selection.ids[-1:])
        edition = self.board.edition
        if bars and edition is not None:
            return edition.lane_by_id.get(bars[0].lane_id)
        if row is not None and edition is not None:
            return next((lane for lane in edition.lanes if lane.group == row.group), None)
        return None

    def chosen_lanes(self) -> list[LaneData]:
        """The lanes of the selected rows, each once."""
        rows = self.board.table.chosen_rows()
        lanes = {row.lane.id: row.lane for row in rows if row.lane is not None}
        one = self.lane()
        return list(lanes.values()) or ([one] if one is not None else [])

    def add_lane(self) -> None:
        """Insert on the table: a lane below the cursor, its name to be typed."""
        keys = self.board.lanes.add(self.lane())
        edition = self.board.edition
        if not keys or edition is None:
            return
        lane = edition.lane_by_id.get(keys[0])
        at = self.board.chart.rows.index_of(f"l{lane.uid}") if lane is not None else None
        if at is not None:
            table = self.board.table
            table.setFocus()
            table.setCurrentIndex(self.board.model.index(at, 0))
            table.edit(table.currentIndex())

    def move_lanes(self, step: int) -> None:
        """Alt+↑/↓."""
        lanes = self.chosen_lanes()
        self.board.lanes.move(lanes, step)

    def group_lanes(self) -> None:
        """まとまりに入れる."""
        lanes = self.chosen_lanes()
        if lanes:
            self.ask.ask(
                "まとまりの名称",
                lanes[0].group,
                lambda name: self.board.lanes.group(lanes, name),
                self.board.table,
            )

    def ungroup_lanes(self) -> None:
        """まとまりから出す."""
        self.board.lanes.group(self.chosen_lanes(), "")

    def delete_rows(self) -> None:
        """Delete on names of the table: the bars of bars' rows, else the lanes; what goes is named first."""
        rows = self.board.table.chosen_rows()
        if rows and all(row.kind is RowKind.BAR for row in rows):
            self.board.acts.delete([row.bars[0].id for row in rows])
        else:
            self.delete_lanes()

    def delete_lanes(self) -> None:
        """区分を削除: asks when something hangs on them."""
        lanes = self.chosen_lanes()
        if not lanes or self.board.acts.read_only:
            return
        goes = self.board.lanes.what_goes(lanes)
        if not goes:
            self.board.lanes.delete(lanes)
            return
        name = f"「{lanes[0].name}」" if len(lanes) == 1 else f"{len(lanes)}件"
        self.confirm.ask(
            f"区分{name}を削除すると、次のものも削除されます：{goes}。削除しますか。",
            "削除する",
            lambda: self._delete(lanes),
            self.board.table,
        )

    def _delete(self, lanes: Sequence[LaneData]) -> None:
        self.board.lanes.delete(lanes)

    # Helpers --------------------------------------------------------------------------------------

    def _next_day(self, lane: LaneData) -> date | None:
        """The day after the last bar of a lane."""
        edition = self.board.edition
        ends: Sequence[date] = [
            bar.last_day for bar in (edition.bars_of(lane.id) if edition else ()) if bar.last_day is not None
        ]
        return date.fromordinal(max(ends).toordinal() + 1) if ends else None

    def _say(self, text: str) -> None:
        self.board.context.said.emit(text)
