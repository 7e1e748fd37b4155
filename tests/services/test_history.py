"""変更履歴 in the office's words: pages, filters, titles, values before and after."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.moments import format_moment, local_time, start_of_day
from dxplanner.model import (
    BudgetItem,
    ChangeSet,
    Department,
    Entity,
    Handout,
    HandoutBlock,
    Indicator,
    IndicatorValue,
    Initiative,
    Level,
    Meeting,
    NodeDepartment,
    PolicyNode,
    Provenance,
)
from dxplanner.services.change_text import EMPTY
from dxplanner.services.fields import add_row, delete_rows, set_field
from dxplanner.services.handout_edit import add_block
from dxplanner.services.history import (
    DETAIL_ROWS,
    FieldChange,
    History,
    HistoryDetail,
    HistoryFilter,
    HistoryState,
    RowText,
)
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile

NAME = "安全・安心で快適な環境の整備"


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


@pytest.fixture
def history(sample_plan: PlanFile) -> History:
    return History(sample_plan)


@pytest.fixture
def node(sample_plan: PlanFile) -> PolicyNode:
    """見直し案 1-1."""
    found = [node for node in sample_plan.snapshot().all(PolicyNode) if node.name == NAME]
    return next(node for node in found if node.version.name == "見直し案")


def rename(bench: Workbench, node: PolicyNode, name: str) -> None:
    bench.run("名称変更", lambda session: set_field(session, PolicyNode, node.id, "name", name))


def run(bench: Workbench, statement: sa.Executable) -> None:
    bench.run("変更", lambda session: session.execute(statement))


def newest(history: History) -> HistoryDetail:
    [entry] = history.page(HistoryFilter(), 1)
    detail = history.detail(entry.key)
    assert detail is not None
    return detail


def changed(history: History) -> FieldChange:
    """The one field of the one row of the newest entry."""
    [row] = newest(history).rows
    [change] = row.fields
    return change


def test_an_entry_says_who_when_what_and_where(bench: Workbench, history: History, node: PolicyNode) -> None:
    rename(bench, node, "安全な環境の整備")
    detail = newest(history)
    entry = detail.entry
    assert (entry.label, entry.author, entry.computer) == ("名称変更", "企画係", "PC-01")
    assert (entry.state, entry.rows, entry.undone) == (HistoryState.DONE, 1, "")
    with bench.plan.reading() as session:
        made_at = session.scalars(sa.select(ChangeSet.made_at)).one()
    assert entry.when == format_moment(made_at)
    change = FieldChange("名称", NAME, "安全な環境の整備")
    expected = RowText("変更", "基本施策「安全な環境の整備」", (change,), ("policy_node", node.uid))
    assert detail.rows == (expected,)
    assert (entry.head, detail.place) == (expected, ("policy_node", node.uid))


def test_a_moment_is_local_and_in_wareki() -> None:
    noon = datetime(2024, 11, 20, 5, 5)
    local = local_time(noon)
    assert format_moment(noon) == f"R6.11.{local.day} {local:%H:%M}"
    assert local_time(start_of_day(date(2024, 11, 20))).strftime("%Y-%m-%d %H:%M") == "2024-11-20 00:00"


def test_values_are_shown_as_the_office_writes_them(
    bench: Workbench, history: History, node: PolicyNode
) -> None:
    snapshot = bench.plan.snapshot()
    value = next(one for one in snapshot.all(IndicatorValue) if one.series.indicator.node_id == node.id)
    item = next(one for one in snapshot.all(BudgetItem) if one.amount is not None)
    meeting = snapshot.all(Meeting)[0]
    department = snapshot.all(Department)[0]
    indicator = node.indicators[0]
    level = node.level
    cases: list[tuple[type[Entity], int, str, object, str]] = [
        (IndicatorValue, value.id, "value", Decimal("12.50"), "12.50"),
        (BudgetItem, item.id, "amount", 1234567, "1,234,567千円"),
        (Meeting, meeting.id, "starts_on", date(2024, 12, 16), "R6.12.16"),
        (Indicator, indicator.id, "department_id", department.id, department.name),
        (PolicyNode, node.id, "goal", None, EMPTY),
        (Level, level.id, "joined", not level.joined, EMPTY if level.joined else "○"),
        (Level, level.id, "scope", "番号なし", "番号なし"),
        (IndicatorValue, value.id, "fiscal_year", 2030, "R12"),
        (PolicyNode, node.id, "position", 9, "10番目"),
    ]
    for entity, row_id, name, raw, shown in cases:
        run(bench, sa.update(entity).where(entity.id == row_id).values({name: raw}))
        assert (name, changed(history).after) == (name, shown)


def test_rows_without_a_name_are_called_after_what_they_belong_to(
    bench: Workbench, history: History, node: PolicyNode
) -> None:
    department = bench.plan.snapshot().all(Department)[0]
    bench.run(
        "所管課の追加",
        lambda session: session.add(NodeDepartment(node_id=node.id, department_id=department.id)),
    )
    [row] = newest(history).rows
    assert (row.what, row.title) == ("追加", f"所管課「{NAME}・{department.name}・主担当」")
    bench.run("出典の記入", lambda session: session.add(Provenance(entity_uid=node.uid, field_name="name")))
    [row] = newest(history).rows
    assert row.title == f"出典「{NAME}・名称」"
    assert row.place == ("policy_node", node.uid)


def test_a_deletion_names_the_row_itself_first_and_still_knows_names(
    bench: Workbench, history: History, node: PolicyNode
) -> None:
    parent = node.parent
    assert parent is not None
    bench.run("1-1 の削除", lambda session: session.delete(session.get(PolicyNode, node.id)))
    detail = newest(history)
    assert detail.entry.head is not None
    assert (detail.entry.head.what, detail.entry.head.title) == ("削除", f"基本施策「{NAME}」")
    assert detail.rows[0].title == f"基本施策「{NAME}」"
    assert detail.rows[0].fields[0] == FieldChange("上位の項目", parent.name, "")
    assert detail.rows[0].place == ("policy_node", parent.uid), "the nearest place that is still there"
    assert {row.title.split("「")[0] for row in detail.rows[-2:]} == {"出典"}
    assert any(row.title == "主な取組「インフラの整備・管理の高度化」" for row in detail.rows)


def test_rows_pushed_along_are_counted_not_listed(
    bench: Workbench, history: History, node: PolicyNode
) -> None:
    values = {"node_id": node.id, "name": "新しい取組"}
    bench.run("追加", lambda session: add_row(session, Initiative, values, owner="node_id", at=0))
    detail = newest(history)
    assert [row.title for row in detail.rows] == ["主な取組「新しい取組」"]
    assert (detail.moved, detail.entry.rows) == (3, 4)
    assert detail.rows[0].fields == (FieldChange("取組名", "", "新しい取組"),)
    bench.run("並べ替え", lambda session: session.execute(sa.update(Initiative).values(position=7)))
    assert newest(history).moved == 0


def test_settings_of_a_printed_page_are_not_spelled_out(bench: Workbench, history: History) -> None:
    handout = bench.plan.snapshot().all(Handout)[0]
    block = handout.blocks[0]
    run(bench, sa.update(HandoutBlock).where(HandoutBlock.id == block.id).values(options={"x": 1}))
    assert changed(history).after == "（設定の内容）"


def test_blocks_of_handouts_are_called_what_the_office_calls_them(bench: Workbench, history: History) -> None:
    handout = bench.plan.snapshot().all(Handout)[0]
    block = bench.run("部品の追加", add_block(handout.id, "schedule", {}))
    [row] = newest(history).rows
    assert row.title == "資料の部品「工程表」"
    assert FieldChange("部品の種類", "", "工程表") in row.fields
    bench.run("部品の削除", lambda session: delete_rows(session, HandoutBlock, [block]))
    assert newest(history).rows[0].title == "資料の部品「工程表」"


def test_states_follow_undo_and_a_new_edit(bench: Workbench, history: History, node: PolicyNode) -> None:
    rename(bench, node, "一")
    bench.plan.author = Author("課長", "PC-09")
    bench.undo()
    [entry] = history.page(HistoryFilter(), 5)
    assert (entry.state, "課長が取り消しました" in entry.undone) == (HistoryState.UNDONE, True)
    rename(bench, node, "二")
    new, old = history.page(HistoryFilter(), 5)
    assert (old.state, old.undone) == (
        HistoryState.DROPPED,
        "取り消したあとに別の変更をしたため、やり直せません。",
    )
    assert history.states([new.key, old.key]) == {new.key: HistoryState.DONE, old.key: HistoryState.DROPPED}
    assert history.authors() == ["企画係", "課長"]


def test_pages_go_from_the_newest_to_the_oldest(bench: Workbench, history: History, node: PolicyNode) -> None:
    for number in range(5):
        rename(bench, node, f"名称{number}")
    first = history.page(HistoryFilter(), 2)
    second = history.page(HistoryFilter(), 2, older_than=first[-1].key)
    last = history.page(HistoryFilter(), 2, older_than=second[-1].key)
    shown = [entry.head.fields[0].after for entry in (*first, *second, *last) if entry.head is not None]
    assert shown == ["名称4", "名称3", "名称2", "名称1", "名称0"]
    assert history.entry(999) is None
    assert history.detail(999) is None


def test_the_filter_of_a_node_takes_all_that_belongs_to_it(
    bench: Workbench, history: History, node: PolicyNode
) -> None:
    series = node.indicators[0].series[0]
    other = next(one for one in bench.plan.snapshot().all(PolicyNode) if one.name.startswith("健康で"))
    rename(bench, other, "ほかの施策")
    values = {"node_id": node.id, "name": "新しい取組"}
    added = bench.run("取組の追加", lambda session: add_row(session, Initiative, values, owner="node_id"))
    bench.run("取組の削除", lambda session: session.delete(session.get(Initiative, added)))
    value = series.values[0]
    bench.run("値の変更", lambda session: set_field(session, IndicatorValue, value.id, "value", Decimal(1)))
    bench.run("出典の記入", lambda session: session.add(Provenance(entity_uid=value.uid)))
    bench.run("1-1 の削除", lambda session: session.delete(session.get(PolicyNode, node.id)))
    mine = HistoryFilter(node_uid=node.uid)
    assert [entry.label for entry in history.page(mine, 10)] == [
        "1-1 の削除", "出典の記入", "値の変更", "取組の削除", "取組の追加",
    ]  # fmt: skip
    assert [entry.label for entry in history.page(HistoryFilter(node_uid=other.uid), 10)] == ["名称変更"]
    assert history.page(HistoryFilter(node_uid="ない"), 10) == []
    assert history.node_uid(other.id) == other.uid


def test_the_filters_of_person_and_days(bench: Workbench, history: History, node: PolicyNode) -> None:
    rename(bench, node, "一")
    bench.plan.author = Author("課長", "PC-09")
    rename(bench, node, "二")
    today = date.today()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)

    def found(wanted: HistoryFilter) -> int:
        return len(history.page(wanted, 10))

    assert found(HistoryFilter(author="課長")) == 1
    assert found(HistoryFilter(since=today, until=today)) == 2
    assert found(HistoryFilter(since=yesterday)) == 2
    assert (found(HistoryFilter(since=tomorrow)), found(HistoryFilter(until=yesterday))) == (0, 0)
    [entry] = history.page(HistoryFilter(author="課長"), 10)
    assert history.entry(entry.key, HistoryFilter(author="企画係")) is None


def test_a_huge_edit_is_cut_short(bench: Workbench, history: History, node: PolicyNode) -> None:
    def many(session: Session) -> None:
        session.add_all(
            Initiative(node_id=node.id, name=f"取組{i}", position=i) for i in range(DETAIL_ROWS + 7)
        )

    bench.run("まとめて追加", many)
    detail = newest(history)
    assert (len(detail.rows), detail.left_out, detail.entry.rows) == (DETAIL_ROWS, 7, DETAIL_ROWS + 7)
