"""印刷の記録: kept with the plan, compared with its present state, printed as 差替え一覧 and 正誤表."""

import pytest
import sqlalchemy as sa

from dxplanner.domain.errors import RefusedEdit
from dxplanner.handouts.blocks import Paragraph, Table
from dxplanner.handouts.catalogue import build_blocks
from dxplanner.model import Handout, Meeting, PolicyNode, PrintRun
from dxplanner.services.fields import set_field
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
