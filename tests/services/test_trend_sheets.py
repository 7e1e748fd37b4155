"""動向 as a grid: cells of bullets, columns, 推定, and the sentences of コンセプト."""

import pytest
import sqlalchemy as sa

from dxplanner.model import PolicyNode, Provenance, TrendColumn, TrendEntry
from dxplanner.services import trend_sheets as trends
from dxplanner.services.fields import delete_rows
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import add_typed, clear, move, paste, set_cell
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.trend_sheets import TrendPlace
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.store.test_changelog import all_rows


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    """The sample, to be edited."""
    return Workbench(sample_plan)


def grid_of(bench: Workbench) -> SheetSource:
    with bench.plan.reading() as session:
        place = trends.usual_place(session)
        assert place is not None
        return trends.trend_source(
            lambda: place, trends.headings(session), trends.level_names(session, place)
        )


def table(bench: Workbench, source: SheetSource) -> dict[int, tuple[str, ...]]:
    with bench.plan.reading() as session:
        rows = read_rows(session, source, source.rows(session))
        return {key: rows[key].texts for key in source.rows(session)}


def test_the_grid_of_the_sample(bench: Workbench) -> None:
    source = grid_of(bench)
    assert [column.label for column in source.columns] == [
        "領域",
        "分野",
        "【2024年現在】国の動向／社会トレンド",
        "【2024年現在】現状の主なデジタル技術",
        "【未来予想】2030年の社会や暮らしの姿",
    ]
    rows = list(table(bench, source).values())
    assert [row[:2] for row in rows] == [
        ("暮らし", "生活"),
        ("暮らし", "産業"),
        ("暮らし", "人材"),
        ("交流", "交流"),
        ("行政", "行政"),
    ]
    assert rows[0][2].splitlines()[:2] == ["準公共分野のデジタル化", "マイナンバーの利用拡大"]


def test_a_cell_is_rewritten_line_by_line(bench: Workbench) -> None:
    source = grid_of(bench)
    before = all_rows(bench.plan)
    (key, texts), *_ = table(bench, source).items()
    column = source.columns[2].key
    lines = texts[2].splitlines()
    with bench.plan.reading() as session:
        former = {one.text: one.id for one in session.scalars(sa.select(TrendEntry))}
    bench.run("動向", set_cell(source, key, column, "\n".join(["・新しい動き", lines[1], "", lines[3]])))
    assert table(bench, source)[key][2] == f"新しい動き\n{lines[1]}\n{lines[3]}"
    with bench.plan.reading() as session:
        kept = session.scalars(
            sa.select(TrendEntry.id).where(TrendEntry.field_node_id == key, TrendEntry.text == lines[3])
        ).all()
    assert former[lines[3]] in kept
    assert bench.undo() is not None
    assert all_rows(bench.plan) == before


def test_bullets_move_between_cells_by_cut_and_paste(bench: Workbench) -> None:
    source = grid_of(bench)
    rows = table(bench, source)
    first, second = list(rows)[:2]
    text, column = rows[first][3], source.columns[3].key
    bench.run("切り取り", clear(source, [(first, column)]))
    report = bench.run("貼り付け", paste(source, [second], [column], [[text]], add_rows=False))
    assert report.done == 1
    after = table(bench, source)
    assert (after[first][3], after[second][3]) == ("", text)


def test_the_upper_and_lower_order_of_new_lines(bench: Workbench) -> None:
    source = grid_of(bench)
    key = next(iter(table(bench, source)))
    column = source.columns[4].key
    for lines in ("い\nろ\nは", "ろ\nい\nは", "は\nに\nろ\nい"):
        bench.run("動向", set_cell(source, key, column, lines))
        assert table(bench, source)[key][4] == lines


def test_columns_are_added_renamed_moved_and_deleted(bench: Workbench) -> None:
    source, before = trends.column_source(), all_rows(bench.plan)
    made = bench.run("列", add_typed(source, None, {"heading": "市民の声", "group": "2024年現在"}))
    bench.run("列", move(source, [made], 0))
    assert [column.label for column in grid_of(bench).columns][2] == "【2024年現在】市民の声"
    bench.run("列", set_cell(source, made, "group", ""))
    assert [column.label for column in grid_of(bench).columns][2] == "市民の声"
    with bench.plan.reading() as session:
        counts = {key: row.texts[2] for key, row in read_rows(session, source, source.rows(session)).items()}
        last = list(source.rows(session))[-1]
        held = session.scalars(sa.select(TrendEntry).where(TrendEntry.column_id == last)).all()
    assert counts[made] == "0"
    assert counts[last] == str(len(held))
    bench.run("列", lambda session: delete_rows(session, TrendColumn, [last]))
    while bench.undo() is not None:
        pass
    assert all_rows(bench.plan) == before


def test_what_is_inferred_is_listed_by_field(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        talent = session.scalar(
            sa.select(TrendEntry.field_node_id).where(TrendEntry.text == "教育データの利活用")
        )
        assert talent is not None
        found = trends.guessed_trends(session, talent)
        marks = {one.id for one in session.scalars(sa.select(Provenance))}
    assert [one.text for one in found] == [
        "教育データの利活用",
        "プログラミング教育・リカレント教育の充実",
        "デジタル人材育成プラットフォームの活用",
        "民間の特化型研修プログラム",
    ]
    assert {one.mark_id for one in found} <= marks
    assert found[0].basis


def test_places_without_bullets(bench: Workbench, empty_plan: PlanFile) -> None:
    with bench.plan.reading() as session:
        current = trends.place_in(session, 1)
        revised = trends.usual_place(session)
        assert current is not None
        assert revised is not None
        assert trends.place_in(session, 2, revised.level_id) == revised
        assert trends.level_names(session, TrendPlace(1, current.level_id))[1]
        assert trends.place_in(session, 99) is None
    with empty_plan.reading() as session:
        assert trends.usual_place(session) is None


def test_the_concepts_sentences(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        version = trends.concept_version(session, 1)
        concept = trends.concept_of(session)
    assert version == 2
    assert concept is not None
    assert concept.texts["slogan"] == "「人」が主役のまちづくりを、デジタル技術で加速させる。"
    source = trends.domain_source(lambda: version)
    rows = table(bench, source)
    assert [texts[0] for texts in rows.values()] == ["暮らし", "交流", "行政"]
    key = next(iter(rows))
    bench.run("文", set_cell(source, key, "statement", "つながる暮らし"))
    with bench.plan.reading() as session:
        assert session.get_one(PolicyNode, key).statement == "つながる暮らし"
