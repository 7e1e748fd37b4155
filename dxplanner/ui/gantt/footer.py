"""The line under the chart: what colours and signs mean, and the switches that change how it works."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from dxplanner.domain.schedule_data import EditionData
from dxplanner.domain.time_units import Unit
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph
from dxplanner.ui.gantt.axis import AxisMode
from dxplanner.ui.gantt.bar_painter import GHOST_SIGN
from dxplanner.ui.gantt.look import Look
from dxplanner.ui.styles import mark

_GLYPHS = frozenset(glyph.value for glyph in Glyph)
_LONGEST = 12
"""Signs of another edition's name in the legend."""


class Legend(QWidget):
    """Shows only what occurs in the edition."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entries: list[tuple[str, str, ColourRole]] = []
        self._solid: set[str] = set()
        """Signs of which not all are 推定: these are outlines on the board."""
        self._moved: Glyph | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("凡例")

    def show_edition(
        self, edition: EditionData, *, overlay: str = "", gone: bool = False, critical: bool = False
    ) -> None:
        """List what occurs; ``overlay`` names the edition underneath, ``gone``: it has bars of its own."""
        # Few looks, however many bars: each once, in the order of the bars.
        looks = dict.fromkeys(
            (bar.kind, bar.glyph, bar.shape, bar.colour, bar.inferred, bar.progress is not None)
            for bar in edition.bars
        )
        roles = {colour for _, _, _, colour, _, _ in looks}
        entries = [("role", role.value, role) for role in ColourRole if role in roles and len(roles) > 1]
        if any(inferred for *_, inferred, _ in looks):
            entries.append(("inferred", "推定", ColourRole.NEUTRAL))
        bands = [(shape, guess, done) for kind, _, shape, _, guess, done in looks if kind is BarKind.BAR]
        if any(shape is BarShape.DASHED and not guess for shape, guess, _ in bands):
            entries.append(("dotted", "予定・継続", ColourRole.NEUTRAL))
        if any(done for *_, done in bands):
            entries.append(("progress", "進捗", ColourRole.NEUTRAL))
        signs = [(glyph, guess) for kind, glyph, _, _, guess, _ in looks if kind is BarKind.MILESTONE]
        self._solid = {glyph.value for glyph, guess in signs if not guess}
        for glyph in dict.fromkeys(glyph for glyph, _ in signs):
            entries.append((glyph.value, "節目", ColourRole.NEUTRAL))
        self._moved = next((glyph for glyph, _ in signs), None)
        name = overlay if len(overlay) <= _LONGEST else f"{overlay[: _LONGEST - 1]}…"
        if overlay:
            entries.append(("ghost", f"{name}の時期", ColourRole.NEUTRAL))
        if gone:
            entries.append(("gone", f"{name}だけの工程", ColourRole.NEUTRAL))
        if critical:
            entries.append(("critical", "余裕のない工程", ColourRole.NEUTRAL))
        self._entries = entries
        self.setAccessibleDescription("、".join(text for _, text, _ in entries))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.pixels(120), self._look.measures.header)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._look.fonts[11])
        metrics, gap = painter.fontMetrics(), self._look.measures.gap
        x, middle = 0.0, self.height() / 2
        for kind, text, role in self._entries:
            width = metrics.horizontalAdvance(text)
            if x + 30 + width > self.width():
                break
            box = QRectF(x, middle - 5, 20, 10)
            self._sample(painter, kind, role, box)
            painter.setPen(self._look.quiet)
            painter.drawText(QRectF(x + 24, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += 24 + width + 3 * gap
        painter.end()

    def _sample(self, painter: QPainter, kind: str, role: ColourRole, box: QRectF) -> None:
        look = self._look
        bar = look.bars[role]
        if kind in _GLYPHS:
            solid = kind in self._solid
            painter.setBrush(look.sign_brush[role] if solid else look.surface)
            painter.setPen(Qt.PenStyle.NoPen if solid else look.sign_pen[role])
            signs = look.solid_signs if solid else look.signs
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawPath(signs[Glyph(kind)].translated(box.center()))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            return
        if kind in ("ghost", "gone"):
            painter.setBrush(look.ghost_fill if kind == "ghost" else look.surface)
            painter.setPen(look.ghost if kind == "gone" else Qt.PenStyle.NoPen)
            painter.drawRect(box.adjusted(0, 5 if kind == "ghost" else 0, 0, 0))
            if kind == "ghost" and self._moved is not None:
                self._ghost_sign(painter, self._moved, box)
            return
        light = kind in ("inferred", "dotted")
        painter.setBrush(bar.tint if light else bar.solid)
        painter.setPen(
            look.critical
            if kind == "critical"
            else bar.dashed
            if kind == "inferred"
            else bar.dotted
            if light
            else bar.outline
        )
        painter.drawRect(box)
        if kind == "role" and role is not ColourRole.NEUTRAL:
            painter.fillRect(QRectF(box.left(), box.top(), 8, box.height()), bar.stripe)
        if kind == "progress":
            painter.fillRect(QRectF(box.left(), box.bottom() - 4, 12, 4), look.progress)

    def _ghost_sign(self, painter: QPainter, glyph: Glyph, box: QRectF) -> None:
        """The small sign that shows where a milestone was, over the bar that does for others."""
        size = GHOST_SIGN
        place = QTransform(size, 0, 0, size, box.center().x(), box.center().y() - 2)
        painter.setBrush(self._look.surface)
        painter.setPen(self._look.quiet)
        painter.drawPath(place.map(self._look.signs[glyph]))


class Footer(QWidget):
    """Legend and switches."""

    follow_switched = Signal(bool)
    findings_asked = Signal()
    """The list of violations and differences is to be shown or hidden."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.legend = Legend(look)
        self.follow = QCheckBox("後続もずらす")
        self.follow.setToolTip("工程を動かすと、前後関係でつながった後の工程も一緒にずらします。")
        self.follow.toggled.connect(self.follow_switched)
        self.findings = QPushButton("")
        self.findings.setToolTip("前後関係の違反と、重ねた版との違いを一覧にします（F8）。")
        self.findings.setProperty("flat", True)
        self.findings.clicked.connect(self.findings_asked)
        self.findings.hide()
        self.hint = QLabel()
        mark(self.hint, "role", "quiet")
        self.hint.hide()
        p = look.theme.pixels
        row = QHBoxLayout(self)
        row.setContentsMargins(p(12), p(2), p(14), p(2))
        row.setSpacing(p(10))
        row.addWidget(self.legend, 1)
        row.addWidget(self.hint)
        row.addWidget(self.findings)
        row.addWidget(self.follow)

    def show_zoom(self, crowded: bool, coarser: Unit | None, chosen: AxisMode) -> None:
        """Say what the zoom leaves out: some texts, or the chosen columns for coarser ones."""
        text = ""
        if crowded:
            text = "… は名称の省略です。拡大するか、工程を指すと出ます。"
        elif coarser is not None:
            text = f"幅が足りないため{coarser.value}の列です。拡大すると{chosen.value}の列になります。"
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def show_findings(self, violated: int, different: int | None) -> None:
        """Say how much there is to list."""
        parts = [] if different is None else [f"違い {different}件"]
        if violated:
            parts.insert(0, f"前後関係の違反 {violated}件")
        self.findings.setText("・".join(parts))
        self.findings.setVisible(bool(parts))
