"""The selected transition beside the 新旧 diagram: ends, kind, contents, reason, 推定 or 確認済."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from dxplanner.domain.transition_data import ComparedNode, Link
from dxplanner.domain.vocabulary import Side
from dxplanner.model import Transition
from dxplanner.services.fields import fields_of
from dxplanner.services.provenance import Mark
from dxplanner.services.transition_query import Compared
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.choices import ArrowBox
from dxplanner.ui.forms.field_editor import FieldEditor
from dxplanner.ui.forms.looks import ElidedLabel, button, words
from dxplanner.ui.forms.marks import MarkStrip
from dxplanner.ui.forms.sections import RowStack
from dxplanner.ui.panes.transition_acts import TransitionActs

_HINT = (
    "矢印を選ぶと、種類・内容・理由を直せます。\n"
    "項目から反対側の項目までドラッグすると、新しい対応を引けます。"
    "キーでは、項目を選んで Enter、反対側の項目を選んで Enter です。"
)


class EndRow(QWidget):
    """A node at an end, with the button that takes it out."""

    removed = Signal(int)

    def __init__(self, theme_pixels: Callable[[int], int]) -> None:
        super().__init__()
        self._key = 0
        self.name = ElidedLabel("")
        self.remove = button("外す", "small")
        self.remove.setToolTip("この項目を、選んだ対応から外します。")
        self.remove.clicked.connect(lambda: self.removed.emit(self._key))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_pixels(4))
        row.addWidget(self.name, 1)
        row.addWidget(self.remove)

    def show_line(self, node: ComparedNode) -> None:
        """Show a node."""
        self._key = node.key
        self.name.show_text(node.text)
        self.remove.setAccessibleName(f"{node.text} を外す")


class EndList(QWidget):
    """The ends of a transition on one side, and the list from which another one is added."""

    added = Signal(int)
    removed = Signal(int)

    def __init__(self, context: PlanContext, side: Side) -> None:
        super().__init__()
        pixels = context.theme.pixels
        self._offered: list[int] = []
        self.title = ElidedLabel("label")
        self.nothing = words("なし", "note")
        self.rows: RowStack[ComparedNode] = RowStack(
            lambda: self._row(pixels), lambda node: node.key, pixels(2)
        )
        self.add = ArrowBox()
        self.add.setSizeAdjustPolicy(ArrowBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.add.setMinimumContentsLength(6)
        self.add.setAccessibleName(f"{side.value}の項目を加える")
        self.add.setToolTip("選んだ対応に、同じ階層の別の項目を加えます（統合・分割）。")
        self.add.activated.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(3))
        for widget in (self.title, self.rows, self.nothing, self.add):
            column.addWidget(widget)

    def _row(self, pixels: Callable[[int], int]) -> EndRow:
        row = EndRow(pixels)
        row.removed.connect(self.removed)
        return row

    def show_ends(
        self, title: str, nodes: Sequence[ComparedNode], others: Sequence[ComparedNode], *, read_only: bool
    ) -> None:
        """Show the ends and offer the other nodes of the level."""
        self.title.show_text(title)
        self.rows.show_lines(list(nodes))
        for row in self.rows.widgets():
            if isinstance(row, EndRow):
                row.remove.setVisible(not read_only)
        self.nothing.setVisible(not nodes)
        self._offered = [node.key for node in others]
        texts = ["＋ 項目を加える", *(node.text for node in others)]
        if [self.add.itemText(at) for at in range(self.add.count())] != texts:
            self.add.clear()
            self.add.addItems(texts)
        self.add.setCurrentIndex(0)
        self.add.setVisible(not read_only and bool(others))

    def _chosen(self, at: int) -> None:
        self.add.setCurrentIndex(0)
        if at > 0:
            self.added.emit(self._offered[at - 1])


class TransitionDetails(QScrollArea):
    """Edits one transition in place; without one it says how to get one."""

    def __init__(self, context: PlanContext, acts: TransitionActs, today: Callable[[], date]) -> None:
        super().__init__()
        self._acts = acts
        self._link: Link | None = None
        self.binding = Binding(context, self._place, today, self)
        pixels = context.theme.pixels
        self.title = words("選んだ対応", "heading")
        self.hint = words(_HINT, "empty", wrap=True)
        self.ends = {side: EndList(context, side) for side in Side}
        self.editors = {
            name: FieldEditor(self.binding, fields_of(Transition)[name], labelled=False)
            for name in ("kind", "detail", "reason")
        }
        self.marks = MarkStrip(self.binding, "新旧の対応")
        self.guess = button("推定にする", "small")
        self.guess.setToolTip("まだ確かめていない対応です。資料では点線の矢印になります。")
        self.remove = button("この対応を削除", "small")
        self.remove.setToolTip("選んだ対応（矢印）を削除します（Delete）。")
        self.guess.clicked.connect(lambda: self._link and acts.set_inferred(self._link, True))
        self.remove.clicked.connect(lambda: self._link and acts.remove(self._link))
        for side, ends in self.ends.items():
            ends.added.connect(lambda key, side=side: self._link and acts.add_end(self._link, side, key))
            ends.removed.connect(lambda key, side=side: self._link and acts.remove_end(self._link, side, key))
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pixels(6))
        column.addWidget(self.ends[Side.OLD])
        column.addWidget(self.ends[Side.NEW])
        for name, editor in self.editors.items():
            label = QLabel(fields_of(Transition)[name].label)
            label.setProperty("role", "label")
            label.setBuddy(editor.box)
            column.addWidget(label)
            column.addWidget(editor)
        column.addWidget(self.marks)
        foot = QHBoxLayout()
        foot.addWidget(self.guess)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        column.addLayout(foot)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(pixels(12), pixels(8), pixels(12), pixels(8))
        whole.setSpacing(pixels(6))
        for widget in (self.title, self.hint, self.form):
            whole.addWidget(widget)
        whole.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _place(self) -> str:
        return "新旧" if self._link is None else self._acts.link_place(self._link)

    def show_link(
        self, compared: Compared | None, link: Link | None, depths: tuple[int, int], marks: Sequence[Mark]
    ) -> None:
        """Show a transition; typing for the former one is stored first."""
        if self._link is not None and (link is None or link.key != self._link.key):
            self.flush()
        self._link = link
        self.form.setVisible(link is not None)
        self.hint.setVisible(link is None)
        if link is None or compared is None:
            return
        read_only = self.binding.read_only
        for side, depth in zip(Side, depths, strict=True):
            version = compared.version(side)
            nodes = [version.by_key[key] for key in link.ends(side)]
            others = [node for node in version.at(depth) if node.key not in link.ends(side)]
            self.ends[side].show_ends(version.name, nodes, others, read_only=read_only)
        for name, editor in self.editors.items():
            editor.show_row(link.key, getattr(link, name))
        whole = [mark for mark in marks if mark.field is None]
        self.marks.show_marks(whole, "新旧の対応")
        self.guess.setVisible(
            not link.inferred and not read_only and not self.marks.back.isVisibleTo(self.marks)
        )
        self.remove.setVisible(not read_only)

    def focus(self) -> None:
        """Bring the keyboard here."""
        self.editors["kind"].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Store what was typed."""
        if self._link is not None:
            for editor in self.editors.values():
                editor.flush()
