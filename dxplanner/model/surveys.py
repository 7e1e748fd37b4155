"""アンケート: surveys, questions, items (rows), choices (columns), cells, remarks."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, relationship

from dxplanner.domain import checks
from dxplanner.domain.vocabulary import ChartKind, DataKind, QuestionKind
from dxplanner.model.base import Entity, FieldKind, field, link, owned_rows, owner, position
from dxplanner.model.indicators import IndicatorBasis


class Survey(Entity):
    """アンケート調査. The 回収率 is computed from 回収数 and 配布数; the printed one is kept beside it."""

    __tablename__ = "survey"
    __label__ = "アンケート"
    __data_kind__ = DataKind.SURVEY

    position: Mapped[int] = position()
    target: Mapped[str] = field("調査対象", check=checks.not_blank)
    starts_on: Mapped[date | None] = field("調査時期（開始）", FieldKind.MONTH, width=8)
    ends_on: Mapped[date | None] = field("調査時期（終了）", FieldKind.MONTH, width=8)
    period_as_written: Mapped[str | None] = field("調査時期（表記）", width=14)
    method: Mapped[str | None] = field("調査方法", width=20)
    distributed: Mapped[int | None] = field("配布数", FieldKind.INTEGER, width=6, check=checks.at_least(0))
    returned: Mapped[int | None] = field("回収数", FieldKind.INTEGER, width=6, check=checks.at_least(0))
    counting_unit: Mapped[str] = field("数え方", width=3, default="人")
    printed_rate: Mapped[Decimal | None] = field("回収率（印字）", FieldKind.DECIMAL, unit="%", width=6)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    questions: Mapped[list["Question"]] = owned_rows("survey", order="Question.position")
    remarks: Mapped[list["Remark"]] = owned_rows("survey", order="Remark.position")


class Question(Entity):
    """設問. ``n`` is what is printed; ``base`` is the denominator of the shares where it differs."""

    __tablename__ = "question"
    __label__ = "設問"
    __data_kind__ = DataKind.SURVEY

    survey_id: Mapped[int] = owner("survey", "アンケート")
    position: Mapped[int] = position()
    code: Mapped[str | None] = field("設問番号", width=5)
    title: Mapped[str] = field("設問", FieldKind.TEXT, width=30, check=checks.not_blank)
    kind: Mapped[QuestionKind] = field("形式", FieldKind.CHOICE, width=5)
    n: Mapped[int | None] = field("n（印字）", FieldKind.INTEGER, width=6, check=checks.at_least(0))
    base: Mapped[int | None] = field("割合の分母", FieldKind.INTEGER, width=6, check=checks.at_least(1))
    unit: Mapped[str] = field("単位", width=4, default="%")
    chart: Mapped[ChartKind] = field("図の種類", FieldKind.CHOICE, width=8, default=ChartKind.NONE)
    axis_min: Mapped[int | None] = field("軸の最小", FieldKind.INTEGER, width=5)
    axis_max: Mapped[int | None] = field("軸の最大", FieldKind.INTEGER, width=5)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    survey: Mapped[Survey] = relationship(back_populates="questions")
    items: Mapped[list["Item"]] = owned_rows("question", order="Item.position")
    choices: Mapped[list["Choice"]] = owned_rows("question", order="Choice.position")


class Item(Entity):
    """項目: a row of a matrix question."""

    __tablename__ = "item"
    __label__ = "項目"
    __data_kind__ = DataKind.SURVEY

    question_id: Mapped[int] = owner("question", "設問")
    position: Mapped[int] = position()
    label: Mapped[str] = field("項目", width=24, check=checks.not_blank)
    n: Mapped[int | None] = field(
        "n（項目）",
        FieldKind.INTEGER,
        width=6,
        check=checks.at_least(0),
        help="項目ごとに分母が違うとき（属性別の集計など）に入力します。",
    )
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=30)

    question: Mapped[Question] = relationship(back_populates="items")
    cells: Mapped[list["Cell"]] = owned_rows("item", order="Cell.position")


class Choice(Entity):
    """選択肢: an option, or a column of a matrix question."""

    __tablename__ = "choice"
    __label__ = "選択肢"
    __data_kind__ = DataKind.SURVEY

    question_id: Mapped[int] = owner("question", "設問")
    position: Mapped[int] = position()
    label: Mapped[str] = field("選択肢", width=24, check=checks.not_blank)
    note: Mapped[str | None] = field("備考", FieldKind.TEXT, width=20)

    question: Mapped[Question] = relationship(back_populates="choices")
    cells: Mapped[list["Cell"]] = owned_rows("choice", order="Cell.position")


class Cell(Entity):
    """回答の値: count and share of a choice (of an item); either may be missing."""

    __tablename__ = "cell"
    __label__ = "回答の値"
    __data_kind__ = DataKind.SURVEY

    choice_id: Mapped[int] = owner("choice", "選択肢")
    item_id: Mapped[int | None] = link("item", "項目", on_delete="CASCADE")
    position: Mapped[int] = position()
    count: Mapped[int | None] = field("件数", FieldKind.INTEGER, unit="件", width=6, check=checks.at_least(0))
    share: Mapped[Decimal | None] = field(
        "割合", FieldKind.DECIMAL, unit="%", width=6, check=checks.between(0, 100)
    )

    choice: Mapped[Choice] = relationship(back_populates="cells")
    item: Mapped[Item | None] = relationship(back_populates="cells")
    indicator_bases: Mapped[list[IndicatorBasis]] = owned_rows("cell", order="IndicatorBasis.position")
    remark_cells: Mapped[list["RemarkCell"]] = owned_rows("cell", order="RemarkCell.position")


class Remark(Entity):
    """所見: a sentence about the results, and the cells it speaks of."""

    __tablename__ = "remark"
    __label__ = "所見"
    __data_kind__ = DataKind.SURVEY

    survey_id: Mapped[int] = owner("survey", "アンケート")
    position: Mapped[int] = position()
    heading: Mapped[str | None] = field("見出し", width=16)
    text: Mapped[str] = field("所見", FieldKind.TEXT, width=40, check=checks.not_blank)

    survey: Mapped[Survey] = relationship(back_populates="remarks")
    cells: Mapped[list["RemarkCell"]] = owned_rows("remark", order="RemarkCell.position")


class RemarkCell(Entity):
    """所見の根拠: a cell that a remark speaks of."""

    __tablename__ = "remark_cell"
    __label__ = "所見の根拠"
    __data_kind__ = DataKind.SURVEY

    remark_id: Mapped[int] = owner("remark", "所見")
    cell_id: Mapped[int] = owner("cell", "調査の値")
    position: Mapped[int] = position()

    remark: Mapped[Remark] = relationship(back_populates="cells")
    cell: Mapped[Cell] = relationship(back_populates="remark_cells")
