"""The pages of a 予算事業: each shows a part of it, mostly as sheets, and is filled when it is looked at."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dxplanner.domain.amounts import format_amount
from dxplanner.services.budget_checks import RemarkPlace
from dxplanner.services.budget_edit import take_items_total
from dxplanner.services.budget_grants import measures_source, subsidies_source
from dxplanner.services.budget_items import groups_source, items_source
from dxplanner.services.budget_query import ProjectView
from dxplanner.services.budget_sheets import footnotes_source, points_source
from dxplanner.services.sheet import SheetSource
from dxplanner.store.planfile import Committed
from dxplanner.ui.context import PlanContext
from dxplanner.ui.forms.binding import Binding
from dxplanner.ui.forms.looks import button, words
from dxplanner.ui.forms.sections import Section
from dxplanner.ui.panes.budget_funding import FundingTable
from dxplanner.ui.sheet.sheet import Sheet
from dxplanner.ui.two_lines import TwoLines, holding

_ROOM_FOR_GROUPS = 900
"""Height of a window, in pixels at 100 %, in which the まとまり stand below the items without being asked."""
SourceOf = Callable[[int], SheetSource]
"""The sheet's rows for the key of their owner."""


class SheetPart(Section):
    """A headed sheet with the buttons that add, delete and move its rows."""

    def __init__(
        self, context: PlanContext, title: str, source: SourceOf, *, key: str, empty: str, frozen: int = 1
    ) -> None:
        super().__init__(context.theme, title)
        self._source = source
        self._owner = 0
        self.told, tools = QHBoxLayout(), QHBoxLayout()
        """Beside the title: what a page says of its rows."""
        for one in (self.told, tools):
            one.setContentsMargins(0, 0, 0, 0)
            one.setSpacing(context.theme.pixels(8))
        for label in (self.title, self.count):
            self.head.removeWidget(label)
            self.told.addWidget(label)
        self.told.addStretch(1)
        self.count.setMinimumWidth(0)
        self.count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.told.setContentsMargins(0, 0, context.theme.pixels(8), 0)
        self.buttons = tools
        tools.addStretch(1)
        self.sheet = Sheet(context, source(0), key=f"budget/{key}", frozen=frozen, empty=empty)
        # A page has several sheets and little height: the line above a sheet is there when it is wanted.
        self.lines = button("絞り込みと列", "small")
        self.lines.setCheckable(True)
        self.lines.setToolTip("絞り込み（Ctrl+F）、並べ替え、表示する列")
        self.lines.toggled.connect(self.sheet.filter.setVisible)
        self.lines.toggled.connect(self.count.setHidden)  # that line counts, too
        self.sheet.filter.hide()
        self.sheet.view.act.connect(self._on_act)
        model = self.sheet.model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(lambda *_: self._show_count())
        self.tools = []
        for action, text in zip(self.sheet.row_actions(), ("＋ 行を追加", "削除", "↑", "↓"), strict=True):
            tool = button(text, "small")
            tool.setToolTip(action.toolTip())
            tool.setAccessibleName(f"{title}：{action.toolTip()}")
            tool.clicked.connect(action.trigger)
            if context.read_only:
                tool.hide()
            self.tools.append(tool)
            tools.addWidget(tool)
        tools.addWidget(self.lines)
        self.head.addWidget(TwoLines(holding(self.told), holding(tools)))
        self.body.addWidget(self.sheet, 1)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretch(layout.count() - 1, 1)

    def _on_act(self, name: str) -> None:
        if name == "filter":
            self.lines.setChecked(True)
            self.sheet.filter.begin()

    def _show_count(self) -> None:
        stored = len(self.sheet.model.stored_keys)
        self.count.show_text(f"{stored:,}件" if stored else "")

    def show_owner(self, owner: int) -> None:
        """Show the rows of an owner; those shown already stay as they are."""
        if owner != self._owner:
            self._owner = owner
            self.sheet.set_source(self._source(owner))


class Page(QWidget):
    """A page with parts one below another. ``show_project`` fills it, ``apply`` follows exact rows."""

    summed = Signal(str)

    def __init__(self, binding: Binding) -> None:
        super().__init__()
        self.binding = binding
        self.view: ProjectView | None = None
        self.parts: list[SheetPart] = []
        pixels = binding.context.theme.pixels
        self.column = QVBoxLayout(self)
        edge = pixels(8)
        self.column.setContentsMargins(edge, pixels(4), edge, edge)
        self.column.setSpacing(pixels(8))

    def add_part(self, part: SheetPart, stretch: int) -> SheetPart:
        """Put a sheet on the page; ``stretch`` is its share of the height."""
        self.parts.append(part)
        part.sheet.summed.connect(self.summed)
        self.column.addWidget(part, stretch)
        return part

    def select_row(self, table: str, row_id: int) -> None:
        """Put the cursor on a row of one of the sheets."""
        for part in self.parts:
            if part.sheet.model.source.entity.__tablename__ == table:
                part.sheet.select(row_id)

    def show_project(self, view: ProjectView) -> None:
        """Show a project, or another state of it."""
        self.view = view
        for part in self.parts:
            part.show_owner(view.row.id)

    def apply(self, committed: Committed) -> None:
        """Show what a commit changed in the sheets."""
        for part in self.parts:
            part.sheet.apply(committed)

    def reload(self) -> None:
        """Show the present state of the sheets."""
        for part in self.parts:
            part.sheet.reload()

    def flush(self) -> None:
        """Store what is being typed."""
        for part in self.parts:
            part.sheet.flush()


