"""Export of the R6 plan's handouts, and 工程表 as PDF, against bare pages written by the same libraries."""

import io
import tempfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from dxplanner.domain.fiscal import add_months, last_day
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Orientation, Paper, ValueRole
from dxplanner.exporters.pdf import write_pdf
from dxplanner.handouts.documents import build_document
from dxplanner.model import Handout, HandoutBlock, IndicatorValue, Initiative, Plan, Review
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import export_handouts
from dxplanner.services.sample import write_sample
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from tests.bench.big_schedule import BARS_OF_A_LANE, FIRST_DAY, LANES, fill_big_schedule
from tests.bench.harness import Benchmark, Measured, seconds
from tests.handouts.builders import bar, block, branch, edition, handout, indicator, lane, snapshot, version

AUTHOR = Author("計測", "PC")
ROWS = 30
COLUMNS = 6
CARDS = 200


def sample_snapshot(folder: Path) -> PlanSnapshot:
    """The R6 plan, loaded."""
    path = write_sample(folder / "r6.dxplan", AUTHOR)
    with PlanFile.open(path, AUTHOR, editable=False) as plan:
        return plan.snapshot()


def bare_rows() -> list[list[str]]:
    """The words of a bare table that fills a page."""
    return [[f"{row}-{column}" for column in range(COLUMNS)] for row in range(ROWS)]


def bare_pdf_tables(count: int) -> None:
    """So many bare tables in one PDF, a page each: reportlab's own, nothing else."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Table

    parts: list[Flowable] = []
    for _ in range(count):
        parts += [Table(bare_rows(), repeatRows=1), PageBreak()]
    SimpleDocTemplate(io.BytesIO(), pagesize=landscape(A4)).build(parts)


def bare_tables(count: int) -> None:
    """So many bare tables: reportlab's own table and openpyxl's own cells, nothing else."""
    from openpyxl import Workbook

    rows = bare_rows()
    for _ in range(count):
        bare_pdf_tables(1)
        book = Workbook()
        for row in rows:
            book.create_sheet().append(row) if book.active is None else book.active.append(row)
        book.save(io.BytesIO())


def r6_all() -> list[Measured]:
    """All handouts, PDF and Excel, from a loaded snapshot, warm."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = sample_snapshot(Path(folder))
        written = export_handouts(snapshot, Path(folder) / "out")
        value = seconds(lambda: export_handouts(snapshot, Path(folder) / "out"))
    bare = sum(file.pages for file in written if file.path.suffix == ".pdf")
    bare_tables(1)
    baseline = seconds(lambda: bare_tables(bare))
    return [Measured("handouts.r6_all_s", value, "s", baseline, f"{bare} bare tables in both formats", 3.0)]


