"""データ用: everything the plan holds, in the plan's order, and nothing 推定 without saying so."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.vocabulary import BarKind, IndicatorKind, Precision, ProvenanceStatus
from dxplanner.handouts.data_columns import places_of, relations_of, target_of
from dxplanner.handouts.data_names import ELSEWHERE, LEFT_OUT, TABLES
from dxplanner.handouts.data_tables import DataTable, broken_rules, data_tables
from dxplanner.handouts.data_values import plain
from dxplanner.handouts.trees import Tree
from dxplanner.model import (
    Bar,
    Chapter,
    Initiative,
    Lane,
    Level,
    Plan,
    PlanVersion,
    PolicyNode,
    Provenance,
    Question,
    Review,
    Schedule,
    ScheduleEdition,
    Survey,
    Term,
    Transition,
    TransitionEnd,
    TrendEntry,
    entities,
)
from dxplanner.model.base import Entity, FieldKind, FieldSpec, field_specs
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.planfile import PlanFile

KEYS = {FieldKind.KEY, FieldKind.POSITION}
STATUS = "確認の状況"


@pytest.fixture(scope="module")
def tables(sample: PlanSnapshot) -> dict[str, DataTable]:
    return {table.name: table for table in data_tables(sample)}


def records(table: DataTable) -> list[dict[str, Any]]:
    """The rows of a table by heading."""
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


# Everything is in it ------------------------------------------------------------------------------------


class Filler:
    """Fills each field of an entity with a value that no other field has."""

    def __init__(self) -> None:
        self.made: dict[type[Entity], Any] = {}
        self.top_level: Any = None
        self._count = 0

    def row(self, entity: type[Entity], name: str = "") -> Any:
        values: dict[str, object] = {}
        for key, spec in field_specs(entity).items():
            if spec.kind is FieldKind.REFERENCE:
                target = target_of(entity, key.removesuffix("_id"))
                if target in self.made:
                    values[key] = self.made[target].id
            elif spec.kind not in KEYS:
                values[key] = self.value(entity, spec, name)
        if name and entity is PolicyNode:
            values["level_id"] = self.top_level.id
        if entity is Provenance:
            values["entity_uid"] = self.made[Plan].uid
        return entity(**values)

    def value(self, entity: type[Entity], spec: FieldSpec, name: str) -> object:
        self._count += 1
        n = self._count
        match spec.kind:
            case FieldKind.LINE | FieldKind.TEXT:
                return f"{name}{entity.__tablename__}.{spec.name}"
            case FieldKind.INTEGER | FieldKind.AMOUNT:
                return 100_000 + n
            case FieldKind.DECIMAL:
                return Decimal(f"0.{n:04}")
            case FieldKind.FRACTION:
                return Fraction(n, n + 1)
            case FieldKind.DATE:
                return date(2025, 1, 1) + timedelta(days=n)
            case FieldKind.MONTH:
                return date(2030 + n % 60, 1 + n // 60, 1)
            case FieldKind.FISCAL_YEAR:
                return 2100 + n
            case FieldKind.FLAG:
                return True
            case FieldKind.CHOICE:
                kind: Any = sa.inspect(entity).column_attrs[spec.name].columns[0].type
                return list(kind.enum_class)[-1]
            case FieldKind.MOMENT:
                return date(2026, 1, 1)
            case _:
                return {}


@pytest.fixture
def whole(empty_plan: PlanFile) -> tuple[PlanSnapshot, Filler]:
    """A plan with a row of every entity and every field filled."""
    filler = Filler()
    with empty_plan.edit("すべて") as edit:
        session = edit.session
        filler.made[Plan] = session.scalars(sa.select(Plan)).one()
        for key, spec in field_specs(Plan).items():
            if spec.kind not in KEYS:
                setattr(filler.made[Plan], key, filler.value(Plan, spec, ""))
        for entity in entities():
            if entity is Plan:
                continue
            above = entity is Level or any(target_of(entity, name) is entity for name in relations_of(entity))
            for name in ("first_", "") if above else ("",):
                filler.made[entity] = filler.row(entity, name)
                session.add(filler.made[entity])
                session.flush()
                if entity is Level and name:
                    filler.top_level = filler.made[entity]
    return empty_plan.snapshot(), filler


def shown(value: Any, spec: FieldSpec) -> set[object]:
    """The cells in which a value must be found."""
    match spec.kind:
        case FieldKind.FRACTION:
            return {value.numerator, value.denominator}
        case FieldKind.MONTH:
            return {f"{value.year}-{value.month:02}"}
        case FieldKind.FLAG:
            return {1}
        case FieldKind.CHOICE:
            assert isinstance(value, StrEnum)
            return {value.value}
        case _:
            return {value}


def name_of(row: Any) -> object:
    """Something by which a row is known: a text of its own, its number, or its 選択肢."""
    for key in ("name", "title", "label", "target", "text", "heading"):
        if hasattr(row, key):
            return getattr(row, key)
    choice = getattr(row, "choice", None)
    return choice.label if choice is not None else getattr(row, "fiscal_year", None) or row.number


def test_every_field_of_the_model_is_in_a_table_or_left_out_with_a_reason(
    whole: tuple[PlanSnapshot, Filler],
) -> None:
    snapshot, _ = whole
    tables = {table.name: table for table in data_tables(snapshot)}
    missing: list[str] = []
    for entity in entities():
        if (entity, "") in LEFT_OUT:
            continue
        table = tables[ELSEWHERE.get(entity, entity).__label__]
        row: Any = snapshot.all(entity)[-1]
        for key, spec in field_specs(entity).items():
            if spec.kind in KEYS or (entity, key) in LEFT_OUT:
                continue
            if spec.kind is FieldKind.REFERENCE:
                target = getattr(row, key.removesuffix("_id"))
                # The ends of a transition stand in the transition's own row.
                wanted = set() if isinstance(target, Transition) else {name_of(target)}
            elif isinstance(row, TransitionEnd):
                assert row.node.name in table.column(f"{row.side.value}の名称")
                continue
            else:
                wanted = shown(getattr(row, key), spec)
            cells = {value for line in table.rows for value in line}
            if not wanted <= cells:
                missing.append(f"{entity.__label__}：{spec.label} {wanted}")
    assert missing == []


def test_what_is_left_out_is_nowhere(whole: tuple[PlanSnapshot, Filler]) -> None:
    snapshot, _ = whole
    cells = {value for table in data_tables(snapshot) for row in table.rows for value in row}
    for entity, key in LEFT_OUT:
        for spec in field_specs(entity).values():
            if spec.kind in (FieldKind.LINE, FieldKind.TEXT) and key in ("", spec.name):
                assert f"{entity.__tablename__}.{spec.name}" not in cells
    assert not {"opinion.person", "opinion.original", "provenance.recorded_by"} & cells


def test_each_entity_has_one_table_and_each_reason_a_field() -> None:
    left = {entity for entity, key in LEFT_OUT if not key}
    assert sorted(map(str, {*TABLES, *ELSEWHERE, *left, Provenance})) == sorted(map(str, entities()))
    assert len(TABLES) == len(set(TABLES))
    for (entity, key), reason in LEFT_OUT.items():
        assert reason.endswith("。")
        assert not key or key in field_specs(entity)


def test_headings_stand_once_in_each_table(whole: tuple[PlanSnapshot, Filler]) -> None:
    tables = data_tables(whole[0])
    assert len({table.name for table in tables}) == len(tables)
    for table in tables:
        assert len(set(table.headings)) == len(table.headings), table.name
        assert {len(row) for row in table.rows} == {len(table.headings)}
    for entity in TABLES:
        found = [heading for place in places_of(entity) for heading in place.headings]
        assert len(set(found)) == len(found), entity


def test_what_follows_from_the_figures_stands_beside_them(tables: dict[str, DataTable]) -> None:
    surveys = records(tables["アンケート"])
    assert [(row["配布数"], row["回収数"], row["回収率（計算）（%）"]) for row in surveys] == [
        (3000, 1008, Decimal("33.6")),
        (1500, 502, Decimal("33.5")),
    ]
    assert {row["調査時期（開始）（西暦）"] for row in surveys} == {"2024-06"}
    assert {row["調査時期（終了）（和暦）"] for row in surveys} == {"令和６年７月"}
    grants = [
        (
            row["補助対象経費（千円）"],
            row["補助率（分子）"],
            row["補助率（分母）"],
            row["千円未満の端数"],
            row["算出額（千円）"],
        )
        for row in records(tables["補助金"])
    ]
    assert grants == [(6160, 1, 2, "切捨て", 3080), (3429, 1, 2, "切捨て", 1714)]
    assert tables["特別交付税措置"].column("措置率") == (Decimal("0.7"),)
    assert tables["作業"].column("作業の番号")[0] == 1


# Nothing 推定 without saying so --------------------------------------------------------------------------


def inferred(snapshot: PlanSnapshot) -> Iterator[Provenance]:
    return (mark for mark in snapshot.all(Provenance) if mark.status is ProvenanceStatus.INFERRED)


def test_every_inferred_value_is_listed_and_its_row_says_so(
    sample: PlanSnapshot, tables: dict[str, DataTable]
) -> None:
    listed = [row for row in records(tables["出典"]) if row[STATUS] == "推定"]
    assert len(listed) == len(list(inferred(sample))) > 100
    assert records(tables["出典"])[: len(listed)] == listed
    for row in listed:
        line = records(tables[row["表"]])[row["表の行"] - 2]
        if row["項目"] in ("行の全体", "主な取組"):
            assert line[STATUS] == "推定", row
        else:
            assert line[STATUS] in ("推定", "一部推定"), row
            assert line[f"{row['項目']}の{STATUS}"] == "推定", row


def test_no_row_that_is_inferred_reads_as_a_fact(sample: PlanSnapshot, tables: dict[str, DataTable]) -> None:
    bars = records(tables["工程"])
    assert [row[STATUS] for row in bars].count("推定") == sum(
        sample.is_inferred(bar) for bar in sample.all(Bar)
    )
    kinds = records(tables["成果指標"])
    assert [row["値の種類"] for row in kinds if row["値の種類の確認の状況"] == "推定"].count("年度値") == 6
    assert {row[STATUS] for row in kinds if row["値の種類の確認の状況"] == "推定"} == {"一部推定"}
    answers = [row for row in records(tables["回答の値"]) if row["設問"] is not None]
    for question in sample.all(Question):
        words = {row["設問の確認の状況"] for row in answers if row["設問"] == question.title}
        assert words == {"推定" if sample.is_inferred(question) else "確認済"}, question.title
    choices = {row["選択肢"] for row in answers if row["選択肢の確認の状況"] == "推定"}
    assert len(choices) == 5
    assert {row[STATUS] for row in answers if row["選択肢の確認の状況"] == "推定"} == {"一部推定"}


def test_confirming_makes_it_a_fact(sample_plan: PlanFile) -> None:
    with sample_plan.edit("確認") as edit:
        edit.session.execute(sa.update(Provenance).values(status=ProvenanceStatus.CONFIRMED))
    tables = data_tables(sample_plan.snapshot())
    for table in tables[1:]:
        assert set(table.column(STATUS)) <= {"確認済", "記録なし"}
        assert [heading for heading in table.headings if heading.endswith(STATUS)] == [STATUS]
    assert set(tables[0].column("推定の行数")) == set(tables[0].column("一部推定の行数")) == {0}


def test_a_list_that_is_inferred_marks_its_rows(sample: PlanSnapshot, tables: dict[str, DataTable]) -> None:
    marked = {mark.entity_uid for mark in inferred(sample) if mark.field_name == "initiatives"}
    expected = sum(row.node.uid in marked for row in sample.all(Initiative))
    assert tables["主な取組"].column(STATUS).count("推定") == expected > 0


def test_the_list_of_tables_counts_rows(tables: dict[str, DataTable]) -> None:
    listed = records(tables["表の一覧"])
    assert [row["表"] for row in listed] == list(tables)[1:]
    for row in listed:
        words = tables[row["表"]].column(STATUS)
        assert (row["行数"], row["推定の行数"]) == (len(words), words.count("推定"))
        assert row["一部推定の行数"] == words.count("一部推定")
        assert row["空欄の数"] == sum(value is None for line in tables[row["表"]].rows for value in line)


def test_sources_stand_beside_rows(tables: dict[str, DataTable]) -> None:
    first = records(tables["成果と課題"])[0]
    assert (first["出典の資料"], first["出典のページ"]) == ("長崎市DX推進計画 改訂素案の報告資料", 6)


# In the plan's order ------------------------------------------------------------------------------------


def test_rows_come_in_the_order_of_the_plan(sample: PlanSnapshot, tables: dict[str, DataTable]) -> None:
    trees = {version: Tree(version) for version in sample.all(PlanVersion)}

    def place(node: PolicyNode) -> tuple[int, int]:
        return node.version.position or 0, trees[node.version].order(node)

    reviews = sorted(sample.all(Review), key=lambda row: (place(row.node), row.position))
    assert tables["成果と課題"].column("主な成果") == tuple(row.achievement for row in reviews)
    trends = sorted(
        sample.all(TrendEntry),
        key=lambda row: (place(row.field_node), row.column.position, row.position),
    )
    assert tables["動向"].column("動向") == tuple(row.text for row in trends)
    chapters = sorted(sample.all(Chapter), key=lambda row: (row.version.position, row.position))
    assert tables["章"].column("章名") == tuple(row.title for row in chapters)
    transitions = sorted(sample.all(Transition), key=lambda row: row.position or 0)
    numbers = list(dict.fromkeys(tables["新旧の対応"].column("対応の番号")))
    assert numbers == list(range(1, len(transitions) + 1))
    reasons = list(dict.fromkeys(tables["新旧の対応"].column("理由")))
    assert reasons == list(dict.fromkeys(row.reason for row in transitions))
    numbers_of_reviews = tables["成果と課題"].column("番号")
    assert list(numbers_of_reviews) == sorted(numbers_of_reviews, key=str)


def test_a_matrix_goes_item_by_item(sample: PlanSnapshot, tables: dict[str, DataTable]) -> None:
    rows = [row for row in records(tables["回答の値"]) if row["形式"] == "マトリクス"]
    question = next(row for row in sample.all(Question) if row.kind.value == "マトリクス")
    wanted = [(item.label, choice.label) for item in question.items for choice in question.choices]
    got = [(row["項目"], row["選択肢"]) for row in rows]
    assert got == [pair for pair in wanted if pair in set(got)]


# As the rules want --------------------------------------------------------------------------------------


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


def test_a_pair_of_old_and_new_is_a_row_of_its_own(tables: dict[str, DataTable]) -> None:
    pairs = tables["新旧の対応"]
    assert len(pairs.rows) == len(set(pairs.rows)) > len(set(pairs.column("対応の番号")))


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


def test_an_empty_plan_has_its_own_row_only(empty_plan: PlanFile) -> None:
    assert [table.name for table in data_tables(empty_plan.snapshot())] == ["表の一覧", "計画"]


def test_surveys_of_one_target_are_told_apart(empty_plan: PlanFile) -> None:
    with empty_plan.edit("調査") as edit:
        session = edit.session
        for position, year in enumerate((2021, 2024)):
            survey = Survey(target="市民", starts_on=date(year, 6, 1), position=position)
            survey.questions.append(Question(title="同じ設問", kind="SA", position=0))
            session.add(survey)
        session.add(Term(number=2, first_year=2025, last_year=2027))
        session.add(Term(number=1, first_year=2022, last_year=2024))
    tables = {table.name: table for table in data_tables(empty_plan.snapshot())}
    assert tables["設問"].column("調査時期（開始）（西暦）") == ("2021-06", "2024-06")
    assert tables["期"].column("期") == (1, 2)
