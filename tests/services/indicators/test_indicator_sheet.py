"""The table of indicators as a sheet: its rows and columns, typed, pasted, emptied, undone."""

from typing import Any

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.grades import PRESETS
from dxplanner.domain.pasted import cells_of_text
from dxplanner.model import Department
from dxplanner.services import indicator_edit as edit
from dxplanner.services import indicator_grades as grades
from dxplanner.services.fields import add_row
from dxplanner.services.indicator_query import IndicatorBook, term_years
from dxplanner.services.indicator_sheet import NEVER_ADDED, paste_new
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_edit import clear, paste, set_cell
from dxplanner.services.workbench import Workbench
from tests.services.indicators.acts import ACCESS, DOMESTIC, FIRMS, OVERTIME, VERSION, keys, table, undo_all
from tests.services.outlines import rows


def test_every_series_of_the_version_is_a_row_in_the_order_of_the_tree(
    bench: Workbench, source: SheetSource
) -> None:
    shown = table(
        bench, source, "number", "series", "unit", "direction", "baseline", "baseline_year", "target"
    )
    assert [line[0] for line in shown] == [
        "1-1", "1-2", "1-3", "2-1", "2-2", "3-1", "3-2", "4-1", "4-1", "4-2", "5-1", "5-2", "5-3",
    ]  # fmt: skip
    assert shown[FIRMS] == ("2-1", "", "%", "増加", "34.9", "R6", "50.0")
    assert shown[DOMESTIC] == ("4-1", "国内", "%", "増加", "53.1", "R5", "74.3")
    assert shown[OVERTIME] == ("5-2", "", "%", "減少", "6.7", "R5", "5.0")


def test_the_columns_follow_the_term(bench: Workbench, source: SheetSource) -> None:
    labels = {column.key: column for column in source.columns}
    assert [labels[f"plan_{year}"].label for year in (2025, 2026, 2027)] == ["目標 R7", "目標 R8", "目標 R9"]
    assert labels["plan_2027"].hidden
    assert not labels["actual_2027"].hidden
    with bench.plan.reading() as session:
        assert term_years(session, VERSION) == [2025, 2026, 2027]
        assert term_years(session, None) != []


def test_no_column_of_figures_is_added_up_or_averaged(source: SheetSource) -> None:
    assert not any(column.summed for column in source.columns)
    assert not any(column.number is not None and column.averaged for column in source.columns)
    assert NEVER_ADDED in source.column("actual_2025").help


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [
        ("actual_2025", "４０．０％", "40.0"),
        ("plan_2025", "△1.5", "△1.5"),
        ("baseline_year", "令和５年度", "R5"),
        ("target", "－", ""),
        ("unit", "件", "件"),
        ("direction", "減少", "減少"),
        ("series", "高齢者", "高齢者"),
        ("name", "改めた\n名称", "改めた\n名称"),
        ("number", "5-2", "5-2"),
        ("number", "業務の見直しと働き方の改革", "5-2"),
        ("note", "備考です", "備考です"),
    ],
)
def test_what_is_typed_is_shown_and_undone(
    bench: Workbench, source: SheetSource, key: str, text: str, shown: str
) -> None:
    before = rows(bench.plan)
    row = keys(bench, source)[FIRMS]
    bench.run("試験", set_cell(source, row, key, text))
    at = keys(bench, source).index(row)
    assert table(bench, source, key)[at] == (shown,)
    undo_all(bench)
    assert rows(bench.plan) == before


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("baseline", "約40", "数値として読めません"),
        ("baseline_year", "令和六", "年度として読めません"),
        ("direction", "上昇", "選べません"),
        ("number", "9-9", "この計画版にありません"),
        ("department_id", "宇宙課", "組織の一覧にありません"),
        ("grade", "優", "にありません"),
        ("name", "", "空欄にはできません"),
    ],
)
def test_what_cannot_be_stored_says_why(
    bench: Workbench, source: SheetSource, key: str, text: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], key, text))


