"""The properties of the selected bars, below the chart: one field for all that are selected."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dxplanner.domain.errors import InputError
from dxplanner.domain.schedule_data import BarData
from dxplanner.domain.snapping import day_text
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Glyph, Precision
from dxplanner.services import provenance
from dxplanner.services.provenance import Mark
from dxplanner.services.schedule_edit import BarPlace
from dxplanner.ui.forms.texts import ShortText
from dxplanner.ui.gantt.acts import GanttActs
from dxplanner.ui.gantt.cell_plan import read_day, read_percent
from dxplanner.ui.styles import mark

_MIXED = "（複数の値）"
_TIPS = {
    "名称": "帯やマイルストーンに書く言葉です。空欄のときは文字のない帯になります。",
    "開始": "始まりの日です。R6.7、R6.7中旬、R6.7.16 のどれでも入力できます。",
    "終了": "終わりの日です。R6.9、R6.9上旬、R6.9.30 のどれでも入力できます。空欄は「以降も続く」です。",
    "種類": "帯（期間）、マイルストーン（時点）、図の全体を通る縦線から選びます。",
    "形": "帯の形です。",
    "記号": "マイルストーンの記号です。",
    "色の役割": "分野の色です。紙では模様も付きます。",
    "日付の精度": "日付をどこまで細かく示すかです。",
    "進捗（％）": "0～100 で入力します。帯の下の線の長さと、イナズマ線に表れます。",
    "担当": "担当する課です。",
    "備考": "印刷する工程表の図には出ない覚え書きです。",
}
Store = Callable[[str], bool]


class PropertiesPanel(QWidget):
    """Fields of the selected bars. Enter and leaving store a value; Esc brings it back."""

    def __init__(
        self, acts: GanttActs, departments: Callable[[], dict[str, int]], today: Callable[[], Any]
    ) -> None:
        super().__init__()
        self._acts, self._departments, self._today = acts, departments, today
        self._bars: list[BarData] = []
        self._marks: list[Mark] = []
        self._texts: dict[str, ShortText] = {}
        self._boxes: dict[str, QComboBox] = {}
        self.title = _label("", "heading")
        self.message = _label("", "error")
        self.fixed = QCheckBox("日付を固定")
        self.fixed.setToolTip("議会や委員会の日など、計算では動きません。")
        self.fixed.clicked.connect(lambda on: self._change({"fixed": on}, "固定の変更"))
        self.open_end = QCheckBox("以降も続く")
        self.open_end.setToolTip("終わりの日を決めず、図の右の端まで続けます。")
        self.open_end.clicked.connect(self._set_open)
        self.badge = _label("推定", "caution")
        self.badge.setToolTip("資料から読み取れず、推定で入れた内容です。")
        self.basis = _label("", "quiet")
        for label in (self.title, self.message, self.basis):
            label.setMinimumWidth(1)
        self.confirm = QPushButton("確認済みにする")
        self.confirm.setToolTip("推定の印を外します。確認した人と日付が残ります。")
        self.confirm.clicked.connect(self._confirm)
        self.setAccessibleName("工程の詳細")
        self._lay_out()
        self.show_bars([])

    # Building -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        p = self._acts.context.theme.pixels
        column = QVBoxLayout(self)
        column.setContentsMargins(p(12), p(6), p(12), p(8))
        column.setSpacing(p(6))
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.message, 1)
        head.addStretch(1)
        for widget in (self.badge, self.basis, self.confirm):
            head.addWidget(widget)
        column.addLayout(head)
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(p(8))
        grid.setVerticalSpacing(p(4))
        self._text(grid, 0, 0, "label", "名称", self._store_label)
        self._text(grid, 1, 0, "start", "開始", self._store_start)
        self._text(grid, 2, 0, "end", "終了", self._store_end)
        self._choice(grid, 0, 1, "kind", "種類", BarKind)
        self._choice(grid, 1, 1, "shape", "形", BarShape)
        self._choice(grid, 2, 1, "glyph", "記号", Glyph)
        self._choice(grid, 0, 2, "colour", "色の役割", ColourRole)
        self._choice(grid, 1, 2, "precision", "日付の精度", Precision)
        self._text(grid, 2, 2, "progress", "進捗（％）", self._store_progress)
        self._department(grid, 0, 3)
        self._text(grid, 1, 3, "note", "備考", self._store_note)
        flags = QHBoxLayout()
        flags.setSpacing(p(16))
        flags.addWidget(self.fixed)
        flags.addWidget(self.open_end)
        flags.addStretch(1)
        grid.addLayout(flags, 2, 7)
        for at, share in ((1, 4), (3, 2), (5, 2), (7, 4)):
            grid.setColumnStretch(at, share)
        column.addWidget(self.form)

    def _put(self, grid: QGridLayout, row: int, column: int, name: str, widget: QWidget) -> None:
        label = _label(name, "quiet")
        label.setBuddy(widget)
        widget.setAccessibleName(name)
        widget.setToolTip(_TIPS[name])
        grid.addWidget(label, row, 2 * column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(widget, row, 2 * column + 1)

    def _text(self, grid: QGridLayout, row: int, column: int, key: str, name: str, store: Store) -> None:
        box = ShortText()
        box.finished.connect(lambda: self._finish(key, store))
        box.cancelled.connect(lambda: self._give_up(key))
        box.typed.connect(lambda: setattr(box, "unsaved", True))
        self._texts[key] = box
        self._put(grid, row, column, name, box)

    def _choice(self, grid: QGridLayout, row: int, column: int, key: str, name: str, terms: Any) -> None:
        box = _chooser()
        for term in terms:
            box.addItem(term.value, term.value)
        # Qt hands a term back as plain text: the place in the list says which it is.
        known = list(terms)
        box.activated.connect(lambda at: self._change({key: known[at]}, f"{name}の変更"))
        self._boxes[key] = box
        self._put(grid, row, column, name, box)

    def _department(self, grid: QGridLayout, row: int, column: int) -> None:
        box = _chooser()
        box.activated.connect(lambda at: self._change({"department_id": box.itemData(at)}, "担当変更"))
        self._boxes["department_id"] = box
        self._put(grid, row, column, "担当", box)

    # Showing --------------------------------------------------------------------------------------

    def show_bars(self, bars: Sequence[BarData]) -> None:
        """Show the selected bars; typing that is not stored yet stays while they are the same."""
        same = [bar.id for bar in bars] == [bar.id for bar in self._bars]
        self._bars = list(bars)
        self.form.setVisible(bool(bars))
        self.form.setEnabled(not self._acts.read_only)
        if not bars:
            self.title.setText(
                "工程を選ぶと、ここで時期や形を変えられます。何もない所をドラッグすると新しい帯を描けます。"
            )
            mark(self.title, "role", "quiet")
        else:
            self.title.setText(self._acts.name(bars[0]) if len(bars) == 1 else f"{len(bars)}件の工程")
            mark(self.title, "role", "heading")
        for key, box in self._texts.items():
            if not (same and box.unsaved):
                self._show_text(key)
        if not any(box.unsaved for box in self._texts.values()):
            self._say("")
        self._show_choices()
        self._show_marks()

    def focus(self) -> None:
        """Bring the keyboard here."""
        self._texts["label"].setFocus(Qt.FocusReason.OtherFocusReason)
        self._texts["label"].selectAll()

    def _show_text(self, key: str) -> None:
        box = self._texts[key]
        box.unsaved = False
        values = {self._value(bar, key) for bar in self._bars}
        box.setPlaceholderText(_MIXED if len(values) > 1 else "")
        text = values.pop() if len(values) == 1 else ""
        if box.text() != text:
            box.set_text(text)
        box.setModified(False)
        self._mark_refused(box, False)

    def _give_up(self, key: str) -> None:
        self._say("")
        self._show_text(key)

    def _value(self, bar: BarData, key: str) -> str:
        match key:
            case "start":
                return day_text(bar.starts_on, bar.precision)
            case "end":
                return "" if bar.ends_on is None else day_text(bar.ends_on, bar.precision)
            case "progress":
                return "" if bar.progress is None else str(bar.progress)
            case _:
                return str(getattr(bar, key))

    def _show_choices(self) -> None:
        box = self._boxes["department_id"]
        names = [("", None), *self._departments().items()]
        if [box.itemText(at) for at in range(box.count())] != [name for name, _ in names]:
            box.clear()
            for name, department in names:
                box.addItem(name, department)
        for key, chooser in self._boxes.items():
            values = {getattr(bar, key) for bar in self._bars}
            chooser.setCurrentIndex(chooser.findData(values.pop()) if len(values) == 1 else -1)
        only_points = all(bar.is_point for bar in self._bars)
        self._boxes["shape"].setEnabled(not only_points)
        self._boxes["glyph"].setEnabled(any(bar.is_point for bar in self._bars))
        self.fixed.setChecked(bool(self._bars) and all(bar.fixed for bar in self._bars))
        self.open_end.setChecked(bool(self._bars) and all(bar.is_open for bar in self._bars))
        self.open_end.setEnabled(not only_points)

    def _show_marks(self) -> None:
        uids = [bar.uid for bar in self._bars if bar.inferred]
        self._marks = []
        if uids:
            with self._acts.context.workbench.plan.reading() as session:
                found = provenance.marks_of(session, uids)
            self._marks = [one for marks in found.values() for one in marks if one.inferred]
        for widget in (self.badge, self.basis, self.confirm):
            widget.setVisible(bool(self._marks))
        self.confirm.setEnabled(not self._acts.read_only)
        basis = dict.fromkeys(one.basis for one in self._marks if one.basis)
        text = "、".join(basis)
        self.basis.setText(text if len(text) <= 40 else f"{text[:39]}…")
        self.basis.setToolTip(text)

    # Storing --------------------------------------------------------------------------------------

    def _finish(self, key: str, store: Store) -> None:
        box = self._texts[key]
        if not box.unsaved or not self._bars:
            return
        problem = ""
        box.unsaved = False
        try:
            if not store(box.text()):
                problem = "保存できませんでした。画面の下の案内を確かめてください。"
        except InputError as error:
            problem = error.message
        box.unsaved = bool(problem)
        self._say(problem)
        self._mark_refused(box, box.unsaved)

    @staticmethod
    def _mark_refused(box: ShortText, refused: bool) -> None:
        if bool(box.property("invalid")) != refused:
            mark(box, "invalid", refused)

    def _change(self, values: dict[str, Any], act: str) -> bool:
        return self._acts.change([bar.id for bar in self._bars], values, act)

    def _store_label(self, text: str) -> bool:
        return self._change({"label": text or None}, "名称変更")

    def _store_note(self, text: str) -> bool:
        return self._change({"note": text or None}, "備考の変更")

    def _store_progress(self, text: str) -> bool:
        return self._change({"progress": read_percent(text)}, "進捗変更")

    def _store_start(self, text: str) -> bool:
        day, precision = read_day(text, at_end=False)
        if any(bar.ends_on is not None and bar.ends_on < day for bar in self._bars):
            raise InputError("始まりの日が終わりの日より後です。先に終わりの日を直してください。")
        return self._place(
            [BarPlace(bar.id, day, bar.ends_on, None, _finer(bar, precision)) for bar in self._bars]
        )

    def _store_end(self, text: str) -> bool:
        if not text.strip():
            return self._set_open(True)
        day, precision = read_day(text, at_end=True)
        if any(bar.starts_on > day for bar in self._bars):
            raise InputError("終わりの日が始まりの日より前です。順序を直してください。")
        return self._place(
            [BarPlace(bar.id, bar.starts_on, day, None, _finer(bar, precision)) for bar in self._bars]
        )

    def _place(self, places: Sequence[BarPlace], act: str = "日付変更") -> bool:
        return not any(map(self._acts.differs, places)) or self._acts.place(places, act)

    def _set_open(self, on: bool) -> bool:
        from dxplanner.domain.time_units import Unit, unit_end

        places = [
            BarPlace(bar.id, bar.starts_on, None if on else unit_end(bar.starts_on, Unit.MONTH))
            for bar in self._bars
            if not bar.is_point
        ]
        return self._place(places, "期間変更")

    def _confirm(self) -> None:
        keys = [one.id for one in self._marks]
        author, today = self._acts.context.workbench.plan.author.name, self._today()
        names = [self._acts.name(bar) for bar in self._bars]
        label = f"「{names[0]}」の確認" if len(names) == 1 else f"工程{len(names)}件の確認"
        self._acts.context.run(label, lambda session: provenance.confirm(session, keys, author, today))

    def _say(self, text: str) -> None:
        self.message.setText(text)


def _finer(bar: BarData, typed: Precision) -> Precision | None:
    return typed if typed is not bar.precision else None


def _chooser() -> QComboBox:
    box = QComboBox()
    # The panel has to fit a narrow pane with large letters too.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(3)
    return box


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, "role", role)
    return label
