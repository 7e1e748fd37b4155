"""Drawings on screen: painted in the theme's colours, found by name, enlarged around the pointer."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from dxplanner.domain.vocabulary import ColourRole
from dxplanner.handouts.blocks import ChartForm
from dxplanner.handouts.chart_layout import lay_out_chart
from dxplanner.handouts.drawing import (
    Align,
    Box,
    BoxShape,
    Drawing,
    Edge,
    Glyph,
    Line,
    Polygon,
    TextStyle,
    Tone,
)
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics
from dxplanner.paths import data_dir
from dxplanner.ui.drawing_look import DrawingLook
from dxplanner.ui.drawing_painter import paint_drawing
from dxplanner.ui.drawing_view import DrawingView
from dxplanner.ui.theme import Theme
from tests.handouts.chart_data import chart, values

TRIANGLE = ((60.0, 10.0), (90.0, 10.0), (60.0, 40.0))
BOXES = (
    Box(5, 5, 40, 10, "基本施策１", ("基本施策１",), tone=Tone.ROLE, role=ColourRole.LIFE, name="box"),
    Box(5, 25, 40, 10, "注記", ("注記",)),
)
DRAWING = Drawing(
    100,
    50,
    BOXES,
    (Line(((45, 10), (60, 10)), Edge.DASHED, arrow=True),),
    (Glyph(20, 45, "▲", name="glyph"),),
    description="図です。",
    polygons=(Polygon(TRIANGLE, Tone.ROLE, ColourRole.TALENT, 1, name="polygon"),),
)


@pytest.fixture(params=["light", "high_contrast"])
def either_theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    return Theme.load(data_dir("resources") / "themes", request.param)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[DrawingView]:
    made = DrawingView(theme)
    qtbot.addWidget(made)
    made.resize(516, 400)
    made.set_drawing(DRAWING)
    made.show()
    qtbot.waitExposed(made)
    yield made
    QToolTip.hideText()


def at(view: DrawingView, x: float, y: float) -> QPointF:
    """A point of the view from mm of the drawing."""
    scale, (left, top) = view.scale(), view.to_drawing(QPointF(0, 0))
    return QPointF((x - left) * scale, (y - top) * scale)


def painted(drawing: Drawing, theme: Theme, scale: float = 4.0, highlighted: str = "") -> QImage:
    image = QImage(round(drawing.width * scale), round(drawing.height * scale), QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    paint_drawing(painter, drawing, theme, scale, highlighted=highlighted)
    painter.end()
    return image


def colours(image: QImage, x: float, y: float, width: float, height: float, scale: float = 4.0) -> set[str]:
    return {
        image.pixelColor(column, row).name()
        for column in range(round(x * scale), round((x + width) * scale))
        for row in range(round(y * scale), round((y + height) * scale))
    }


def near(wanted: QColor, found: set[str]) -> bool:
    """Whether a colour is there, smoothed edges apart."""
    return any(
        max(abs(one.red() - wanted.red()), abs(one.green() - wanted.green()), abs(one.blue() - wanted.blue()))
        < 24
        for one in map(QColor, found)
    )


def test_surfaces_and_texts_have_the_themes_colours(either_theme: Theme) -> None:
    image = painted(DRAWING, either_theme)
    assert image.pixelColor(4 * 66, 4 * 16) == either_theme.role(ColourRole.TALENT)
    assert near(either_theme.colour("ink"), colours(image, 5, 25, 40, 10))
    assert image.pixelColor(4 * 95, 4 * 45) == either_theme.colour("surface")
    stripe = colours(image, 5.5, 6, 1.5, 8)
    assert near(either_theme.role(ColourRole.LIFE), stripe)
    assert len(stripe) > 1


def test_a_mark_is_seen_on_boxes_and_polygons(theme: Theme) -> None:
    plain, accent = painted(DRAWING, theme), theme.colour("accent")
    for name, x, y in (("box", 45, 8), ("polygon", 60, 25)):
        marked = painted(DRAWING, theme, highlighted=name).pixelColor(4 * x, 4 * y)
        assert near(accent, {marked.name()})
        assert not near(accent, {plain.pixelColor(4 * x, 4 * y).name()})


def test_every_kind_of_thing_is_painted_without_complaint(either_theme: Theme) -> None:
    boxes = [
        Box(2, 2 + 3.0 * index, 20, 2.5, "変更あり", ("変更あり",), TextStyle(6, bold, align), tone,
            edge=edge, shape=shape, underline=((0, 2),))
        for index, (bold, align, tone, edge, shape) in enumerate(
            (index % 2 == 0, list(Align)[index % 3], tone, list(Edge)[index], list(BoxShape)[index % 3])
            for index, tone in enumerate(Tone)
        )
    ]  # fmt: skip
    upright = Box(
        50,
        5,
        8,
        40,
        "基本（ー）、っ",
        ("基本（ー）、っ",),
        TextStyle(9, vertical=True),
        Tone.ROLE,
        ColourRole.EXCHANGE,
    )
    odd = (Polygon((), name="none"), Polygon(((1, 1), (9, 1)), edge=Edge.HAIR), Polygon(((1, 1),)))
    patterns = tuple(
        Polygon(
            tuple((x + 8 * at, y) for x, y in ((60, 5), (67, 5), (67, 20))), Tone.ROLE, ColourRole.LIFE, at
        )
        for at in range(10)
    )
    drawing = Drawing(150, 50, (*boxes, upright), (Line(((1, 1),)),), polygons=(*odd, *patterns))
    image = painted(drawing, either_theme)
    assert len(colours(image, 60, 5, 80, 15)) > 10
    assert near(either_theme.colour("ink"), colours(image, 50, 5, 8, 40))


def test_names_are_found_under_the_mouse(view: DrawingView) -> None:
    assert view.name_at(at(view, 10, 10)) == "box"
    assert view.name_at(at(view, 65, 15)) == "polygon"
    assert view.name_at(at(view, 88, 38)) == ""
    assert view.name_at(at(view, 20.5, 44.5)) == "glyph"
    assert view.name_at(at(view, 10, 30)) == ""


def test_an_unnamed_label_lets_the_click_through(view: DrawingView) -> None:
    label = Box(62, 12, 8, 4, "30%", ("30%",))
    view.set_drawing(replace(DRAWING, boxes=(*BOXES, label)))
    assert view.name_at(at(view, 65, 14)) == "polygon"


def test_clicks_say_the_name_and_mark_it(view: DrawingView) -> None:
    clicked: list[str] = []
    double: list[str] = []
    view.clicked.connect(clicked.append)
    view.double_clicked.connect(double.append)
    for point in ((10, 10), (65, 15), (95, 45)):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, *point).toPoint())
    assert clicked == ["box", "polygon", ""]
    assert view.highlighted == ""
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 10, 10).toPoint())
    assert double == ["box"]


def test_arrow_keys_go_from_name_to_name_and_enter_opens(view: DrawingView) -> None:
    double: list[str] = []
    view.double_clicked.connect(double.append)
    seen = []
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Right)
        seen.append(view.highlighted)
    assert seen == ["box", "polygon", "glyph", "box"]
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert double == ["glyph"]


def test_the_drawing_fits_the_width_and_a_small_one_is_not_blown_up(view: DrawingView) -> None:
    assert view.scale() == pytest.approx((516 - 16) / 100)
    assert view.horizontalScrollBar().maximum() == 0
    view.resize(300, 200)
    assert view.scale() == pytest.approx((300 - 16) / 100)
    view.resize(1600, 900)
    assert view.scale() < 6
    left, _ = view.to_drawing(QPointF(0, 0))
    assert left < -50
    assert view.heightForWidth(516) == pytest.approx(50 * 5 + 16)


def test_the_scroll_bar_does_not_flicker_where_it_is_just_needed(view: DrawingView) -> None:
    for height in range(200, 330, 3):
        view.resize(516, height)
        QApplication.processEvents()
        first = view.scale()
        QApplication.processEvents()
        assert view.scale() == first
        drawn = 50 * first + 2 * 8
        assert view.verticalScrollBar().maximum() == max(0, round(drawn) - view.viewport().height())


def test_ctrl_and_the_wheel_enlarge_around_the_pointer(view: DrawingView) -> None:
    view.set_drawing(replace(DRAWING, height=300.0))
    view.verticalScrollBar().setValue(100)
    point = at(view, 70, 60)
    for _ in range(4):
        turn(view, point, 120)
    assert view.zoom == pytest.approx(1.75)
    assert view.to_drawing(point) == pytest.approx((70, 60), abs=0.4)
    for _ in range(9):
        turn(view, point, -120)
    assert view.zoom == 1
    turn(view, point, 120, Qt.KeyboardModifier.NoModifier)
    assert view.zoom == 1


def turn(
    view: DrawingView,
    point: QPointF,
    delta: int,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier,
) -> None:
    event = QWheelEvent(
        point, QPointF(view.viewport().mapToGlobal(point.toPoint())), QPoint(), QPoint(0, delta),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_keys_enlarge_too(view: DrawingView) -> None:
    zooms: list[float] = []
    view.zoom_changed.connect(zooms.append)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
    assert zooms == [1.15, 1.3, 1.15, 1.0]


def test_what_is_marked_is_brought_into_sight(view: DrawingView) -> None:
    tall = Drawing(100, 400, (Box(5, 380, 40, 10, "下", ("下",), name="low"),))
    view.set_drawing(tall)
    view.set_highlighted("low")
    low = at(view, 10, 385)
    assert 0 < low.y() < view.viewport().height()
    assert view.name_at(low) == "low"


def test_tooltips_say_the_whole_text(view: DrawingView) -> None:
    whole = "とても長い施策の名前で、枠の中では改行されます"
    view.set_drawing(
        Drawing(100, 50, (Box(5, 5, 40, 10, whole, ("とても長い",)),), polygons=DRAWING.polygons)
    )
    point = at(view, 10, 10).toPoint()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    assert QToolTip.text() == whole


def test_without_a_drawing_it_says_what_belongs_there(view: DrawingView, theme: Theme) -> None:
    view.set_drawing(None)
    view.set_empty("設問を選ぶと、図を表示します。")
    assert view.accessibleDescription() == "設問を選ぶと、図を表示します。"
    assert view.name_at(QPointF(10, 10)) == ""
    image = view.viewport().grab().toImage()
    found = {image.pixelColor(x, y).name() for x in range(0, 500, 1) for y in range(150, 250, 1)}
    assert theme.colour("quiet").name() in found
    view.set_drawing(DRAWING)
    assert view.accessibleDescription() == "図です。"


def test_a_name_that_is_gone_is_no_longer_marked(view: DrawingView) -> None:
    view.set_highlighted("box")
    view.set_drawing(replace(DRAWING, description="別の版"))
    assert view.highlighted == "box"
    view.set_drawing(replace(DRAWING, boxes=()))
    assert view.highlighted == ""


def test_only_what_shows_is_painted_and_three_hundred_boxes_are_quick(theme: Theme) -> None:
    boxes = tuple(
        Box(2 + 26.0 * (index % 10), 2 + 9.0 * (index // 10), 24, 7, f"施策{index:03}", (f"施策{index:03}",),
            TextStyle(8), Tone.ROLE, list(ColourRole)[index % 6], name=str(index))
        for index in range(300)
    )  # fmt: skip
    drawing = Drawing(269, 280, boxes)
    image = QImage(1074, 1120, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    spent = []
    for _ in range(12):
        begun = time.process_time()
        paint_drawing(painter, drawing, theme, 4.0)
        spent.append(time.process_time() - begun)
    painter.end()
    # The target is 8 ms; a busy machine is given room, a slow way of painting is not.
    assert min(spent) < 0.016


def test_charts_can_be_clicked(view: DrawingView) -> None:
    view.set_drawing(lay_out_chart(chart(ChartForm.PIE, values(25, 25, 50)), 90.0))
    drawing = view.drawing
    assert drawing is not None
    for polygon in drawing.polygons:
        x = sum(x for x, _ in polygon.points) / len(polygon.points)
        y = sum(y for _, y in polygon.points) / len(polygon.points)
        assert view.name_at(at(view, x, y)) == polygon.name


def test_a_line_is_as_long_as_the_room_laid_out_for_it(theme: Theme) -> None:
    """Whatever the size in pixels, letters stand where the layout has them."""
    look, text = DrawingLook(theme), "長崎で興味のあることを十分に学べる！"
    for tenths in range(50, 160, 3):
        pixels = tenths / 10
        wanted = bundled_metrics().width(text, pixels / MM_PER_POINT)
        assert look.text(text, pixels, False).size().width() == pytest.approx(wanted, abs=1.5)
