"""データ用 gives nothing 推定 without saying so: in its row, in the list of tables, among the sources."""

from collections.abc import Iterator

import sqlalchemy as sa

from dxplanner.domain.vocabulary import ProvenanceStatus
from dxplanner.handouts.data_tables import DataTable, data_tables
from dxplanner.model import Bar, Initiative, Provenance, Question
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.planfile import PlanFile
from tests.handouts.data.filler import STATUS, records


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
