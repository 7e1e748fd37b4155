"""配付時の内容: a printing's pages outlive what becomes of the handout, the plan and the session."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError
from dxplanner.exporters.pdf import write_pdf
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model import Handout, Meeting, PolicyNode, PrintedPage, PrintRun
from dxplanner.services.fields import delete_rows
from dxplanner.services.preview import page_image, preview_of
from dxplanner.services.print_runs import changes_since, forget, printing_of, record, runs
from dxplanner.services.printed_pages import PrintedPages, printed_pages, save_printed
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile

CODES = ("hierarchy", "draft-report", "survey-citizen", "schedule-a3")


@pytest.fixture
def bench(sample_plan: PlanFile) -> Workbench:
    return Workbench(sample_plan)


def handout_of(bench: Workbench, code: str) -> Handout:
    return next(one for one in bench.plan.snapshot().all(Handout) if one.code == code)


def kept(bench: Workbench, code: str = "hierarchy", meeting: int | None = None) -> str:
    """Record a handout; gives the record's uid."""
    snapshot = bench.plan.snapshot()
    handout = next(one for one in snapshot.all(Handout) if one.code == code)
    (key,) = bench.run("印刷の記録", record([printing_of(snapshot, handout)], "企画係", meeting))
    with bench.plan.reading() as session:
        return next(one.uid for one in runs(session) if one.id == key)


def text_of(path: Path) -> list[str]:
    """The texts of a PDF's pages."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def printed(plan: PlanFile, uid: str) -> PrintedPages:
    with plan.reading() as session:
        return printed_pages(session, uid)


@pytest.mark.parametrize("code", CODES)
def test_the_pdf_is_the_one_that_was_printed(bench: Workbench, code: str, tmp_path: Path) -> None:
    uid = kept(bench, code)
    snapshot = bench.plan.snapshot()
    handout = next(one for one in snapshot.all(Handout) if one.code == code)
    document = build_document(snapshot, handout)
    layout = lay_out_document(document)
    now, then = tmp_path / "now.pdf", tmp_path / "then.pdf"
    write_pdf(document, now, layout)
    found = printed(bench.plan, uid)
    save_printed(found, then)
    assert text_of(then) == text_of(now)
    assert abs(then.stat().st_size - now.stat().st_size) < 2_000
    for index in (0, len(layout.pages) - 1):
        then_seen = page_image(found.preview, index, 2.0).data
        now_seen = page_image(preview_of(snapshot, handout.uid), index, 2.0).data
        # Places are kept to a tenth of a thousandth of a millimetre: an edge may be a shade lighter.
        assert len(then_seen) == len(now_seen)
        assert max(map(abs, map(int.__sub__, then_seen, now_seen))) <= 8


def test_the_pages_survive_renaming_deleting_and_reopening(
    bench: Workbench, author: Author, tmp_path: Path
) -> None:
    with bench.plan.reading() as session:
        meeting = session.scalars(sa.select(Meeting)).first()
    assert meeting is not None
    uid = kept(bench, "hierarchy", meeting.id)
    before = printed(bench.plan, uid)
    assert f"{meeting.name}で配付した資料「施策体系（案）」" in before.words
    assert "企画係" not in before.file_name
    handout = handout_of(bench, "hierarchy")

    def ruin(session: Session) -> None:
        for node in session.scalars(sa.select(PolicyNode)):
            node.name = f"{node.name}（改）"
        delete_rows(session, Handout, [handout.id])
        delete_rows(session, Meeting, [meeting.id])

    bench.run("大きな変更", ruin)
    path = bench.plan.path
    bench.plan.close()
    with PlanFile.open(path, author) as plan:
        after = printed(plan, uid)
        assert after.preview.layout == before.preview.layout
        assert "に印刷した資料「施策体系（案）」" in after.words
        save_printed(after, tmp_path / "記録.pdf")
        (text,) = text_of(tmp_path / "記録.pdf")
        assert "（改）" not in text
        assert changes_since(plan.snapshot(), uid) is not None


def test_the_state_of_the_plan_is_named(bench: Workbench) -> None:
    def rename(session: Session) -> None:
        node = session.scalars(sa.select(PolicyNode)).first()
        assert node is not None
        node.name = "新しい名前"

    bench.run("施策の名称変更", rename)
    state = printed(bench.plan, kept(bench)).state
    assert "に記録" in state
    assert "の「施策の名称変更」" in state


def test_a_record_without_pages_and_a_lost_one_say_why(bench: Workbench) -> None:
    uid = kept(bench)

    def older(session: Session) -> None:
        for page in session.scalars(sa.select(PrintedPage)):
            page.texts = [["", "施策体系"]]

    bench.run("前の形", older)
    with pytest.raises(InputError, match="文字だけ"):
        printed(bench.plan, uid)
    with bench.plan.reading() as session:
        keys = list(session.scalars(sa.select(PrintRun.id)))
    bench.run("削除", forget(keys))
    with pytest.raises(InputError, match="削除"):
        printed(bench.plan, uid)


def test_records_stay_small(bench: Workbench) -> None:
    snapshot = bench.plan.snapshot()
    handouts = [one for one in snapshot.all(Handout) if not one.template]
    before = bench.plan.path.stat().st_size
    bench.run("記録", record([printing_of(snapshot, one) for one in handouts], "企画係"))
    # Once in the table and once in the history.
    assert bench.plan.path.stat().st_size - before < 1_000_000


def test_no_plan_is_written_over(bench: Workbench, tmp_path: Path) -> None:
    uid = kept(bench)
    before = bench.plan.path.read_bytes()
    for target in (bench.plan.path, tmp_path / "別の計画.dxplan"):
        with pytest.raises(InputError, match="計画ファイル"):
            save_printed(printed(bench.plan, uid), target)
    assert bench.plan.path.read_bytes() == before