class AmountsPage(Page):
    """積算 with its まとまり, what they come to, and the 財源内訳."""

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding)
        self._grouped, self._first = False, True
        context = binding.context
        self.items = self.add_part(
            SheetPart(
                context,
                "積算",
                items_source,
                key="items",
                empty="節・積算・金額を入れます。Insertで追加するか、エクセルの範囲を貼り付けます。",
            ),
            3,
        )
        self.sums = words("", "heading")
        self.agreed = words("✓ 事業費と一致", "good")
        self.remarks = words("", "warn", wrap=True)
        self.take = button("合計を事業費にする", "small")
        self.take.setToolTip("積算の合計を、予算説明書の事業費（かっこ書きの額）に入れます。")
        self.take.clicked.connect(self._take)
        for one in (self.sums, self.agreed, self.take):
            self.items.told.insertWidget(self.items.told.count() - 1, one)
        self.items.body.addWidget(self.remarks)
        self.more = button("まとまりの番号・説明", "small")
        self.more.setCheckable(True)
        self.more.setToolTip("まとまりの番号、名称、説明を直す表を出します。")
        self.more.toggled.connect(self._show_groups)
        self.items.buttons.addWidget(self.more)
        self.groups = self.add_part(
            SheetPart(
                context,
                "積算のまとまり",
                groups_source,
                key="groups",
                empty="まとまりは、積算の「まとまり」の欄に名前を入れると増えます。",
            ),
            2,
        )
        self.funding = FundingTable(binding)
        self.column.addWidget(self.funding)

    def show_project(self, view: ProjectView) -> None:
        super().show_project(view)
        self._grouped = view.grouped
        if self._first and self.isVisible():
            self._first = False
            self.more.setChecked(
                self.window().height() >= self.binding.context.theme.pixels(_ROOM_FOR_GROUPS)
            )
        self.more.setVisible(view.grouped)
        self._show_groups(self.more.isChecked())
        self.funding.show_project(view)
        told = [remark.text for remark in view.remarks if remark.place is RemarkPlace.ITEMS]
        agrees = view.items_total is not None and not told
        self.sums.setText("" if view.items_total is None else f"合計 {format_amount(view.items_total)}千円")
        self.agreed.setVisible(agrees)
        self.remarks.setText("\n".join(f"⚠ {text}" for text in told))
        self.remarks.setVisible(bool(told))
        self.take.setVisible(bool(told) and not self.binding.read_only)

    def select_row(self, table: str, row_id: int) -> None:
        if table == "budget_group":
            self.more.setChecked(True)
        super().select_row(table, row_id)

    def flush(self) -> None:
        super().flush()
        self.funding.flush()

    def _show_groups(self, wanted: bool) -> None:
        self.groups.setVisible(wanted and self._grouped)

    def _take(self) -> None:
        if self.view is not None:
            key = self.view.row.id
            self.binding.context.run(f"{self.binding.place()} の合計を事業費に反映", take_items_total(key))


class GrantsPage(Page):
    """補助金 and 特別交付税措置."""

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding)
        context = binding.context
        self.subsidies = self.add_part(
            SheetPart(
                context,
                "補助金（千円）",
                subsidies_source,
                key="subsidies",
                empty="補助対象経費と補助率を入れると、算出額と差が出ます。Insertで追加します。",
            ),
            3,
        )
        self.remarks = words("", "warn", wrap=True)
        self.subsidies.body.addWidget(self.remarks)
        self.measures = self.add_part(
            SheetPart(
                context,
                "特別交付税措置（千円）",
                measures_source,
                key="measures",
                empty="対象経費と措置率（0.7など）を入れます。Insertで追加します。",
            ),
            3,
        )

    def show_project(self, view: ProjectView) -> None:
        super().show_project(view)
        told = [remark.text for remark in view.remarks if remark.place is RemarkPlace.SUBSIDIES]
        self.remarks.setText("\n".join(f"⚠ {text}" for text in told))
        self.remarks.setVisible(bool(told))


class PointsPage(Page):
    """事業説明: what the project is for, entry by entry."""

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding)
        self.points = self.add_part(
            SheetPart(
                binding.context,
                "事業説明",
                points_source,
                key="points",
                empty="目指す姿、現状と課題、対応方針などを1項目ずつ書きます。Insertで追加します。",
            ),
            1,
        )


class FootnotesPage(Page):
    """脚注: marks, the words that carry them, and what they say."""

    def __init__(self, binding: Binding) -> None:
        super().__init__(binding)
        context = binding.context
        self.footnotes = self.add_part(
            SheetPart(
                context,
                "脚注",
                footnotes_source,
                key="footnotes",
                empty="記号（※１）、記号を付ける語句、注の文を入れます。Insertで追加します。",
            ),
            1,
        )
