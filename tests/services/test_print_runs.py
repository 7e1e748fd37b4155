"""印刷の記録: kept with the plan, compared with its present state, printed as 差替え一覧 and 正誤表."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.handouts.blocks import Paragraph, Table
from dxplanner.handouts.catalogue import build_blocks
from dxplanner.handouts.option_specs import OPTIONS
from dxplanner.model import (
    BudgetGroup,
    BudgetItem,
    Chapter,
    ChapterOrigin,
    Diagram,
    DiagramNode,
    Footnote,
    Handout,
    IndicatorSeries,
    IndicatorValue,
    Meeting,
    PolicyNode,
    PrintRun,
    ProjectPoint,
    TrendColumn,
)
from dxplanner.model.base import Entity
from dxplanner.services.fields import find_row, set_field
from dxplanner.services.handout_edit import add_block, add_handout
from dxplanner.services.print_runs import Printing, changes_since, forget, printing_of, record, runs
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile

NAME = "安全・安心で快適な環境の整備"


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def printing(bench: Workbench, code: str = "hierarchy") -> Printing:
    """What the handout of that code prints now."""
    snapshot = bench.plan.snapshot()
    return printing_of(snapshot, next(one for one in snapshot.all(Handout) if one.code == code))


def rename(bench: Workbench, name: str, to: str) -> None:
    with bench.plan.reading() as session:
        key = session.scalars(
            sa.select(PolicyNode.id).where(PolicyNode.name == name).order_by(PolicyNode.id.desc())
        ).first()
    assert key is not None
    bench.run("名称変更", lambda session: set_field(session, PolicyNode, key, "name", to))


def texts(bench: Workbench, kind: str) -> list[list[str]]:
    """The body of the list that a block prints."""
    (block,) = build_blocks(kind, bench.plan.snapshot(), {})
    assert isinstance(block, Table)
    return [[cell.text for cell in row if cell is not None] for row in block.rows]


def test_a_printing_is_listed_with_its_meeting_and_pages(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        meeting = session.scalars(sa.select(Meeting)).first()
    assert meeting is not None
    (key,) = bench.run("印刷の記録", record([printing(bench)], "企画係", meeting.id))
    with bench.plan.reading() as session:
        (entry,) = runs(session)
    assert (entry.id, entry.title, entry.meeting, entry.author) == (
        key,
        "施策体系（案）",
        meeting.name,
        "企画係",
    )
    assert entry.pages == 1


def test_nothing_changed_says_so(bench: Workbench) -> None:
    bench.run("印刷の記録", record([printing(bench)], "企画係"))
    for kind, sentence in (
        ("replacements", "差替えの必要なページはありません。"),
        ("corrections", "正誤はありません。"),
    ):
        assert build_blocks(kind, bench.plan.snapshot(), {}) == (Paragraph(sentence),)


def test_a_changed_name_stands_in_both_lists(bench: Workbench) -> None:
    bench.run("印刷の記録", record([printing(bench)], "企画係"))
    rename(bench, NAME, "安全で快適な環境の整備")
    ((handout, page, kind, what),) = texts(bench, "replacements")
    assert (handout, page, kind) == ("資料１－１\n施策体系（案）", "1", "差替え")
    assert f"{NAME} → " in what
    assert "安全で快適な環境の整備" in what
    ((_handout, _page, place, wrong, right),) = texts(bench, "corrections")
    assert NAME in wrong
    assert "安全で快適な環境の整備" in right
    assert place == "見直し案の基本施策「安全で快適な環境の整備」"


def test_the_newest_printing_counts(bench: Workbench) -> None:
    bench.run("印刷の記録", record([printing(bench)], "企画係"))
    rename(bench, NAME, "安全で快適な環境の整備")
    bench.run("印刷の記録", record([printing(bench)], "企画係"))
    assert build_blocks("replacements", bench.plan.snapshot(), {}) == (
        Paragraph("差替えの必要なページはありません。"),
    )
    with bench.plan.reading() as session:
        first = runs(session)[-1]
    changes = changes_since(bench.plan.snapshot(), first.uid)
    assert changes is not None
    assert len(changes.pages) == 1


def test_a_printing_is_forgotten_and_brought_back(bench: Workbench) -> None:
    keys = bench.run("印刷の記録", record([printing(bench), printing(bench, "schedule")], "企画係"))
    bench.run("記録の削除", forget(keys))
    with bench.plan.reading() as session:
        assert runs(session) == []
    bench.undo()
    with bench.plan.reading() as session:
        assert {entry.id for entry in runs(session)} == set(keys)
        assert session.get(PrintRun, keys[0]).pages[0].texts  # type: ignore[union-attr]


def test_a_deleted_meeting_is_refused(bench: Workbench) -> None:
    with pytest.raises(RefusedEdit):
        bench.run("印刷の記録", record([printing(bench)], "企画係", 10**6))


@pytest.fixture
def given_out(bench: Workbench) -> Workbench:
    """The sample whose handouts have all been recorded."""
    snapshot = bench.plan.snapshot()
    handouts = [one for one in snapshot.all(Handout) if not one.template]
    bench.run("印刷の記録", record([printing_of(snapshot, one) for one in handouts], "企画係"))
    return bench


def swap(bench: Workbench, entity: type[Entity], one: int, other: int) -> None:
    """Let two rows change places."""

    def command(session: Session) -> None:
        rows = [find_row(session, entity, key) for key in (one, other)]
        places = [row.position for row in rows]  # type: ignore[attr-defined]
        for row, place in zip(rows, reversed(places), strict=True):
            row.position = place  # type: ignore[attr-defined]

    bench.run("並べ替え", command)


def delete(bench: Workbench, entity: type[Entity], key: int) -> None:
    bench.run("削除", lambda session: session.delete(find_row(session, entity, key)))


def rearranged(bench: Workbench) -> list[str]:
    """The handouts of which nothing but the order of texts is told."""
    blocks = build_blocks("replacements", bench.plan.snapshot(), {})
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    return [row[0].text for row in rows if row[0] and row[-1] and row[-1].text == "並び順・組合せの変更"]


def neighbours(bench: Workbench, entity: type[Entity], owner: str) -> Iterator[tuple[int, int]]:
    """The keys of each two rows of one owner that follow each other."""
    rows = sorted(bench.plan.snapshot().all(entity), key=lambda row: (row.position, row.id))  # type: ignore[attr-defined]
    for at, row in enumerate(rows):
        follower = next((one for one in rows[at + 1 :] if getattr(one, owner) == getattr(row, owner)), None)
        if follower is not None:
            yield row.id, follower.id


def test_rows_that_change_places_are_told_and_brought_back_are_not(given_out: Workbench) -> None:
    cases: tuple[tuple[type[Entity], str, str], ...] = (
        (BudgetGroup, "project_id", "資料２－２"),
        (BudgetItem, "project_id", "資料２－３"),
        (Footnote, "project_id", "資料３－２"),
        (ProjectPoint, "project_id", "資料３－１"),
        (TrendColumn, "__label__", "資料１－８"),
        (Chapter, "version_id", "資料４－５"),
        (IndicatorSeries, "indicator_id", "資料１－３"),
    )
    for entity, owner, number in cases:
        found: list[str] = []
        for one, other in neighbours(given_out, entity, owner):
            swap(given_out, entity, one, other)
            found += rearranged(given_out)
            given_out.undo()
            if found:
                break
        assert any(title.startswith(number) for title in found), (entity, found)
    assert build_blocks("replacements", given_out.plan.snapshot(), {}) == (
        Paragraph("差替えの必要なページはありません。"),
    )


def test_a_pair_of_chapters_that_is_dissolved_is_told(given_out: Workbench) -> None:
    delete(given_out, ChapterOrigin, given_out.plan.snapshot().all(ChapterOrigin)[0].id)
    assert rearranged(given_out) == [
        "資料１－６\n計画の構成",
        "資料１\n長崎市ＤＸ推進計画 素案の概要",
    ]


def test_equal_looking_nodes_of_a_diagram_that_change_places_are_not_told(given_out: Workbench) -> None:
    one, other = next(neighbours(given_out, DiagramNode, "diagram_id"))
    swap(given_out, DiagramNode, one, other)
    assert build_blocks("replacements", given_out.plan.snapshot(), {}) == (
        Paragraph("差替えの必要なページはありません。"),
    )


def test_a_figure_in_table_and_chart_is_told_once(given_out: Workbench) -> None:
    value = next(one for one in given_out.plan.snapshot().all(IndicatorValue) if one.value is not None)
    assert value.value is not None
    more = value.value + 1
    given_out.run("値", lambda session: set_field(session, IndicatorValue, value.id, "value", more))
    told = [row[-2:] for row in texts(given_out, "corrections")]
    assert len(told) > 3
    assert {tuple(row) for row in told} == {("36.3%", "37.3%")}


def test_swapped_rows_of_a_card_leave_no_nonsense_in_the_list(given_out: Workbench) -> None:
    one, other = next(neighbours(given_out, IndicatorSeries, "indicator_id"))
    swap(given_out, IndicatorSeries, one, other)
    rows = texts(given_out, "corrections")
    assert {tuple(row[-2:]) for row in rows} == {("配付したページのとおり", "差し替えるページのとおり")}


def test_a_deleted_handout_is_told_and_one_that_is_brought_back_is_not(given_out: Workbench) -> None:
    handout = next(one for one in given_out.plan.snapshot().all(Handout) if one.code == "flow-1")
    delete(given_out, Handout, handout.id)
    assert texts(given_out, "replacements") == [["資料２－４\n改訂作業の流れ", "1", "削除", "資料の取りやめ"]]
    given_out.undo()
    assert build_blocks("replacements", given_out.plan.snapshot(), {}) == (
        Paragraph("差替えの必要なページはありません。"),
    )


def test_the_printing_of_a_deleted_handout_can_be_chosen(given_out: Workbench) -> None:
    handout = next(one for one in given_out.plan.snapshot().all(Handout) if one.code == "flow-1")
    delete(given_out, Handout, handout.id)
    plan = given_out.plan.snapshot()
    spec = next(spec for spec in OPTIONS["replacements"] if spec.key == "run")
    (offer,) = (
        offer for offer in spec.offers(plan, {}) if offer.words.endswith("　資料２－４　改訂作業の流れ")
    )
    (table,) = build_blocks("replacements", plan, {"run": offer.value})
    assert isinstance(table, Table)
    assert [[cell.text for cell in row if cell] for row in table.rows] == [
        ["資料２－４\n改訂作業の流れ", "1", "削除", "資料の取りやめ"]
    ]


def test_the_printing_of_a_deleted_list_of_changes_is_not_offered(bench: Workbench) -> None:
    made = bench.run("差替え一覧", add_handout("差替え一覧"))
    bench.run("部品", add_block(made, "replacements", {}))
    code = next(one.code for one in bench.plan.snapshot().all(Handout) if one.id == made)
    bench.run("印刷の記録", record([printing(bench), printing(bench, code)], "企画係"))
    rename(bench, NAME, "安全で快適な環境の整備")
    bench.run("印刷の記録", record([printing(bench, code)], "企画係"))
    spec = next(spec for spec in OPTIONS["replacements"] if spec.key == "run")
    before = spec.offers(bench.plan.snapshot(), {})
    assert len(before) == 3
    delete(bench, Handout, made)
    after = spec.offers(bench.plan.snapshot(), {})
    # A list that said of no change had no table: nobody can see what it was.
    assert [one.value for one in after] == [one.value for one in before[1:]]


def test_a_changed_text_and_another_order_are_both_told(given_out: Workbench) -> None:
    one, other = next(neighbours(given_out, BudgetGroup, "project_id"))
    swap(given_out, BudgetGroup, one, other)
    alone = texts(given_out, "corrections")
    given_out.run("名称変更", lambda session: set_field(session, BudgetGroup, one, "name", "別の経費"))
    both = texts(given_out, "corrections")
    assert {tuple(row[-2:]) for row in alone} == {("配付したページのとおり", "差し替えるページのとおり")}
    assert sum("別の経費" in row[-1] for row in both) == len(alone)
    assert [row[-3:] for row in both if "並び順" in row[-3]] == [row[-3:] for row in alone]
    sentences = [row[-1] for row in texts(given_out, "replacements")]
    assert all("別の経費" in sentence and "・並び順・組合せの変更" in sentence for sentence in sentences)


def test_handouts_that_name_a_deleted_picture_stop_no_other(given_out: Workbench) -> None:
    rename(given_out, NAME, "安全で快適な環境の整備")
    before = texts(given_out, "replacements")
    delete(given_out, Diagram, given_out.plan.snapshot().all(Diagram)[0].id)
    after = texts(given_out, "replacements")
    failed = [row for row in after if row[-1].startswith("変更を調べられません。")]
    assert len(failed) >= 2
    assert all("関係図" in row[-1] and row[1] == "－" for row in failed)
    assert {row[0] for row in before} <= {row[0] for row in after}
    told = next(one for one in given_out.plan.snapshot().all(PrintRun) if one.title in failed[0][0])
    with pytest.raises(InputError, match="関係図"):
        changes_since(given_out.plan.snapshot(), told.uid)
