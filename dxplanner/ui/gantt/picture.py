"""The whole chart as a picture: PNG and SVG, to the clipboard and to a file. Painted by the chart's parts."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator

from dxplanner.domain.errors import MachineError
from dxplanner.ui.gantt.bar_painter import Marks
from dxplanner.ui.gantt.board import Board
from dxplanner.ui.gantt.rows import RowKind

_NAME_WIDTH = 232
_RATIO = 2.0
_MOST = 30_000
"""Largest side of a picture in pixels."""


class ChartPicture:
    """Paints what a board shows, all rows, at the present zoom."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._names = board.context.theme.pixels(_NAME_WIDTH)

    @property
    def size(self) -> QSize:
        """Width and height of the picture in pixels at 100 %."""
        chart = self._board.chart
        chart.rows.settle(60.0)
        high = chart.header.wanted_height + chart.rows.height
        return QSize(min(_MOST, self._names + round(chart.axis_right) + 1), min(_MOST, round(high) + 1))

    def image(self) -> QImage:
        """The picture, twice as fine as on screen."""
        size = self.size
        image = QImage(size * _RATIO, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_RATIO)
        self._paint(image)
        return image

    def svg(self) -> bytes:
        """The picture as SVG: lines and text, no pixels."""
        size, data = self.size, QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        drawing = QSvgGenerator()
        drawing.setOutputDevice(buffer)
        drawing.setSize(size)
        drawing.setViewBox(QRectF(0, 0, size.width(), size.height()))
        edition = self._board.edition
        drawing.setTitle(f"{edition.title}（{edition.name}）" if edition is not None else "工程表")
        self._paint(drawing)
        buffer.close()
        return bytes(data.data())

    def to_clipboard(self) -> None:
        """Put the picture on the clipboard, for Word, Excel and mail."""
        data = QMimeData()
        data.setImageData(self.image())
        data.setData("image/svg+xml", self.svg())
        QGuiApplication.clipboard().setMimeData(data)

    def write(self, path: Path) -> None:
        """Write a file, SVG or PNG by its ending.

        Raises:
            MachineError: it cannot be written.
        """
        part = path.with_name(f"{path.name}.part")
        try:
            if path.suffix.lower() == ".svg":
                part.write_bytes(self.svg())
            elif not QImageWriter(str(part), QByteArray(b"PNG")).write(self.image()):
                raise OSError(path.name)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise MachineError(f"「{path.name}」に書き込めません。保存先を確かめてください。") from error

    def _paint(self, device: QPaintDevice) -> None:
        chart, look = self._board.chart, self._board.chart.look
        size = self.size
        painter = QPainter(device)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), look.surface)
        high = chart.header.wanted_height
        painter.save()
        painter.translate(self._names, 0)
        painter.setClipRect(QRectF(0, 0, chart.axis_right, high))
        chart.header.paint_axis(painter, 0.0, chart.axis_right)
        painter.restore()
        painter.save()
        painter.translate(self._names, high)
        clip = QRectF(0, 0, chart.axis_right, chart.rows.height)
        painter.setClipRect(clip)
        indices = range(len(chart.rows))
        chart.grid.paint(painter, indices, clip, chart.axis_right)
        chart.lines.paint(painter, clip)
        chart.bars.searchable = True
        chart.bars.paint(
            painter, indices, clip, Marks(ghosts=chart.marks.ghosts, removed=chart.marks.removed)
        )
        chart.bars.searchable = False
        if chart.show_links and chart.edition is not None and chart.edition.links:
            chart.links.paint(painter, indices, clip, chart.violated_links, None)
        painter.restore()
        self._paint_names(painter, high)
        painter.end()

    def _paint_names(self, painter: QPainter, high: int) -> None:
        chart, look = self._board.chart, self._board.chart.look
        painter.setPen(look.strong_line)
        painter.drawRect(QRectF(0, 0, self._names, high - 0.5))
        painter.setFont(look.bold)
        painter.setPen(look.ink)
        painter.drawText(QRectF(8, 0, self._names - 8, high - 4), Qt.AlignmentFlag.AlignBottom, "区分")
        for index, row in enumerate(chart.rows.rows):
            top = high + chart.rows.top(index)
            box = QRectF(0, top, self._names, row.height)
            if row.kind is RowKind.GROUP:
                painter.fillRect(box, look.ground)
            painter.setPen(look.line)
            painter.drawRect(box)
            painter.setPen(look.ink)
            painter.setFont(look.bold if row.kind is RowKind.GROUP else look.fonts[12])
            text = row.group if row.kind is RowKind.GROUP else row.lane.name if row.lane is not None else ""
            if row.kind is RowKind.BAR:
                text = row.bars[0].label
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            painter.drawText(box.adjusted(8 + 14 * row.depth, 0, -4, 0), flags, text)