def test_a_year_goes_only_with_its_value(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[ACCESS]
    bench.run("試験", set_cell(source, row, "target_year", ""))
    assert table(bench, source, "target", "target_year")[ACCESS] == ("67,000", "R9")
    bench.run("試験", set_cell(source, row, "target", ""))
    assert table(bench, source, "target", "target_year")[ACCESS] == ("", "R9")
    bench.run("試験", set_cell(source, row, "target_year", ""))
    assert table(bench, source, "target", "target_year")[ACCESS] == ("", "")


def test_a_section_is_chosen_by_name(bench: Workbench, source: SheetSource) -> None:
    bench.run("試験", lambda s: add_row(s, Department, {"name": "試験推進課"}, owner=None))
    bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], "department_id", "試験推進課"))
    assert table(bench, source, "department_id")[FIRMS] == ("試験推進課",)
    bench.run("試験", set_cell(source, keys(bench, source)[FIRMS], "department_id", ""))
    assert table(bench, source, "department_id")[FIRMS] == ("",)


def test_a_calendar_year_is_no_fiscal_year(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[ACCESS]
    bench.run("試験", set_cell(source, row, "kind", "暦年値"))
    assert table(bench, source, "baseline_year")[ACCESS] == ("R5年",)
    bench.run("試験", set_cell(source, row, "baseline_year", "R4年"))
    assert table(bench, source, "baseline_year")[ACCESS] == ("R4年",)


def test_a_range_from_a_worksheet_goes_in_but_for_its_bad_cells(
    bench: Workbench, source: SheetSource
) -> None:
    before = rows(bench.plan)
    copied = '４０．０\t45.0\t－\r\n"３８，０\n００"\t不明\t△1.5\r\n'
    wanted = keys(bench, source)[FIRMS : FIRMS + 2]
    columns = ["plan_2025", "plan_2026", "actual_2025"]
    report = bench.run("貼り付け", paste(source, wanted, columns, cells_of_text(copied), add_rows=False))
    assert table(bench, source, *columns)[FIRMS : FIRMS + 2] == [
        ("40.0", "45.0", ""), ("38,000", "", "△1.5"),
    ]  # fmt: skip
    assert [(bad.key, bad.text) for bad in report.bad] == [("plan_2026", "不明")]
    bench.undo()
    assert rows(bench.plan) == before


def test_copied_rows_become_new_indicators_with_their_series(bench: Workbench, source: SheetSource) -> None:
    before = rows(bench.plan)
    columns = [column.key for column in source.columns if not column.hidden]
    copied = table(bench, source, *columns)
    node = 46
    report = bench.run("貼り付け", paste_new(source, node, columns, [*copied, ("", "")]))
    assert (len(report.added), report.bad) == (13, ())
    typed = [column.key for column in source.columns if column.write is not None and not column.hidden]
    after = table(bench, source, *typed)
    assert len(after) == 26
    assert all(after.count(line) == 2 for line in after)
    with bench.plan.reading() as session:
        assert IndicatorBook().count(session, VERSION) == 24
    bench.undo()
    assert rows(bench.plan) == before


def test_emptied_cells_leave_the_other_values(bench: Workbench, source: SheetSource) -> None:
    row = keys(bench, source)[FIRMS]
    bench.run("試験", set_cell(source, row, "actual_2025", "40"))
    report = bench.run("消去", clear(source, [(row, "actual_2025"), (row, "baseline")]))
    assert report.done == 2
    assert table(bench, source, "actual_2025", "baseline", "baseline_year", "target")[FIRMS] == (
        "", "", "R6", "50.0",
    )  # fmt: skip


def test_rate_grade_and_marks_are_computed(bench: Workbench, source: SheetSource) -> None:
    def prepare(session: Any) -> None:
        grades.make_ordinary(session, grades.add_scale(session, PRESETS[1]))
        edit.propose_targets(session, [row])

    row = keys(bench, source)[OVERTIME]
    bench.run("準備", prepare)
    bench.run("試験", set_cell(source, row, "actual_2025", "5.85"))
    assert table(bench, source, "rate", "grade", "marks")[OVERTIME] == ("50.0", "D", "推定1 案3")
    bench.run("試験", set_cell(source, row, "grade", "評価困難"))
    assert table(bench, source, "grade")[OVERTIME] == ("評価困難",)
