"""The table of indicators as a sheet: one row a series, columns for each 年度 of the 期.

Values of different series are never added up or averaged: their units and meanings differ, and 累計 already
holds the years before it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year, parse_fiscal_year
from dxplanner.domain.indicators import format_value
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.model import Entity, FieldKind, Indicator, IndicatorSeries, PolicyNode
from dxplanner.services.command import Command
from dxplanner.services.departments import department_choices, find_department
from dxplanner.services.fields import fields_of, format_field, parse_field, set_field
from dxplanner.services.indicator_edit import (
    add_indicator,
    add_series,
    drop_empty_value,
    indicator_of,
    set_grade,
    set_value_text,
    set_year,
    years_problem,
)
from dxplanner.services.indicator_order import move_to_node
from dxplanner.services.indicator_picture import SeriesRow, ValueLine, rate_text
from dxplanner.services.indicator_query import TABLES, IndicatorBook, scales, term_years
from dxplanner.services.node_numbers import version_numbers
from dxplanner.services.sheet import RowCheck, SheetColumn, SheetSource
from dxplanner.services.sheet_columns import computed_column, once
from dxplanner.services.sheet_edit import Grid, paste
from dxplanner.services.sheet_report import PasteReport

NEVER_ADDED: Final = (
    "指標や系列によって単位や意味が違うため、合計や平均は出しません。"
    "累計の値も、前の年度までを含むので足しません。"
)
FIELD_HELP: Final = {
    "name": "成果指標の名称です。印刷する資料にもこのまま出ます。",
    "definition": "何を測る指標かを書きます。",
    "method": "値をどのように計算するかを書きます。",
    "kind": "意識調査の割合、年度ごとの値、累計、ある時点の値、暦の年の値のどれかです。",
    "unit": "値の単位です。%、件、人のように入れます。",
    "decimals": "値を表示する小数点以下の桁数です。これより細かく入れた値は、入れたとおりに表示します。",
    "direction": "増やす指標か、減らす指標か、今の水準を保つ指標かです。",
    "source": "値のもとになる調査や統計の名称を書きます。",
    "achievement_method": "達成率をどの式で計算するかです。",
    "note": "この指標について書き留めておくことを書きます。",
}
"""What the fields of an indicator are, in the headings of the table and in the form."""
_NODE_HELP: Final = "指標を置いている施策の名称です。"
_MARKS_HELP: Final = "確かめていない値（推定）、決めていない値（案）、調査との違い（⚠調査）の印です。"
_SHARED: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("unit", {"width": 3}),
    ("direction", {"width": 3}),
    *((name, {"hidden": True}) for name in ("kind", "decimals", "definition", "method", "source")),
)
"""Fields of the indicator after its name; some are shown on request only."""


def indicator_source(
    book: IndicatorBook,
    session: Session,
    version_id: int | None,
    node_id: int | None,
    today: Callable[[], Any],
) -> SheetSource:
    """The series of a version, or of a node and all below it."""
    return SheetSource(
        label="成果指標",
        entity=IndicatorSeries,
        columns=_columns(version_id, term_years(session, version_id), today),
        rows=lambda session: book.keys(session, version_id, node_id),
        load=book.load,
        tables=TABLES,
        check=RowCheck(
            ("target_year", "baseline_year", "target", "baseline"),
            lambda session, row: years_problem(session, row.id),
        ),
        movable=False,
        deletable=False,
    )


def _columns(
    version_id: int | None, years: Sequence[int], today: Callable[[], Any]
) -> tuple[SheetColumn, ...]:
    return (
        _node_column(version_id),
        computed_column("node", "基本施策", lambda row: row.node, width=16, hidden=True, help=_NODE_HELP),
        facts_column("name", width=24),
        series_column(width=4),
        *(facts_column(name, **changes) for name, changes in _SHARED),
        _value_column("baseline", "基準値", ValueRole.BASELINE),
        _year_column("baseline_year", "基準年度", ValueRole.BASELINE),
        *(_yearly(year, years) for year in years),
        *(_actual(year) for year in years),
        _value_column("target", "目標値", ValueRole.TARGET),
        _year_column("target_year", "目標年度", ValueRole.TARGET),
        computed_column(
            "rate", "達成率", lambda row: rate_text(row.rate(row.standing)), unit="%", width=4,
            number=lambda row: row.rate(row.standing).value, averaged=False,
            help="いちばん新しい実績値について、指標ごとの算出方法で計算します。平均はしません。",
        ),
        _grade_column(),
        _department_column(today),
        computed_column("marks", "印", _marks, width=7, help=_MARKS_HELP),
        facts_column("note"),
    )  # fmt: skip


def facts_column(name: str, **changes: Any) -> SheetColumn:
    """A field of the indicator; all its series show it."""
    return picture_column(
        Indicator,
        name,
        lambda row: row.indicator.values[name],
        lambda session, row: indicator_of(session, row.id).id,
        **{"help": FIELD_HELP[name], **changes},
    )


def series_column(**changes: Any) -> SheetColumn:
    """The name of the series."""
    return picture_column(
        IndicatorSeries, "name", lambda row: row.name or None, lambda _session, row: int(row.id),
        key="series",
        help="国内・国外のように、1つの指標をいくつかに分けて測るときの名前です。", **changes,
    )  # fmt: skip


def picture_column(
    entity: type[Entity],
    name: str,
    value_of: Callable[[Any], object],
    key_of: Callable[[Session, Any], int],
    **changes: Any,
) -> SheetColumn:
    """A declared field that is read from a picture and stored in the row ``key_of`` names."""
    field = fields_of(entity)[name]
    spec = field.spec

    def write(session: Session, row: Any, text: str) -> None:
        set_field(session, entity, key_of(session, row), name, parse_field(field, text))

    settings: dict[str, Any] = {
        "key": name, "label": spec.label, "kind": spec.kind, "unit": spec.unit, "width": spec.width,
        "help": spec.help, "field": name,
        "offered": (lambda _session: [one.value for one in field.choices]) if field.choices else None,
    }  # fmt: skip
    return SheetColumn(
        read=lambda row: format_field(field, value_of(row)), write=write, **(settings | changes)
    )


def _value_column(
    key: str, label: str, role: ValueRole, year: int | None = None, **changes: Any
) -> SheetColumn:
    def found(row: SeriesRow) -> ValueLine | None:
        return row.last(role) if year is None else row.of_year(role, year)

    def number(row: SeriesRow) -> Decimal | None:
        value = found(row)
        return None if value is None else value.value

    def read(row: SeriesRow) -> str:
        value = number(row)
        return "" if value is None else format_value(value)

    def write(session: Session, row: Any, text: str) -> None:
        set_value_text(session, row.id, role, text, year)

    settings: dict[str, Any] = {
        "kind": FieldKind.DECIMAL, "width": 5, "help": NEVER_ADDED, "number": number, "averaged": False,
    }  # fmt: skip
    return SheetColumn(key, label, read, write, **(settings | changes))


def _yearly(year: int, years: Sequence[int]) -> SheetColumn:
    """年度目標; that of the last year is hidden, since the final target stands there."""
    help = f"{format_fiscal_year(year)}の目標値です。「直線で見込む」で案を入れられます。{NEVER_ADDED}"
    return _value_column(
        f"plan_{year}",
        f"目標 {_short(year)}",
        ValueRole.YEARLY_TARGET,
        year,
        help=help,
        hidden=year == years[-1],
    )


def _actual(year: int) -> SheetColumn:
    help = f"{format_fiscal_year(year)}の実績値です。{NEVER_ADDED}"
    return _value_column(f"actual_{year}", f"実績 {_short(year)}", ValueRole.ACTUAL, year, help=help)


def _short(year: int) -> str:
    return format_fiscal_year(year, FiscalStyle.SHORT)


def _year_column(key: str, label: str, role: ValueRole) -> SheetColumn:
    def read(row: SeriesRow) -> str:
        value = row.last(role)
        if value is None:
            return ""
        return f"{_short(value.year)}{'年' if row.indicator.kind is IndicatorKind.CALENDAR_YEAR else ''}"

    def write(session: Session, row: Any, text: str) -> None:
        if indicator_of(session, row.id).kind is IndicatorKind.CALENDAR_YEAR:
            text = text.strip().removesuffix("年")
        if not text.strip():
            drop_empty_value(session, row.id, role)
            return
        try:
            year = parse_fiscal_year(text)
        except ValueError as error:
            raise InputError(str(error)) from None
        set_year(session, row.id, role, year)

    help = "その値の年度です。値があるあいだは空欄になりません。暦年値の指標では、暦の年です。"
    return SheetColumn(key, label, read, write, kind=FieldKind.FISCAL_YEAR, width=4, help=help)


def _grade_column() -> SheetColumn:
    def offered(session: Session) -> Sequence[str]:
        return list(dict.fromkeys(rule.label for scale in scales(session).values() for rule in scale.rules))

    def write(session: Session, row: Any, text: str) -> None:
        set_grade(session, row.id, text)

    return SheetColumn(
        "grade", "評価", lambda row: row.grade(row.standing).label, write, kind=FieldKind.REFERENCE, width=5,
        help="達成率から自動で付きます。「評価困難」「未着手」などは手で選びます。空欄にすると自動に戻ります。",
        offered=offered,
    )  # fmt: skip


def _department_column(today: Callable[[], Any]) -> SheetColumn:
    def write(session: Session, row: Any, text: str) -> None:
        found = None
        if text.strip():
            choices = once(session, "departments", lambda: department_choices(session, today()))
            found = find_department(choices, text)
            if found is None:
                raise InputError(
                    f"「{text}」は組織の一覧にありません。「計画」の組織に加えてから選んでください。"
                )
        set_field(session, Indicator, indicator_of(session, row.id).id, "department_id", found and found.id)

    def offered(session: Session) -> Sequence[str]:
        return [choice.name for choice in department_choices(session, today()) if choice.valid]

    return SheetColumn(
        "department_id", "担当課", lambda row: row.indicator.department, write, width=8,
        kind=FieldKind.REFERENCE,
        help="この指標の値を持っている課です。", field="department_id", offered=offered,
    )  # fmt: skip


def _node_column(version_id: int | None) -> SheetColumn:
    """番号 of the 施策; typing another number or name moves the indicator there."""

    def nodes(session: Session) -> list[tuple[int, str, str]]:
        numbers = version_numbers(session, version_id or 0)
        names = sa.select(PolicyNode.id, PolicyNode.name).where(PolicyNode.version_id == version_id)
        known = {row[0]: row[1] for row in session.execute(names)}
        return [(key, numbers.get(key, ""), name) for key, name in known.items()]

    def ways(session: Session) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, number, name in nodes(session):
            for text in filter(None, (f"{number} {name}", number, name)):
                found.setdefault(comparison_key(text), key)
        return found

    def write(session: Session, row: Any, text: str) -> None:
        node_id = once(session, "indicator nodes", partial(ways, session)).get(comparison_key(text))
        if node_id is None:
            raise InputError(f"「{text}」という施策はこの計画版にありません。番号か名称を入れてください。")
        move_to_node(session, indicator_of(session, row.id).id, node_id)

    return SheetColumn(
        "number", "施策", lambda row: row.number or row.node, write, width=3,
        help="基本施策の番号です。別の番号か名称を入れると、指標がその施策に移ります。",
        offered=lambda session: [f"{number} {name}" for _, number, name in nodes(session) if number],
        kind=FieldKind.REFERENCE,
    )  # fmt: skip


def _marks(row: SeriesRow) -> str:
    parts = [
        f"推定{row.inferred}" if row.inferred else "",
        f"案{len(row.proposed)}" if row.proposed else "",
        "⚠調査" if row.parted else "",
    ]
    return " ".join(part for part in parts if part)


def paste_new(source: SheetSource, node_id: int, keys: Sequence[str], grid: Grid) -> Command[PasteReport]:
    """Command: make new indicators of a pasted range, in one step.

    ``keys`` are the columns of its texts. Lines that follow each other with the same 施策 and name are
    series of one indicator. They go to ``node_id`` where no 施策 is given; cells that cannot be read are
    reported.
    """

    def command(session: Session) -> PasteReport:
        lines = [line for line in grid if any(text.strip() for text in line)]
        made: list[int] = []
        former, indicator = None, 0
        for line in lines:
            texts = dict(zip(keys, line, strict=False))
            told = texts.get("number", ""), texts.get("name", "")
            if told[1].strip() and told == former:
                made.append(add_series(session, indicator))
            else:
                indicator, former = add_indicator(session, node_id), told
                own = sa.select(IndicatorSeries.id).where(IndicatorSeries.indicator_id == indicator)
                made += session.scalars(own)
        report = paste(source, made, keys, lines, add_rows=False)(session)
        # What a new indicator needs and the range leaves blank keeps its first value.
        bad = tuple(cell for cell in report.bad if cell.text.strip())
        return replace(report, added=tuple(made), bad=bad)

    return command
