"""データ用 as the rules want it: years, units, texts without layout; what breaks them is told."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import BarKind, IndicatorKind, Precision
from dxplanner.handouts.data_tables import DataTable, broken_rules, data_tables
from dxplanner.handouts.data_values import plain
from dxplanner.model import Bar, Lane, Schedule, ScheduleEdition
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.planfile import PlanFile
from tests.handouts.data.filler import Filler


def test_years_stand_in_western_and_japanese_reckoning(tables: dict[str, DataTable]) -> None:
    values = tables["指標の値"]
    pairs = set(zip(values.column("年度（西暦）"), values.column("年度（和暦）"), strict=True))
    assert pairs >= {(2024, "令和６年度"), (2027, "令和９年度")}
    for table in tables.values():
        western = [heading for heading in table.headings if heading.endswith("（西暦）")]
        japanese = [heading.replace("（西暦）", "（和暦）") for heading in western]
        assert [heading for heading in table.headings if heading.endswith("（和暦）")] == japanese


def test_a_calendar_year_is_no_fiscal_year(whole: tuple[PlanSnapshot, Filler]) -> None:
    values = next(table for table in data_tables(whole[0]) if table.name == "指標の値")
    assert values.column("値の種類") == (IndicatorKind.CALENDAR_YEAR.value,)
    assert [str(words)[-1] for words in values.column("年度（和暦）")] == ["年"]


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        (Precision.MONTH, "令和６年６月"),
        (Precision.TEN_DAYS, "令和６年６月下旬"),
        (Precision.DAY, "令和６年６月30日"),
    ],
)
def test_wareki_goes_no_further_than_the_precision(
    empty_plan: PlanFile, precision: Precision, words: str
) -> None:
    with empty_plan.edit("工程") as edit:
        session = edit.session
        lane = Lane(name="区分", edition=ScheduleEdition(name="当初", schedule=Schedule(title="工程表")))
        day = date(2024, 6, 30)
        session.add(Bar(lane=lane, starts_on=day, ends_on=day, precision=precision, kind=BarKind.BAR))
    bars = next(table for table in data_tables(empty_plan.snapshot()) if table.name == "工程")
    assert (bars.column("終了（西暦）"), bars.column("終了（和暦）")) == ((day,), (words,))


def test_units_stand_in_the_headings_of_numbers(tables: dict[str, DataTable]) -> None:
    for table in tables.values():
        for heading in table.headings:
            if heading.endswith(("（千円）", "（%）", "（件）", "（西暦）", "（該当は1）")):
                kinds = {type(value) for value in table.column(heading) if value is not None}
                assert kinds <= {int, Decimal, date} or "（西暦）" in heading, (table.name, heading)
    assert all(isinstance(value, int) for value in tables["積算"].column("金額（千円）"))


def test_texts_have_no_layout_and_the_region_is_named(tables: dict[str, DataTable]) -> None:
    for table in tables.values():
        for row in table.rows:
            for value in row:
                if isinstance(value, str):
                    assert value == plain(value), (table.name, value)
        if table.name != "表の一覧":
            assert set(table.column("市名")) == {"長崎市"}


@given(st.text())
def test_a_value_is_one_line_without_layout(text: str) -> None:
    value = plain(text)
    if value is None:
        return
    assert value == value.strip() == plain(value)
    assert not any(char in value for char in "\n\r\t\u3000\x0b")
    assert "  " not in value


def test_line_feeds_become_signs() -> None:
    assert plain(" 一行目\n\n　二行目 \n") == "一行目／二行目"
    assert plain("\u3000\n") is None


def test_what_could_not_be_kept_is_said_with_its_place(sample: PlanSnapshot) -> None:
    table = DataTable("表", ("名称", "素案のページ"), (("①の取組", "P9・10"), ("㈱長崎 市", None)))
    dates = DataTable("別の表", ("時期",), (("令和６年２月",), ("S1",)))
    assert broken_rules([table, dates]) == (
        "複数のページを1つの値としています：「表」の「素案のページ」1件。",
        "名称や文の、語と語の間の空白を残しています：「名称」1件。",
        "機種依存文字が残っています：「表」の「名称」（①、㈱）2件。",
        "和暦だけで、西暦がありません：「別の表」の「時期」1件。",
        "値がないものを空欄としています：1の表に計1件。表ごとの数は「表の一覧」にあります。",
    )
    assert broken_rules([DataTable("表", ("名称", "値"), (("～－―ー々％", 1),))]) == ()
    said = "".join(broken_rules(data_tables(sample)))
    assert "「単位」の列に書いています：「指標の値」の「値」26件" in said
    assert "改行を「／」に代えて、1つの値としています：「脚注」の「注の文」2件" in said