def many_measures() -> PlanSnapshot:
    """A plan of 200 基本施策 under 20 基本方針, each with words, initiatives, a review and two indicators."""
    made = version("計画案", "基本方針", "基本施策")
    rows: list[Entity] = [made, *made.levels]
    for policy in range(CARDS // 10):
        leaves = branch(
            made, f"基本方針その{policy + 1}", leaves=[f"暮らしを支える施策{n}" for n in range(10)]
        )
        for number, leaf in enumerate(leaves):
            leaf.statement = "デジタル技術を活用し、市民生活の利便性の向上と行政運営の効率化を進めます。" * 2
            leaf.goal = f"市民の{60 + number}％が、必要なときに必要な情報を手に入れられています。"
            leaf.initiatives = [Initiative(name=f"取組{n}の推進", position=n) for n in range(4)]
            leaf.reviews = [
                Review(achievement="講座を年12回開催しました。" * 3, issue="参加者の固定化が課題です。" * 3)
            ]
            for at in range(2):
                one = indicator(
                    leaf, f"満足している市民の割合その{at + 1}", "%", (None, "36.3", 2024, "50.0", 2027)
                )
                actual = IndicatorValue(role=ValueRole.ACTUAL, value=Decimal("41.5"), fiscal_year=2025 + at)
                actual.uid = f"{leaf.uid}-{at}-actual"
                one.series[0].values.append(actual)
    return snapshot([*rows, *made.nodes])


def cards_pdf(plan: PlanSnapshot) -> int:
    """Build, lay out and write the cards of all 基本施策; gives the number of pages."""
    card = handout(block("measure_card"), title="施策カルテ")
    return write_pdf(build_document(plan, card), io.BytesIO()).pages


def measure_cards_200() -> list[Measured]:
    """200 pages of 施策カルテ as PDF, from a loaded snapshot, warm."""
    plan = many_measures()
    pages = cards_pdf(plan)
    assert pages == CARDS
    value = seconds(lambda: cards_pdf(plan))
    bare_pdf_tables(1)
    baseline = seconds(lambda: bare_pdf_tables(pages))
    return [
        Measured("handouts.measure_cards_200_s", value, "s", baseline, f"{pages} bare tables as PDF", 6.0)
    ]


def hundred_rows() -> PlanSnapshot:
    """A schedule of 100 lanes over 36 month columns: a bar on each, a milestone on every fourth."""
    columns = []
    for at in range(36):
        year, month = add_months(2024, 4, at)
        first = FIRST_DAY.replace(year=year, month=month)
        columns.append((f"令和{6 + at // 12}年度", f"{month}月", first, last_day(year, month)))
    made = edition(*columns, title="三年間の工程表")
    for at in range(100):
        begin = FIRST_DAY + timedelta(days=at * 37 % 700)
        end = begin + timedelta(days=60 + at * 13 % 240)
        bars = [bar(f"実施計画の検討（第{at + 1}次）", begin, end, BarKind.BAR, list(ColourRole)[at % 6])]
        bars[0].shape, bars[0].progress = list(BarShape)[at % 3], at % 11 * 10
        if at % 4 == 0:
            point = end + timedelta(days=110)
            bars.append(bar(f"報告{at + 1}", point, point, BarKind.MILESTONE))
        lane(made, f"{at + 1}　実施計画の推進", *bars, group=f"まとまり{at // 10 + 1}")
    return snapshot([made, made.schedule])


def thousand_rows(folder: Path) -> PlanSnapshot:
    """The schedule that the chart on screen is measured with: 5,000 bars on 1,000 lanes, 3,000 links."""
    with PlanFile.create(folder / "big.dxplan", AUTHOR) as plan:
        with plan.filling() as session:
            session.add(Plan(name="計測", city="計測市"))
        fill_big_schedule(plan)
        return plan.snapshot()


def schedule_pdf(plan: PlanSnapshot, paper: Paper) -> int:
    """Lay out and write the plan's schedule; gives the number of pages."""
    handout = Handout(
        uid="handout", code="schedule", title="工程表", number="資料１", paper=paper,
        orientation=Orientation.LANDSCAPE, first_page=1,
    )  # fmt: skip
    handout.blocks.append(HandoutBlock(kind="schedule", enabled=True, options={}))
    return write_pdf(build_document(plan, handout), io.BytesIO()).pages


def bare_pages(bars: int, pages: int) -> None:
    """As many bare rectangles with a word in each on as many pages: reportlab's canvas, nothing else."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(io.BytesIO(), pageCompression=1)
    for page in range(pages):
        for at in range(page, bars, pages):
            canvas.rect(at % 40 * 12, at % 60 * 9, 60, 8, fill=0)
            canvas.drawString(at % 40 * 12, at % 60 * 9, f"bar {at}")
        canvas.showPage()
    canvas.save()


def gantt_100() -> list[Measured]:
    """100 rows over three years on one A3 page, from a loaded snapshot, warm."""
    plan = hundred_rows()
    pages = schedule_pdf(plan, Paper.A3)
    assert pages == 1
    value = seconds(lambda: schedule_pdf(plan, Paper.A3))
    return [_gantt("handouts.gantt_100_rows_pdf_s", value, 125, pages)]


def gantt_1000() -> list[Measured]:
    """5,000 bars on 1,000 rows on A4 pages, from a loaded snapshot, warm."""
    with tempfile.TemporaryDirectory() as folder:
        plan = thousand_rows(Path(folder))
    pages = schedule_pdf(plan, Paper.A4)
    value = seconds(lambda: schedule_pdf(plan, Paper.A4))
    return [_gantt("handouts.gantt_1000_rows_pdf_s", value, LANES * BARS_OF_A_LANE, pages)]


def _gantt(name: str, value: float, bars: int, pages: int) -> Measured:
    bare_pages(bars, pages)
    baseline = seconds(lambda: bare_pages(bars, pages))
    return Measured(name, value, "s", baseline, f"{bars:,} bare rectangles and words on {pages} pages", 1.0)


BENCHMARKS: dict[str, Benchmark] = {
    "handouts.r6_all_s": r6_all,
    "handouts.measure_cards_200_s": measure_cards_200,
    "handouts.gantt_100_rows_pdf_s": gantt_100,
    "handouts.gantt_1000_rows_pdf_s": gantt_1000,
}
