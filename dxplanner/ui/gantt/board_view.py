"""Takes down how a board is looked at, and looks at it that way again."""

from dxplanner.domain.schedule_cascade import CascadeMode
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.memory import TODAY, ScheduleView
from dxplanner.ui.gantt.table_model import Column


def view_of(board: Board, overlay: str) -> ScheduleView:
    """How the board is looked at; ``overlay`` is the uid of the edition underneath."""
    chart, table = board.chart, board.table
    whole = board.context.theme.scale / 100
    free = chart.scale is not None and not chart.fitted
    first = chart.scale.day_at(chart.horizontalScrollBar().value()) if free and chart.scale else None
    status = board.progress.status
    return ScheduleView(
        edition=board.edition.uid if board.edition is not None else "",
        overlay=overlay,
        mode=board.mode.value,
        zoom=chart.scale.pixels_per_day / whole if free and chart.scale else 0.0,
        first_day=first.isoformat() if first is not None else "",
        opened=tuple(sorted(board.opened)),
        closed_groups=tuple(sorted(board.closed_groups)),
        widths=tuple(round(table.columnWidth(column) / whole) for column in Column),
        table=round(board.across.sizes()[0] / whole),
        links=chart.show_links,
        shade=chart.grid.shade,
        meetings=chart.lines.show_meetings,
        critical=board.critical,
        status="" if status is None else TODAY if status == board.today() else status.isoformat(),
        follow=board.acts.follow,
        by_days=board.acts.mode is CascadeMode.SAME,
        properties=not board.properties.isHidden(),
        findings=not board.findings.isHidden(),
    )


def apply_view(board: Board, view: ScheduleView) -> None:
    """Look at the board that way again; before it shows an edition of the schedule."""
    chart, table = board.chart, board.table
    whole = board.context.theme.scale / 100
    board.opened, board.closed_groups = set(view.opened), set(view.closed_groups)
    if len(view.widths) == len(Column):
        for column, width in zip(Column, view.widths, strict=True):
            table.setColumnWidth(column, round(width * whole))
    if view.table > 0:
        wide = round(view.table * whole)
        board.across.setSizes([wide, max(sum(board.across.sizes()) - wide, wide), 0])
    chart.show_links, chart.lines.show_meetings = view.links, view.meetings
    chart.grid.shade = view.shade
    chart.grid.forget()
    board.critical = view.critical
    board.progress.status = view.status_day(board.today())
    board.footer.follow.setChecked(view.follow)
    board.acts.mode = CascadeMode.SAME if view.by_days else CascadeMode.NEEDED
    board.properties.setVisible(view.properties)
    board.show_findings(view.findings)


def apply_zoom(board: Board, view: ScheduleView) -> None:
    """Bring back columns and zoom; after the edition is shown."""
    modes = {mode.value: mode for mode in AxisMode}
    mode = modes.get(view.mode, board.mode)
    if mode is AxisMode.OWN and (board.edition is None or not board.edition.columns):
        mode = AxisMode.SUITED
    if mode is not board.mode:
        board.set_mode(mode)
    chart = board.chart
    if view.zoom > 0 and chart.scale is not None:
        whole = board.context.theme.scale / 100
        chart.zoom(view.zoom * whole / chart.scale.pixels_per_day)
        if view.day is not None:
            chart.show_from(view.day)
